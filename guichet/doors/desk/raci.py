"""Who has a part in a step, in words: who answers for it, who is asked before it, who is told once it ended."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.translation import pgettext

from guichet.areas.catalogue.rules.plans import Raci
from guichet.areas.people.queries import names_of_parties

Parts = tuple[tuple[str, str], ...]


def people_in(rows: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return the names of the people that plans name by their address; units are named by their code."""
    named = {one for row in rows if row for one in Raci.of(row).named if "@" in one}
    return {address: name.fr for address, name in names_of_parties(named).items()} if named else {}


def parts_of(row: Mapping[str, Any], people: Mapping[str, str]) -> Parts:
    """Say each part that somebody has in a step besides doing it; nothing where nobody has one."""
    raci = Raci.of(row)
    said = (
        (pgettext("RACI", "Accountable"), (raci.accountable,) if raci.accountable else ()),
        (pgettext("RACI", "Consulted"), raci.consulted), (pgettext("RACI", "Informed"), raci.informed),
    )  # fmt: skip
    return tuple((label, ", ".join(people.get(one, one) for one in named)) for label, named in said if named)
