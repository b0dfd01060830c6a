"""Who has a part in a step besides the unit that does it (RACI)."""

from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Self


@dataclass(frozen=True, slots=True, kw_only=True)
class Raci:
    """One who answers for a step, those asked before it, those told once it ended: codes of units, addresses of people.

    The unit of the step is the one responsible; where nobody is accountable, whoever is in charge of the request is.
    """

    accountable: str = ""
    consulted: tuple[str, ...] = ()
    informed: tuple[str, ...] = ()

    @property
    def named(self) -> tuple[str, ...]:
        """Return everybody it names."""
        return tuple(one for one in (self.accountable, *self.consulted, *self.informed) if one)

    def strangers(self, known: Collection[str]) -> tuple[str, ...]:
        """Return those it names whom nobody knows here, once each."""
        return tuple(dict.fromkeys(one for one in self.named if one not in known))

    def data(self) -> dict[str, Any]:
        """Return what a row holds of it: nothing where nobody is named."""
        return {name: value for name, value in asdict(self).items() if value}

    @classmethod
    def of(cls, data: Mapping[str, Any]) -> Self:
        """Read what a row holds."""
        return cls(
            accountable=data.get("accountable", ""), consulted=tuple(data.get("consulted", ())),
            informed=tuple(data.get("informed", ())),
        )  # fmt: skip
