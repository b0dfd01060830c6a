"""What can be said in the journal: frozen dataclasses, named in the past tense, registered by kind and version."""

from collections.abc import Callable
from dataclasses import asdict, dataclass, fields
from typing import Any, ClassVar, TypeVar, cast, dataclass_transform


@dataclass(frozen=True)
class Fact:
    """Something that happened. Subclasses hold ids, codes and numbers only."""

    kind: ClassVar[str]
    version: ClassVar[int] = 1

    def data(self) -> dict[str, Any]:
        """Return what the journal stores of it."""
        return asdict(self)


F = TypeVar("F", bound=type[Fact])
KINDS: dict[str, type[Fact]] = {}
UPCASTERS: dict[tuple[str, int], Callable[[dict[str, Any]], dict[str, Any]]] = {}


@dataclass_transform(frozen_default=True, kw_only_default=True)
def fact(kind: str, version: int = 1) -> Callable[[F], F]:
    """Register a fact under `kind`; a later `version` comes with an upcaster for each older one."""

    def register(cls: F) -> F:
        made = dataclass(frozen=True, kw_only=True)(cls)
        made.kind, made.version = kind, version
        if kind in KINDS:
            raise ValueError(f"fact {kind} is declared twice")
        KINDS[kind] = made
        return cast(F, made)

    return register


def read(kind: str, version: int, data: dict[str, Any]) -> Fact:
    """Rebuild the fact that an entry holds, lifting it to the present version first."""
    cls = KINDS[kind]
    while version < cls.version:
        data = UPCASTERS[kind, version](data)
        version += 1
    return cls(**data)


def field_names(cls: type[Fact]) -> list[str]:
    """Name the fields that a kind stores."""
    return [field.name for field in fields(cls)]
