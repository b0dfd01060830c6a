"""Who writes articles, who publishes them, and who may say that one did not answer."""

from typing import TYPE_CHECKING, Any

from guichet.areas.people.access import EVERY_STAFF, FRONT_LINE, Viewer
from guichet.ground.access import permit

if TYPE_CHECKING:
    from guichet.areas.people.models import Membership

permit("knowledge.configure", to=("administrator",))
permit("knowledge.write", to=(*FRONT_LINE, "administrator"))
permit("knowledge.publish", to=("manager", "administrator"))
permit("knowledge.doubt", to=("anonymous", "bearer", "client", *EVERY_STAFF))
permit("knowledge.take_effect", to=())
permit("knowledge.moderate", to=FRONT_LINE)


def _is_of_an_office(actor: Viewer, article: Any) -> bool:
    """Tell whether somebody works in an office or a caucus."""
    return bool(actor.offices)


def _is_their_place(actor: Viewer, place: "Membership") -> bool:
    """Tell whether somebody holds this place, and it is one in an office or a caucus."""
    return place.person_id == actor.person and place.organisation_id in actor.offices


permit("knowledge.read", to=("client",), when=_is_of_an_office)
permit("knowledge.post", to=("client",), when=_is_their_place)
