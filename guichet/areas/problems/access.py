"""Who reads problems, who works on them, and who speaks to many people at once."""

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.tickets.access import sees_ticket
from guichet.ground.access import permit

permit("problems.read", to=(*FRONT_LINE, "auditor"))
permit("problems.work problems.note_posted", to=FRONT_LINE)
permit("problems.note_ways", to=("system",))
permit("problems.tie", to=FRONT_LINE, when=sees_ticket)
permit("problems.announce problems.close", to=("manager",))
permit("problems.propose problems.match", to=("system",))
