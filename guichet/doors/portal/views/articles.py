"""What we know, for everybody: articles, and a person when an article did not answer."""

from collections.abc import Mapping

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from guichet.areas.glossary.queries import used_in
from guichet.areas.glossary.rules import marked
from guichet.areas.knowledge import actions, queries, rules
from guichet.areas.people.access import ANONYMOUS
from guichet.doors.portal import limits, offering
from guichet.doors.portal.moved import moved
from guichet.doors.portal.opened import viewer_of
from guichet.doors.portal.views.files import as_download
from guichet.ground import clock
from guichet.ground.files import store
from guichet.ground.ui.papers import rows_of

DOUBTS_OF_NETWORK = 30  # an hour
MOST_FOUND = 10


@require_safe
def articles(request: HttpRequest) -> HttpResponse:
    """List the articles, or those that answer somebody's words."""
    words = " ".join(request.GET.get("q", "").split())[: offering.LONGEST_SEARCH]
    if words:
        hits = queries.answering(words, language=offering.lang(), on=offering.today(), limit=MOST_FOUND)
        found = [hit.article for hit in hits]
    else:
        found = sorted(queries.published(), key=lambda one: offering.folded(one.title))
    return render(request, "portal/articles/list.html", {"words": words, "articles": found})


@require_safe
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one article."""
    found = queries.article_for_everybody(slug)
    if found is None:
        return moved("article", slug, queries.article_for_everybody, "portal-article")
    codes = queries.codes_of(found)
    services = [one for one in map(offering.service, codes) if one]
    language = found.body.language_shown(offering.lang())
    text = found.body.in_language(language)
    terms = used_in(rules.plain_of(text), language)
    context = {
        "article": found, "words": body_of(text, {one.pk: one.name.in_language(language) for one in terms}),
        "services": services, "language": language, "terms": terms,
        "papers": rows_of(queries.documents_of(found, offering.lang()), "portal-document"),
    }  # fmt: skip
    return render(request, "portal/articles/page.html", context)


@require_safe
def document(request: HttpRequest, token: str, language: str) -> HttpResponse:
    """Hand out a document; one that its article had earlier leads to the article."""
    viewer = viewer_of(request)
    found = queries.document_for_everybody(token, language, eyes=viewer if viewer.offices else ANONYMOUS)
    if found:
        return as_download(store.read(found.file), found.name)
    article = queries.article_of_document(token)
    if article is None:
        raise Http404
    return HttpResponseRedirect(reverse("portal-article", args=[article.slug]))


def body_of(text: str, names: Mapping[int, str]) -> SafeString:
    """Return a text of an article as a page shows it, its words opening what they mean."""
    return mark_safe(marked(rules.html_of(text), names))  # noqa: S308  (cleaned by the rule, whoever wrote it)


@require_POST
def unanswered(request: HttpRequest, slug: str) -> HttpResponse:
    """Note that an article did not answer, and offer a person: the article is named in the request."""
    found = queries.article_for_everybody(slug)
    if found is None:
        raise Http404
    if not limits.too_many("doubt", limits.network_of(request), DOUBTS_OF_NETWORK):
        actions.doubt(found, language=offering.lang(), by=viewer_of(request), now=clock.now())
    title = found.title.in_language(offering.lang())
    words = _("I read “%(title)s”, and I still have a question:") % {"title": title}
    codes = [code for code in queries.codes_of(found) if offering.service(code)]
    ask = reverse("portal-ask-service", args=[codes[0]]) if len(codes) == 1 else reverse("portal-ask")
    return HttpResponseRedirect(f"{ask}?{urlencode({'words': f'{words} '})}")
