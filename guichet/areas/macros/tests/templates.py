"""Templates for tests."""

from typing import Any

from guichet.areas.macros import actions
from guichet.areas.macros.models import Macro
from guichet.areas.macros.rules.steps import NewMacro, Steps
from guichet.areas.people.models import Staff
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, seen_by

HELLO = Bilingual("Bonjour {personne}, votre billet est le {numéro}.", "Hello {person}, your ticket is {number}.")


def a_macro(
    by: Staff, name: str = "Bien reçu", words: Bilingual = HELLO, *, scope: str = "mine", **steps: Any
) -> Macro:  # fmt: skip
    """Keep a published template that replies, unless told."""
    more: dict[str, Any] = {
        key: steps.pop(key) for key in ("conditions", "publish", "keeper", "review_on") if key in steps
    }
    wanted = NewMacro(
        scope=scope, name=Bilingual(name, f"{name} (EN)"), words=words, steps=Steps(**{"sends": "reply"} | steps),
        **{"publish": True} | more,
    )  # fmt: skip
    return actions.keep(wanted, by=seen_by(by), now=NOON)
