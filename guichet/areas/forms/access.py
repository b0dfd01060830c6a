"""Who builds forms, who fills them."""

from typing import Any

from guichet.areas.forms.models import Draft
from guichet.areas.people.access import FRONT_LINE, Viewer
from guichet.areas.tickets.access import sees_ticket
from guichet.ground.access import permit

BUILDERS = ("manager", "administrator")


def _fills(actor: Viewer, draft: Any) -> bool:
    """Tell whether somebody fills a form: whoever holds it, and staff only where its owner shares it."""
    if not isinstance(draft, Draft) or not actor.is_staff:
        return True
    return draft.shared and draft.ticket is not None and sees_ticket(actor, draft.ticket)


permit("forms.build", to=BUILDERS)
permit("forms.configure", to=("administrator",))
permit("forms.start", to=("anonymous", "client", "bearer"))
permit("forms.fill", to=("anonymous", "client", "bearer", *FRONT_LINE), when=_fills)
permit("forms.fill_with", to=FRONT_LINE, when=sees_ticket)
permit("forms.hand_in", to=("anonymous", "client", "bearer", *FRONT_LINE), when=_fills)
permit("forms.forget", to=("system",))
permit("forms.erase", to=())
