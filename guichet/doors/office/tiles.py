"""The first figures as sentences: what was kept, out of how many, and what is missing."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from guichet.areas.metrics.queries import Figure, Slice, contacts_of
from guichet.areas.metrics.rules import SMALLEST, STANDARD, Kind, Known
from guichet.doors.office.address import Wanted
from guichet.doors.office.labels import MISSING
from guichet.doors.office.writing import Link, hours, lang, list_url, number, value_of
from guichet.ground.ui import wording
from guichet.ground.ui.places import address


@dataclass(frozen=True, slots=True)
class Tile:
    """One figure of the front page."""

    name: str
    value: str
    sentence: str
    links: tuple[Link, ...]


def tiles(found: tuple[Figure, ...], wanted: Wanted, *, opens_lists: bool) -> list[Tile]:
    """Write every figure; ages are told with what is open."""
    by_code = {figure.definition.code: figure for figure in found}
    ages = by_code.pop("age")
    return [
        Tile(
            str(figure.definition.name), _shown(figure), _sentence(figure, ages),
            tuple(_links(figure, wanted, opens_lists)),
        )
        for figure in by_code.values()
    ]  # fmt: skip


def captured(figure: Figure | None, part: Slice, *, opens_lists: bool) -> list[Tile]:
    """Write how much of what people ask by voice is kept with a request, with the contacts that it counts."""
    if figure is None:
        return []
    counts, links = _counts(figure), list[Link]()
    sentence = _("%(kept)s calls and visits out of %(n)s. Margin: %(low)s to %(high)s.") % counts
    if figure.n:
        links.append(Link(_("n = %(n)s, the list") % counts, _contacts_url(part) if opens_lists else ""))
    beside = (figure.n or 0) - (figure.kept or 0)
    if opens_lists and figure.kept is not None and beside:
        words = ngettext("%(count)s without a request", "%(count)s without a request", beside)
        links.append(Link(words % {"count": number(beside)}, _contacts_url(part, matter="no")))
    links.append(Link(_("the computation"), reverse("office-computed") + f"#{figure.definition.code}"))
    tells = figure.value is not None
    shown = _shown(figure)
    return [Tile(str(figure.definition.name), shown, sentence if tells else _silent(figure), tuple(links))]


def _contacts_url(part: Slice, **more: str) -> str:
    wanted = contacts_of(part)
    said = {"tier": wanted.tier, "since": str(wanted.since), "until": str(wanted.until), **more}
    here = address("desk-contacts")
    return f"{here}?{urlencode(said)}" if here else ""


def _shown(figure: Figure) -> str:
    if figure.definition.kind == Kind.SCORE and figure.value is not None:
        return _("%(score)s / 100") % {"score": value_of(figure)}
    return "–" if figure.hidden or figure.known != Known.VALUE else value_of(figure)


def _sentence(figure: Figure, ages: Figure) -> str:
    if figure.hidden or figure.known == Known.NO_DATA or not figure.n:
        return _silent(figure)
    return {"received": _received, "open": _open, "pulse": _pulse, "reopened": _reopened, "effort": _effort}.get(
        figure.definition.code, _in_time
    )(figure, ages)


def _silent(figure: Figure) -> str:
    """Say why there is no value."""
    if figure.hidden and (figure.n or 0) >= SMALLEST:
        return _("Withheld: a subtraction would give a smaller group away.")
    if figure.hidden:
        return _("Fewer than %(least)s to count: too few to say anything.") % {"least": SMALLEST}
    if figure.known == Known.NO_DATA:
        return _("Nothing can be judged yet.")
    return _("Nothing to count.")


def _received(figure: Figure, ages: Figure) -> str:
    if figure.missing is None:
        return _("In the period.")
    if not figure.missing:
        return _("All of them have found their service.")
    return _("%(count)s of them still have to find their service.") % {"count": number(figure.missing)}


def _open(figure: Figure, ages: Figure) -> str:
    if ages.delays is None:
        return _("Too few to tell how long they have waited.")
    (half, most), (lived, lived_most) = ages.delays.business, ages.delays.lived
    return _(
        "Half have waited less than %(half)s of business time, nine in ten less than %(most)s. "
        "As lived: %(lived)s and %(lived_most)s."
    ) % {
        "half": hours(half), "most": hours(most), "lived": wording.duration(lived, lang()),
        "lived_most": wording.duration(lived_most, lang()),
    }  # fmt: skip


def _counts(figure: Figure) -> dict[str, str]:
    low, high = figure.interval or (0.0, 1.0)
    return {
        "kept": number(figure.kept or 0), "n": number(figure.n or 0), "low": wording.percent(low, lang()),
        "high": wording.percent(high, lang()),
    }  # fmt: skip


def _in_time(figure: Figure, ages: Figure) -> str:
    counts = _counts(figure) | {"standard": wording.percent(STANDARD, lang())}
    if (figure.value or 0) >= STANDARD:
        return _("%(kept)s out of %(n)s; the standard is %(standard)s. Margin: %(low)s to %(high)s.") % counts
    points = max(1, round(100 * (STANDARD - (figure.value or 0))))
    words = ngettext(
        "%(kept)s out of %(n)s: %(points)s point under the standard of %(standard)s. Margin: %(low)s to %(high)s.",
        "%(kept)s out of %(n)s: %(points)s points under the standard of %(standard)s. Margin: %(low)s to %(high)s.",
        points,
    )
    return words % (counts | {"points": number(points)})


def _reopened(figure: Figure, ages: Figure) -> str:
    words = _("%(kept)s out of %(n)s came back within thirty days. Margin: %(low)s to %(high)s.")
    return words % _counts(figure)


def _effort(figure: Figure, ages: Figure) -> str:
    words = _("For %(kept)s out of %(n)s, the client had to write again. Margin: %(low)s to %(high)s.")
    return words % _counts(figure)


def _pulse(figure: Figure, ages: Figure) -> str:
    mean = (figure.value or 0) / 25 + 1
    return _("%(n)s clients answered, %(mean)s out of 5 on average.") % {
        "n": number(figure.n or 0), "mean": number(round(mean, 1)),
    }  # fmt: skip


MISSED = {"first": "first_missed", "completion": "completion_missed", "reopened": "reopened", "effort": "again"}
LESS_IS_BETTER = {"reopened", "effort"}


def _links(figure: Figure, wanted: Wanted, opens_lists: bool) -> list[Link]:
    definition, links = figure.definition, []
    if figure.n:
        links.append(
            _maybe(_("n = %(n)s, the list") % {"n": number(figure.n)}, definition.counted, wanted, opens_lists)
        )
    if opens_lists and _failed(figure):
        links.append(_maybe(_missed(figure), MISSED[definition.code], wanted, opens_lists))
    if figure.missing and definition.code != "received":
        words = f"{number(figure.missing)} {MISSING[definition.missing]}"
        links.append(_maybe(words, definition.missing, wanted, opens_lists))
    return [*links, Link(_("the computation"), reverse("office-computed") + f"#{definition.code}")]


def _failed(figure: Figure) -> int:
    """Count the promises missed, or the requests that came back or were written about again."""
    kept, n = figure.kept or 0, figure.n or 0
    return 0 if figure.kept is None else kept if figure.definition.code in LESS_IS_BETTER else n - kept


def _missed(figure: Figure) -> str:
    failed = _failed(figure)
    if figure.definition.code == "reopened":
        words = ngettext("%(count)s came back", "%(count)s came back", failed)
    elif figure.definition.code == "effort":
        words = ngettext("%(count)s written again", "%(count)s written again", failed)
    else:
        words = ngettext("%(count)s missed", "%(count)s missed", failed)
    return words % {"count": number(failed)}


def _maybe(words: str, code: str, wanted: Wanted, opens_lists: bool) -> Link:
    return Link(words, list_url(wanted, code) if opens_lists else "")
