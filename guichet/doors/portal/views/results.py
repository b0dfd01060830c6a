"""What was kept of our commitments, for everybody: the whole, each service, and both for machines."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from guichet.areas.catalogue.queries import Offer, offer_by_code, offers, standards_of
from guichet.areas.catalogue.rules import Target, describe
from guichet.areas.metrics.queries import Published, Result
from guichet.areas.metrics.queries.alike import verdict
from guichet.areas.metrics.rules import COMPLETION, DELAY, FIRST, SMALLEST
from guichet.doors.portal import offering, standards
from guichet.doors.portal import results as said


@require_safe
def results(request: HttpRequest) -> HttpResponse:
    """Show the months of the whole window, and the last two of each service."""
    found = said.counted()
    services = [
        (one, [said.row(month, now=offering.today()) for month in found.of(pk)[:-3:-1]], _newest(found, pk))
        for one in offering.services()
        for pk in [_pk(one.code)]
    ]
    return render(request, "portal/about/results.html", _context(found, found.of()) | {
        "services": services, "standards": standards.kept(found.standards), "alike": verdict(),
    })  # fmt: skip


@require_safe
def of_service(request: HttpRequest, code: str) -> HttpResponse:
    """Show the months of one service, what is promised for it, and how that changed."""
    service = offering.service(code)
    if service is None:
        raise Http404
    found, day = said.counted(), offering.today()
    changes = [
        (one.valid_from, _words(one.first_response), _words(one.completion)) for one in standards_of(code, until=day)
    ]
    pk = _pk(code)
    together = [said.longer(one) for one in found.longer.get(pk, ())]
    context = _context(found, found.of(pk)) | {
        "service": service, "changes": changes, "longer": together,
        "headline": said.headline(found.of(pk), found.longer.get(pk, ())),
        "standards": standards.kept(found.standards, code),
    }  # fmt: skip
    return render(request, "portal/about/results_of.html", context)


def _newest(found: Published, service: int) -> tuple[str, str] | None:
    """Return the newest dates kept that are told for several months together, where the last two are not told."""
    if any(month.completion.value is not None for month in found.of(service)[:-3:-1]):
        return None
    told = [said.longer(one) for one in found.longer.get(service, ()) if one.completion.value is not None]
    return (told[0][0], told[0][2]) if told else None


def _pk(code: str) -> int:
    offer = offer_by_code(code, on=offering.today())
    assert offer and offer.pk
    return offer.pk


def _words(target: str) -> str:
    return describe(Target.parse(target), offering.lang()) if target else ""


def _context(found: Published, months: tuple[Result, ...]) -> dict[str, Any]:
    day = offering.today()
    rows = [said.row(one, now=day) for one in reversed(months) if _tells(one)]
    return {
        "headline": said.headline(months), "rows": rows, "at": found.at, "smallest": SMALLEST,
        "why": next((row for row in rows if row.held), None), "definitions": (FIRST, COMPLETION, DELAY),
    }  # fmt: skip


def _tells(one: Result) -> bool:
    return any(figure.n or figure.hidden for figure in (one.first, one.completion, one.delay))


def _parts(found: Published) -> list[dict[str, Any]]:
    known: list[Offer] = sorted(offers(offering.today()).values(), key=lambda one: one.code)
    whole = said.plain(None, found.of())
    return [whole, *(said.plain(one, found.of(one.pk), found.longer.get(one.pk, ())) for one in known if one.pk)]


@require_safe
def as_json(request: HttpRequest) -> JsonResponse:
    """Give everything that the pages show to a machine."""
    found = said.counted()
    body = {
        "counted_at": found.at.isoformat(),
        **said.NOTE,
        "results": _parts(found),
        "standards": standards.plain(found.standards),
    }
    return JsonResponse(body, json_dumps_params={"ensure_ascii": False})


@require_safe
def as_csv(request: HttpRequest) -> HttpResponse:
    """Give the same as a table."""
    # The mark at the start tells spreadsheets that the accents are UTF-8.
    text = "\ufeff" + said.file_of(_parts(said.counted()))
    headers = {"Content-Disposition": 'attachment; filename="guichet-results.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)


@require_safe
def standards_csv(request: HttpRequest) -> HttpResponse:
    """Give what was kept of each standard as a table."""
    text = "\ufeff" + standards.file_of(standards.plain(said.counted().standards))
    headers = {"Content-Disposition": 'attachment; filename="guichet-standards.csv"'}
    return HttpResponse(text, content_type="text/csv; charset=utf-8", headers=headers)
