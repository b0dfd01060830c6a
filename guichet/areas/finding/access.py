"""Who searches, who reads what was not found, who says what it meant."""

from guichet.areas.people.access import EVERY_STAFF
from guichet.ground.access import permit

permit("finding.configure", to=("administrator",))
permit("finding.note", to=("anonymous", "bearer", "client", "integration", *EVERY_STAFF))
permit("finding.settle", to=("manager",))
