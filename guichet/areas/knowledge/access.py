"""Who writes articles, who publishes them, and who may say that one did not answer."""

from guichet.areas.people.access import EVERY_STAFF, FRONT_LINE
from guichet.ground.access import permit

permit("knowledge.configure", to=("administrator",))
permit("knowledge.write", to=(*FRONT_LINE, "administrator"))
permit("knowledge.publish", to=("manager", "administrator"))
permit("knowledge.doubt", to=("anonymous", "bearer", "client", *EVERY_STAFF))
permit("knowledge.take_effect", to=())
