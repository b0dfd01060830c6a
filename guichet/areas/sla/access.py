"""Who may move a promise."""

from guichet.areas.people.access import FRONT_LINE
from guichet.areas.tickets.access import sees_ticket
from guichet.ground.access import permit

permit("sla.move_promise", to=FRONT_LINE, when=sees_ticket)
