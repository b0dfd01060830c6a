"""What a template reads field by field."""

from typing import Any


class Shown:
    """Answers a template at its first question: it asks for an item before it asks for an attribute."""

    __slots__ = ()

    def __getitem__(self, name: str) -> Any:
        return getattr(self, name)
