"""Auditing equal treatment, blind (rule N6): the auditor sees codes, and the key is kept by nobody but them."""

from datetime import datetime
from statistics import fmean, median

from django.db import IntegrityError, transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.metrics.facts import ParityAudited, ParityDecoded
from guichet.areas.metrics.models import ParityAudit
from guichet.areas.metrics.queries.alike import names_of, treated_in, unaudited
from guichet.areas.metrics.rules.alike import (
    LEAST_KEY,
    Treated,
    by_person,
    code_of,
    coded,
    key_of,
    tests_of,
    verdict_of,
)  # fmt: skip
from guichet.areas.people.access import Viewer
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual
from guichet.ground.journal.api import record


class CannotAudit(ValueError):
    """The key is too short, is another one, or the quarter was audited."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why

    def __str__(self) -> str:
        return {
            "short": _("Choose a key of at least %(n)s characters, and keep it: it is kept nowhere here."),
            "done": _(
                "This quarter was audited already, or is not over, or is too long ago. What was said of it stands."
            ),
            "other": _("No group has its code from this key."),
        }[self.why] % {"n": LEAST_KEY}


@action("metrics.audit_parity")
def audit_parity(*, by: Viewer, now: datetime, key: str, quarter: str) -> ParityAudit:
    """Compare how the groups fared in a quarter that is over; what is kept of each is its code."""
    if len(key.strip()) < LEAST_KEY:
        raise CannotAudit("short")
    wanted = next((one for one in unaudited(localtime(now).date()) if str(one) == quarter), None)
    if wanted is None:
        raise CannotAudit("done")
    fared = {group: by_person(rows) for group, rows in treated_in(wanted).items()}
    groups = coded(fared, key_of(key.strip(), quarter))
    tests = tests_of(groups)
    verdict = verdict_of(tests)
    try:
        with transaction.atomic():
            made = ParityAudit.objects.create(
                quarter=quarter, at=now, staff_id=by.staff or 0, verdict=verdict, tests=tests,
                groups=[_told(code, rows) for code, rows in groups.items()],
            )  # fmt: skip
    except IntegrityError as known:  # of two who press at the same instant, one comes second
        raise CannotAudit("done") from known
    record(ParityAudited(quarter=quarter, verdict=verdict, tests=tests), stream=_stream(made), by=by, at=now)
    return made


def _told(code: str, rows: list[Treated]) -> dict[str, object]:
    return {
        "code": code, "n": len(rows), "delay": round(median(one.delay for one in rows), 3),
        "refused": round(fmean(one.refused for one in rows), 3),
        "priority": round(fmean(one.priority for one in rows), 2),
    }  # fmt: skip


@action("metrics.audit_parity")
def decode_parity(audit: ParityAudit, *, by: Viewer, now: datetime, key: str) -> dict[str, Bilingual]:
    """Return which group each code stands for, for whoever holds the key; that they read it is recorded."""
    secret, wanted = key_of(key.strip(), audit.quarter), {row["code"] for row in audit.groups}
    found = {code: name for group, name in names_of() if (code := code_of(group, secret)) in wanted}
    if not found:
        raise CannotAudit("other")
    record(ParityDecoded(quarter=audit.quarter), stream=_stream(audit), by=by, at=now)
    return found


def _stream(audit: ParityAudit) -> str:
    return f"parity:{audit.quarter}"
