"""What the articles cover, as a board; and what the office knows, as files."""

from collections.abc import Iterator, Sequence

from django.http import HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.areas.finding.queries import every_need
from guichet.areas.glossary.queries import terms
from guichet.areas.knowledge import queries
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.exports import file_of
from guichet.doors.office.frame import frame
from guichet.doors.office.suggestions import share
from guichet.doors.office.writing import number
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES

ARTICLES = (
    "slug", "title_fr", "title_en", "body_fr", "body_en", "state", "audience", "owner", "keeper", "services",
    "review_on", "version", "changed_at", "used", "did_not_answer",
)  # fmt: skip
WORDS = ("code", "name_fr", "name_en", "definition_fr", "definition_en", "keeper", "review_on")
NEEDS = ("words", "language", "channel", "times", "first", "last", "state", "service")


@require_safe
@for_holders("knowledge.write")
def page(request: OfficeRequest) -> HttpResponse:
    """Show which services nothing holds about, and how the articles about the others do."""
    viewer, now, bare = request.viewer, clock.now(), "bare" in request.GET
    rows, further = queries.coverage(viewer, now=now, bare=bare, after=request.GET.get("after", ""))
    whole = queries.share_covered(viewer, now=now)
    context = frame(request, "office-articles") | {
        "rows": rows, "next": further, "bare": bare, "is_later": "after" in request.GET,
        "covered": number(whole.covered), "services": number(whole.services),
        "share": share(whole.covered, whole.services),
    }  # fmt: skip
    return render(request, "office/coverage.html", context)


@require_safe
@for_holders("knowledge.write")
def articles_file(request: OfficeRequest) -> HttpResponseBase:
    """Give every article as a file, in both languages."""
    return file_of(request, "articles", ARTICLES, _articles(request))


def _articles(request: OfficeRequest) -> Iterator[Sequence[object]]:
    for row, services, used, doubted in queries.every_article(request.viewer, now=clock.now()):
        texts = [getattr(text, code) for text in (row.title, row.body) for code in LANGUAGES]
        yield (
            row.slug, *texts, row.state, row.audience, row.owner.code, row.keeper.email if row.keeper else "",
            " ".join(services), row.review_on, row.version, row.changed_at.isoformat(), used, doubted,
        )  # fmt: skip


@require_safe
@for_holders("glossary.define")
def words_file(request: OfficeRequest) -> HttpResponseBase:
    """Give our words as a file, in both languages."""
    said = (
        (
            one.code, one.name.fr, one.name.en, one.definition.fr, one.definition.en,
            one.keeper.email if one.keeper else "", one.review_on,
        )
        for one in terms()
    )  # fmt: skip
    return file_of(request, "glossary", WORDS, said)


@require_safe
@for_holders("finding.settle")
def needs_file(request: OfficeRequest) -> HttpResponseBase:
    """Give what people did not find as a file, without who looked for it."""
    said = (
        (
            one.words, one.language, one.channel, one.count, one.first_at.isoformat(), one.last_at.isoformat(),
            one.state, one.service.code if one.service else "",
        )
        for one in every_need(request.viewer)
    )  # fmt: skip
    return file_of(request, "needs", NEEDS, said)
