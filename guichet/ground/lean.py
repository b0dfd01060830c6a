"""Loading a library without the heavy ones that it would load for what this house never asks of it."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from importlib import import_module
from types import ModuleType


@contextmanager
def without(*names: str) -> Iterator[None]:
    """Hide libraries that another one does without when they are not installed."""
    with _standing_in(dict.fromkeys(names)):
        yield


@contextmanager
def with_empty(name: str, **given: object) -> Iterator[None]:
    """Put a module that holds only what is given in the place of one that another insists on."""
    module = ModuleType(name)
    vars(module).update(given)
    with _standing_in({name: module}):
        yield


def generic(module: str, name: str) -> Callable[[], None]:
    """Return what makes a class accept to be written with a type in brackets, and changes nothing else."""

    def mark() -> None:
        getattr(import_module(module), name).__class_getitem__ = classmethod(lambda marked, _types: marked)

    return mark


@contextmanager
def _standing_in(modules: dict[str, ModuleType | None]) -> Iterator[None]:
    # What is loaded already costs nothing any more, and stays.
    fresh = {name: module for name, module in modules.items() if name not in sys.modules}
    sys.modules.update(fresh)  # type: ignore[arg-type]
    try:
        yield
    finally:
        for name in fresh:
            del sys.modules[name]
