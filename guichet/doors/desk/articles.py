"""What we know, beside a request: the articles that may answer it, and one put into a reply with its source."""

from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.knowledge import actions, queries
from guichet.areas.knowledge.rules import plain_of
from guichet.areas.tickets.queries.desk import ticket_for
from guichet.areas.tickets.queries.drafts import drafts_on
from guichet.doors.desk.entrance import DeskRequest, for_front_line
from guichet.doors.desk.names import here
from guichet.doors.desk.tickets import around, page_context, seen
from guichet.ground import clock
from guichet.ground.ui.htmx import is_htmx
from guichet.ground.ui.places import address

if TYPE_CHECKING:
    from guichet.areas.knowledge.models import Article
    from guichet.areas.tickets.models import Ticket


@require_http_methods(["GET", "HEAD", "POST"])
@for_front_line
def suggested(request: DeskRequest, number: str) -> HttpResponse:
    """Show the five articles that may answer a request best; what nobody read again in time says so.

    Once the request is solved, what it taught becomes an article, without anybody's name, for somebody to review.
    """
    ticket = _ticket(request, number)
    if request.method == "POST":
        if not queries.may_teach(ticket):
            raise Http404
        made = actions.draft_from(ticket, by=request.viewer, now=clock.now())
        return HttpResponseRedirect(address("office-article", str(made.pk)) or address("desk-ticket", number))
    hits = queries.suggested(request.viewer, ticket, on=localtime(clock.now()).date())
    health = queries.health_of([hit.article.pk for hit in hits], now=clock.now())
    rows = [
        (hit.article, hit.article.title.in_language(here()), hit.is_stale, health[hit.article.pk].used) for hit in hits
    ]
    return _on_ticket(
        request,
        ticket,
        "desk/ticket/_articles.html",
        {"articles": rows, "knows": True, "teaches": queries.may_teach(ticket)},
    )


@require_safe
@for_front_line
def composer(request: DeskRequest, number: str, pk: int) -> HttpResponse:
    """Put an article into a reply, in the client's language and with its source, ready to be changed."""
    ticket, article = _ticket(request, number), queries.article_by_id(request.viewer, pk)
    if article is None or article.state != article.State.PUBLISHED or not ticket.is_open:
        raise Http404
    mine = (one for one in drafts_on(ticket) if one.staff == request.viewer.staff and one.kind == "reply")
    written = next((one.body for one in mine if not one.leaves_at), "")
    body = "\n\n".join(filter(None, (written.strip(), _words(article, ticket.language))))
    told = {"pk": article.pk, "title": article.title.in_language(here()), "body": body, "audience": article.audience}
    return _on_ticket(request, ticket, "desk/ticket/_article.html", {"inserted": told})


def _words(article: "Article", language: str) -> str:
    """Return what an article says, as a letter says it; only what clients can open is given as a source."""
    words = plain_of(article.body.in_language(language), base=settings.BASE_URL)
    source = _source_of(article)
    if not source:
        return words
    with override(language):
        said = [f"{_('Source:')} {article.title.in_language(language)}\n{source}"]
        said += [_named(one) for one in queries.documents_of(article, language)]
    return "\n\n".join([words, *said])


def _named(one: queries.Copy) -> str:
    """Name a document in words to a client: the letter that leaves with this address carries it."""
    label = _("Document in English:") if one.language == "en" else _("Document in French:")
    url = f"{settings.BASE_URL}{address('portal-document', one.token, one.language)}"
    return f"{label if one.is_only else _('Document:')} {one.title}\n{url}"


def _source_of(article: "Article") -> str:
    if article.audience != article.Audience.CLIENT:
        return ""
    page = address("portal-article", article.slug)
    return f"{settings.BASE_URL}{page}" if page else ""


def _ticket(request: DeskRequest, number: str) -> "Ticket":
    ticket = ticket_for(request.viewer, number)
    if ticket is None:
        raise Http404
    return ticket


def _on_ticket(request: DeskRequest, ticket: "Ticket", part: str, more: dict[str, Any]) -> HttpResponse:
    """Show a part of the ticket's page, or the page around it."""
    if is_htmx(request):
        sheet = seen(request.viewer, ticket.number) if "inserted" in more else None
        known = page_context(sheet, write="none") if sheet else {"ticket": ticket}
        return render(request, part, around(request, ticket.number) | known | more | {"is_part": True})
    sheet = seen(request.viewer, ticket.number)
    context = around(request, ticket.number) | page_context(sheet, write="none") | more
    return render(request, "desk/ticket/page.html", context)
