"""Who lets letters leave."""

from guichet.ground.access import permit

permit("notifications.send", to=("system",))
