"""What we publish of ourselves: everything on one page, for a spreadsheet, for those who index, for those who watch."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from django.conf import settings
from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import override
from django.views.decorators.http import require_safe

from guichet.areas.catalogue.queries import Published, lately_published, offers
from guichet.areas.guidance.queries import paths
from guichet.doors.portal import offering
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.spreadsheets import lines

PUBLIC = (
    "portal-home", "portal-services", "portal-everything", "portal-contact", "portal-ask", "portal-glossary",
    "portal-commitments", "portal-privacy", "portal-accessibility",
)  # fmt: skip
# Nothing of anybody is read without a code or a sign-in; engines have no business knocking there.
PRIVATE = ("/desk/", "/office/", "/accounts/", "/api/", "/t/", "/mine/", "/files/", "/pulse/", "/asked/", "/lists/")
CHANGES = 50  # told in a feed
COLUMNS = (
    "code", "name_fr", "name_en", "summary_fr", "summary_en", "nature", "first_response", "completion", "life_events",
    "address",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """Services that belong to one moment of life; to none when it has no name."""

    name: Bilingual | None
    services: tuple[offering.Shown, ...]


@require_safe
def everything(request: HttpRequest) -> HttpResponse:
    """Show everything that we do on one page, each service once."""
    known = offering.services()
    return render(request, "portal/services/everything.html", {"parts": _parts(known), "total": len(known)})


def _parts(known: Sequence[offering.Shown]) -> list[Part]:
    left = {one.code: one for one in known}
    found: list[Part] = []
    for group in offering.groups():
        inside = tuple(one for one in group.services if left.pop(one.code, None))
        if inside:
            found.append(Part(group.name, inside))
    return [*found, Part(None, tuple(left.values()))] if left else found


@require_safe
def services_file(request: HttpRequest) -> StreamingHttpResponse:
    """Give the catalogue as a file, in both languages."""
    headers = {"Content-Disposition": 'attachment; filename="services.csv"'}
    return StreamingHttpResponse(lines(_table()), content_type="text/csv; charset=utf-8", headers=headers)


def _table() -> Iterator[Sequence[object]]:
    yield COLUMNS
    for one in sorted(offers(offering.today()).values(), key=lambda one: one.code):
        yield (
            one.code, one.name.fr, one.name.en, one.summary.fr, one.summary.en, one.nature, one.first_response,
            one.completion, " ".join(one.life_events), settings.BASE_URL + reverse("portal-service", args=[one.code]),
        )  # fmt: skip


@require_safe
def requirements_file(request: HttpRequest) -> StreamingHttpResponse:
    """Give what each service asks for, and why, as a file in both languages."""
    headers = {"Content-Disposition": 'attachment; filename="requirements.csv"'}
    return StreamingHttpResponse(lines(_needs()), content_type="text/csv; charset=utf-8", headers=headers)


def _needs() -> Iterator[Sequence[object]]:
    texts = ("label", "why", "legal_basis", "condition")
    yield "service", "key", *(f"{name}_{code}" for name in texts for code in LANGUAGES), "source", "evidence"
    for one in sorted(offers(offering.today()).values(), key=lambda one: one.code):
        for need in one.told.requirements:
            said = [getattr(getattr(need, name), code) for name in texts for code in LANGUAGES]
            yield one.code, need.key, *said, need.source, need.evidence


@require_safe
def feed(request: HttpRequest, language: str) -> HttpResponse:
    """Tell what changed in the catalogue, in one language, to those who watch (Atom)."""
    changes = lately_published(CHANGES)
    with override(language):
        context = {
            "language": language, "entries": [_entry(one, language) for one in changes],
            "here": _at(f"portal-feed-{language}"), "services": _at("portal-services"),
            "updated": changes[0].at if changes else datetime.combine(offering.today(), time(), UTC),
        }  # fmt: skip
        text = render_to_string("portal/published/feed.xml", context, request)
    return HttpResponse(text, content_type="application/atom+xml; charset=utf-8")


def _entry(one: Published, language: str) -> dict[str, object]:
    place = settings.BASE_URL + reverse("portal-service", args=[one.code])
    words = [_plain(text.in_language(language)) for text in (one.name, one.summary)]
    return {"place": place, "id": f"{place}#v{one.number}", "at": one.at, "name": words[0], "summary": words[1]}


def _plain(text: str) -> str:
    """Return a text without the characters that XML cannot hold."""
    return "".join(letter for letter in text if letter >= " " or letter in "\n\t")


@require_safe
def sitemap(request: HttpRequest) -> HttpResponse:
    """List every public page, for those who index."""
    pages = [reverse(name) for name in PUBLIC]
    if known := paths():
        pages += [reverse("portal-start"), *(reverse("portal-path", args=[path]) for path in known)]
    pages += [reverse("portal-service", args=[one.code]) for one in offers(offering.today()).values()]
    text = render_to_string("portal/published/sitemap.xml", {"pages": [settings.BASE_URL + page for page in pages]})
    return HttpResponse(text, content_type="application/xml; charset=utf-8")


@require_safe
def robots(request: HttpRequest) -> HttpResponse:
    """Tell those who index where they are welcome."""
    told = ["User-agent: *", *(f"Disallow: {place}" for place in PRIVATE), "", f"Sitemap: {_at('portal-sitemap')}"]
    return HttpResponse("\n".join(told) + "\n", content_type="text/plain; charset=utf-8")


def _at(name: str) -> str:
    return settings.BASE_URL + reverse(name)
