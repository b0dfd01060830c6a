"""The words for what is kept, and for why a link leads nowhere."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import pgettext_lazy

from guichet.areas.upkeep.rules.links import CIRCLE, NOWHERE, REFUSED, UNREACHABLE

KINDS: dict[str, str | LazyText] = {
    "article": pgettext_lazy("kept", "Article"), "service": pgettext_lazy("kept", "Service"),
    "template": pgettext_lazy("kept", "Template"), "rule": pgettext_lazy("kept", "Rule"),
    "word": pgettext_lazy("kept", "Word"), "path": pgettext_lazy("kept", "Guided path"),
}  # fmt: skip


def words_of(why: str) -> str:
    """Say why a link leads nowhere."""
    return {
        NOWHERE: _("Nothing that people may read is there."),
        REFUSED: _("Pages only lead to public addresses that begin with https://."),
        UNREACHABLE: _("The site does not answer."),
        CIRCLE: _("The site leads from one address to the next without end."),
        "404": _("The site says that there is no such page."), "410": _("The site says that the page is gone."),
    }.get(why) or _("The site answers with error %(code)s.") % {"code": why}  # fmt: skip
