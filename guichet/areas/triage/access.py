"""Who makes suggestions and who judges them: the desk itself, and whoever sorts."""

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.tickets.access import sees_ticket
from guichet.ground.access import permit

permit("triage.suggest triage.judge triage.learn triage.cover", to=("system",))
permit("triage.place", to=FRONT_LINE, when=sees_ticket)
permit("triage.pull", to=("agent",))
permit("triage.read", to=("manager", "auditor"))
