"""Who keeps a checklist, and who writes the paths. A checklist names nobody: its code is what opens it."""

from guichet.areas.people.access import EVERY_STAFF
from guichet.ground.access import permit

permit("guidance.configure", to=("administrator",))
permit("guidance.write", to=("manager", "administrator"))
permit("guidance.keep guidance.mark guidance.hand", to=("anonymous", "bearer", "client", *EVERY_STAFF))
