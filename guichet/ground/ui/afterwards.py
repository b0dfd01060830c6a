"""Doing something once the answer has left: the reader does not wait for it."""

import logging
from collections.abc import Callable
from functools import partial
from typing import TypeVar

from django.http.response import HttpResponseBase

from guichet.ground.journal.api import current_door, through

Response = TypeVar("Response", bound=HttpResponseBase)
logger = logging.getLogger(__name__)


def afterwards(response: Response, act: Callable[[], object]) -> Response:
    """Do something when the server closes the answer, in the thread that sent it and through the same door."""
    response._resource_closers.append(partial(_done, act, current_door()))  # type: ignore[attr-defined]
    return response


def _done(act: Callable[[], object], door: str) -> None:
    try:
        with through(door):
            act()
    except Exception:
        # The answer is out: there is nobody left to tell but whoever keeps the machine.
        logger.exception("what was to be done after an answer failed")
