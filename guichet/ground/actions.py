"""The shape of every write: one verb, one permission, one transaction."""

from collections.abc import Callable
from functools import wraps
from typing import ParamSpec, TypeVar

from django.db import transaction

from guichet.ground.access import Actor

P = ParamSpec("P")
R = TypeVar("R")

ACTIONS: dict[str, set[str]] = {}


def action(permission: str) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare a verb: check `by.may(permission, subject)`, open the transaction, then act.

    The subject is the first positional argument, where there is one. `by` is keyword-only.
    """

    def declare(verb: Callable[P, R]) -> Callable[P, R]:
        ACTIONS.setdefault(permission, set()).add(f"{verb.__module__}.{verb.__qualname__}")

        @wraps(verb)
        def run(*args: P.args, **kwargs: P.kwargs) -> R:
            by = kwargs["by"]
            assert isinstance(by, Actor)
            by.require(permission, args[0] if args else None)
            with transaction.atomic(savepoint=False):
                return verb(*args, **kwargs)

        return run

    return declare
