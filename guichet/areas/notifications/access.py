"""Who lets letters leave."""

from guichet.areas.people.access import FRONT_LINE
from guichet.ground.access import permit

permit("notifications.send", to=("system",))
permit("notifications.post", to=FRONT_LINE)
