"""Seeing that something comes back: five requests in fourteen days with one cause, or in much the same words."""

from datetime import datetime

from django.db.models import Count, Exists, OuterRef, QuerySet

from guichet.areas.catalogue.models import Service
from guichet.areas.problems import rules
from guichet.areas.problems.models import Case, Problem
from guichet.areas.problems.queries.live import forget
from guichet.areas.tickets.models import Contact, Message, Ticket
from guichet.areas.tickets.rules import FailureCause, State
from guichet.areas.triage.queries.examples import names
from guichet.areas.triage.rules.words import stems
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.bilingual import Bilingual

MOST = 300  # requests of one service that are compared
STOPPED = (State.MERGED, State.CANCELLED)


@action("problems.propose")
def propose(*, by: Actor, now: datetime) -> list[Problem]:
    """Propose a problem for what came back lately; nobody hears of it until somebody opens it."""
    many = _loose(now).order_by().values_list("service").annotate(n=Count("pk")).filter(n__gte=rules.FEWEST)
    made = list[Problem]()
    for service in Service.objects.select_for_update().filter(pk__in=[pk for pk, _n in many]).order_by("pk"):
        found = rules.clusters(_read(service, now))
        made += [_propose(service, one, now=now) for one in found]
    if made:
        forget()
    return made


def _loose(now: datetime) -> QuerySet[Ticket]:
    """Return the requests of the last days that no problem holds, held or had proposed; never a confidential one."""
    cases = Case.objects.filter(ticket=OuterRef("pk"))
    rows = Ticket.rows.filter(received_at__gte=now - rules.LATELY, received_at__lte=now, service__isnull=False)
    return rows.filter(~Exists(cases), confidential=False).exclude(state__in=STOPPED)


def _read(service: Service, now: datetime) -> list[rules.Loose]:
    rows = list(_loose(now).filter(service=service).order_by("-pk")[:MOST])
    bodies = dict(Message.objects.filter(ticket__in=rows, kind=Message.Kind.OPENING).values_list("ticket_id", "body"))
    contacts = (
        Contact.objects.filter(ticket__in=rows).exclude(failure_cause__in=["", FailureCause.OTHER]).order_by("pk")
    )
    causes: dict[int, str] = dict(contacts.values_list("ticket_id", "failure_cause"))
    hidden = names()
    return [
        rules.Loose(
            row.pk, row.language,
            {stem: word for stem, word in stems(f"{row.title}\n{bodies.get(row.pk, '')}", row.language).items()
             if stem not in hidden},
            causes.get(row.pk, ""),
        )
        for row in rows
    ]  # fmt: skip


def _propose(service: Service, cluster: rules.Cluster, *, now: datetime) -> Problem:
    first = Ticket.rows.filter(pk__in=cluster.tickets).order_by("received_at").values_list("received_at", flat=True)[0]
    row = Problem.objects.create(
        kind=Problem.Kind.RECURRING, state=Problem.State.PROPOSED, service=service, title=Bilingual(),
        cause=cluster.cause, words=list(cluster.words), starts_at=first,
    )  # fmt: skip
    why = "cause" if cluster.cause else "words"
    Case.objects.bulk_create(
        Case(problem=row, ticket_id=pk, state=Case.State.PROPOSED, why=why, at=now) for pk in cluster.tickets
    )
    return row
