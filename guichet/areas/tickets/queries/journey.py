"""Arrivals and departures: who accompanies them, and the access that ends by itself."""

from datetime import datetime

from django.db.models import QuerySet
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.tickets.models import Ending, Ticket


def endings_of(ticket: Ticket) -> list[Ending]:
    """Return the accesses that the plan of a ticket ends, the first first."""
    return list(_with_names(Ending.objects.filter(ticket=ticket)).order_by("ends_on", "pk"))


def over(now: datetime) -> QuerySet[Ending]:
    """Return the accesses whose last day is past, and of which nobody was told yet."""
    rows = Ending.objects.filter(ended_at=None, ends_on__lt=localtime(now).date())
    return _with_names(rows).order_by("ends_on", "pk")


def with_access_over(now: datetime) -> list[Ticket]:
    """Return the tickets whose plan ends an access that is over, and of which nobody was told yet."""
    return list(Ticket.rows.filter(pk__in=over(now).order_by().values("ticket")).order_by("pk"))


def _with_names(rows: QuerySet[Ending]) -> QuerySet[Ending]:
    return rows.select_related(
        "membership__person", "membership__organisation", "delegation__delegate", "delegation__grantor_person",
        "delegation__grantor_organisation",
    )  # fmt: skip


def words_of(one: Ending, lang: str) -> str:
    """Say what ends, in the language in use: a place in an office, or the right to act for somebody."""
    if one.membership:
        place = one.membership.organisation.name.in_language(lang)
        return _("the place of %(who)s in %(office)s") % {"who": one.membership.person.full_name, "office": place}
    given = one.delegation
    assert given
    whom = given.grantor_organisation.name.in_language(lang) if given.grantor_organisation else given.grantor_person
    return _("the right of %(who)s to act for %(whom)s") % {"who": given.delegate.full_name, "whom": str(whom)}
