"""Who reads what is to be looked after, and who looks by night."""

from guichet.areas.people.access import FRONT_LINE
from guichet.ground.access import permit

permit("upkeep.read", to=("agent", "expert", "manager", "administrator"))
permit("upkeep.read_links", to=(*FRONT_LINE, "administrator"))
permit("upkeep.look upkeep.remind", to=("system",))
