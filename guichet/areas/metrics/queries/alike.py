"""How each group fared in a quarter, for the audit of equal treatment (rule N6), and what the audits said."""

from datetime import date, datetime, time, timedelta

from django.db.models import Q
from django.utils.timezone import make_aware

from guichet.areas.metrics.models import ParityAudit
from guichet.areas.metrics.rules.alike import LOOKED_BACK, Treated, ranked
from guichet.areas.metrics.rules.quarters import Quarter
from guichet.areas.people.models import Organisation, OrganisationKind
from guichet.areas.people.rules import OFFICE_KINDS
from guichet.areas.sla.models import Promise
from guichet.areas.tickets.rules import ResolutionCode
from guichet.ground.bilingual import Bilingual

SHORTEST = timedelta(minutes=1)
ASKS = "ticket__compartment__organisation__"
COLUMNS = (
    f"{ASKS}kind", f"{ASKS}code", f"{ASKS}caucus__code", "ticket__requester", "ticket__resolution_code",
    "ticket__priority", "ticket__service", "received_at", "met_at", "original_due_at",
)  # fmt: skip


def treated_in(quarter: Quarter) -> dict[str, list[Treated]]:
    """Return how the requests of a quarter were treated, by the code of the caucus of who asked, or nothing.

    Those that were answered in it, and those that were due in it and were not, with the time that they had taken so
    far. All of them count, confidential ones too: nothing of any of them is kept.
    """
    first, last = (make_aware(datetime.combine(one.first, time())) for one in (quarter, quarter.back(-1)))
    answered = Q(met_at__gte=first, met_at__lt=last, original_due_at__isnull=False)
    left = Q(open=True, met_at=None) | Q(met_at__gte=last)
    rows = list(Promise.objects.filter(
        answered | (Q(original_due_at__gte=first, original_due_at__lt=last) & left),
        **{f"{ASKS}kind__in": OFFICE_KINDS},
    ).values_list(*COLUMNS))  # fmt: skip
    ranks = ranked(
        (service, (min(met or last, last) - received) / max(due - received, SHORTEST))
        for *_who, service, received, met, due in rows
    )
    found: dict[str, list[Treated]] = {}
    for (kind, own, caucus, person, outcome, priority, *_when), rank in zip(rows, ranks, strict=True):
        group = caucus or (own if kind == OrganisationKind.CAUCUS else "")
        found.setdefault(group, []).append(Treated(person, rank, outcome == ResolutionCode.REFUSED, priority))
    return found


def names_of() -> list[tuple[str, Bilingual]]:
    """Return the code and the name of every caucus."""
    return list(Organisation.objects.filter(kind=OrganisationKind.CAUCUS).order_by("code").values_list("code", "name"))


def audits() -> list[ParityAudit]:
    """Return every audit, the newest first."""
    return list(ParityAudit.objects.order_by("-quarter").select_related("staff"))


def unaudited(day: date) -> list[Quarter]:
    """Return the quarters that are over and were not audited, of the last four, the newest first."""
    done = set(ParityAudit.objects.values_list("quarter", flat=True))
    last = [Quarter.containing(day).back(count) for count in range(1, LOOKED_BACK + 1)]
    return [one for one in last if str(one) not in done]


def audit_of(quarter: str) -> ParityAudit | None:
    """Return the audit of a quarter, if there is one."""
    return ParityAudit.objects.filter(quarter=quarter).first()


def verdict() -> tuple[Quarter, str] | None:
    """Return what the newest audit said: all of it that is published."""
    newest = ParityAudit.objects.order_by("-quarter").first()
    quarter = Quarter.of(newest.quarter) if newest else None
    return (quarter, newest.verdict) if newest and quarter else None
