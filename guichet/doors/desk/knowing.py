"""An article on a page of its own, for whoever works here: what it says, how it does, who keeps it."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.functional import Promise as LazyText
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy
from django.views.decorators.http import require_safe

from guichet.areas.catalogue.queries import offers
from guichet.areas.knowledge import queries, rules
from guichet.doors.desk.downloads import as_download
from guichet.doors.desk.entrance import DeskRequest, for_staff
from guichet.doors.desk.frame import frame
from guichet.doors.desk.names import here
from guichet.ground import clock
from guichet.ground.files import store
from guichet.ground.ui.papers import rows_of
from guichet.ground.ui.places import address

if TYPE_CHECKING:
    from guichet.areas.knowledge.models import Article
    from guichet.areas.people.access import Viewer

AUDIENCES: dict[str, str | LazyText] = {
    "client": gettext_lazy("Everybody"), "agent": gettext_lazy("The window, and the unit that keeps it"),
    "partner": gettext_lazy("Everybody who works here or with us"),
}  # fmt: skip
STATES: dict[str, str | LazyText] = {
    "draft": pgettext_lazy("article", "Draft"), "review": pgettext_lazy("article", "Being reviewed"),
    "retired": pgettext_lazy("article", "Retired"),
}  # fmt: skip


@require_safe
@for_staff
def page(request: DeskRequest, pk: int) -> HttpResponse:
    """Show one article, if it may be seen, in the reader's language."""
    found = queries.article_by_id(request.viewer, pk)
    if found is None:
        raise Http404
    today = localtime(clock.now()).date()
    language = found.body.language_shown(here())
    codes = set(queries.codes_of(found))
    services = [
        (one.name.in_language(here()), address("portal-service", one.code))
        for one in offers(today).values()
        if one.code in codes
    ]
    told = {
        "article": found, "language": language, "audience": AUDIENCES[found.audience],
        "state": STATES.get(found.state, ""), "is_stale": rules.is_stale(found.review_on, today),
        "words": mark_safe(rules.html_of(found.body.in_language(language))),  # noqa: S308  (cleaned)
        "health": queries.health_of([found.pk], now=clock.now())[found.pk], "services": services,
        "ways": _ways(request.viewer, found),
        "papers": rows_of(queries.documents_of(found, here()), "desk-document"),
    }  # fmt: skip
    return render(request, "desk/articles/page.html", frame(request) | told)


@require_safe
@for_staff
def document(request: DeskRequest, token: str, language: str) -> HttpResponse:
    """Hand out a document to whoever may read its article."""
    found = queries.document_for(request.viewer, token, language)
    if found is None:
        raise Http404
    return as_download(store.read(found.file), found.name)


def _ways(viewer: "Viewer", article: "Article") -> list[tuple[str, str]]:
    """Return where else the article stands, for this reader."""
    ways = []
    if article.state == article.State.PUBLISHED and article.audience == article.Audience.CLIENT:
        ways.append((_("As clients read it"), address("portal-article", article.slug)))
    if viewer.may("knowledge.write"):
        ways.append((_("Write it, propose other words"), address("office-article", str(article.pk))))
        ways.append((_("What it said before"), address("office-article-versions", str(article.pk))))
    return [(words, url) for words, url in ways if url]
