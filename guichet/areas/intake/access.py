"""Who may hand something in, and who looks after what could not be read."""

from guichet.areas.people.access import FRONT_LINE
from guichet.ground.access import permit

permit("intake.receive", to=("anonymous", "client", "bearer", "integration", *FRONT_LINE))
permit("intake.store", to=("system",))
permit("intake.quarantine", to=("administrator", "manager"))
