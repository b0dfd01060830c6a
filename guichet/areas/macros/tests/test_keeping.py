"""Who writes which template, what is asked before it is published, and what is kept of one that retires."""

from typing import Any

import pytest
from django.db import transaction

from guichet.areas.catalogue.models import Service
from guichet.areas.macros import actions
from guichet.areas.macros.models import Macro
from guichet.areas.macros.queries import macro_of, macros_of
from guichet.areas.macros.rules.steps import NewMacro, Steps
from guichet.areas.macros.tests.templates import HELLO, a_macro
from guichet.areas.people.models import Staff
from guichet.ground.access import SYSTEM, Refused
from guichet.ground.bilingual import Bilingual
from tests.cast import *  # noqa: F403
from tests.cast import NOON, a_staff, seen_by

pytestmark = pytest.mark.django_db


@pytest.mark.proves("A05")
@pytest.mark.parametrize(
    ("role", "scopes"),
    [
        ("agent", {"mine"}), ("manager", {"mine", "unit"}), ("administrator", {"all"}), ("expert", set()),
        ("auditor", set()),
    ],
)  # fmt: skip
def test_who_writes_for_whom(house: Any, role: str, scopes: set[str]) -> None:
    who = a_staff(house, "CS", "Some", "Body", role)
    kept = set()
    for scope in ("mine", "unit", "all"):
        try:
            with transaction.atomic():
                a_macro(who, scope=scope)
        except Refused:
            continue
        kept.add(scope)
    assert kept == scopes


@pytest.mark.proves("A05")
def test_nobody_rewrites_what_is_not_theirs(bruno: Staff, chloe: Staff, dario: Staff, house: Any) -> None:
    lea, boss = a_staff(house, "CS", "Lea", "Morin", "agent"), a_staff(house, "TI", "Omar", "Ali", "manager")
    mine, ours, all_of_us = a_macro(bruno), a_macro(chloe, scope="unit"), a_macro(dario, scope="all")
    for macro, strangers in ((mine, (lea, chloe, dario)), (ours, (bruno, boss, dario)), (all_of_us, (bruno, chloe))):
        for who in strangers:
            with pytest.raises(Refused), transaction.atomic():
                actions.retire(macro, by=seen_by(who), now=NOON)
    assert macro_of(seen_by(lea), mine.pk) is None
    assert macro_of(seen_by(dario), mine.pk) is None


@pytest.mark.proves("EQU-01")
def test_a_template_in_one_language_stays_a_draft(bruno: Staff) -> None:
    wanted: dict[str, Any] = {"scope": "mine", "name": Bilingual("Reçu", "Got it"), "words": Bilingual("Bonjour")}
    with pytest.raises(actions.CannotKeep) as refusal, transaction.atomic():
        actions.keep(NewMacro(**wanted, steps=Steps(sends="reply"), publish=True), by=seen_by(bruno), now=NOON)
    assert [one.field for one in refusal.value.faults] == ["words_en"]
    kept = actions.keep(NewMacro(**wanted, steps=Steps(sends="reply")), by=seen_by(bruno), now=NOON)
    assert kept.state == "draft"


def test_two_who_rewrite_the_same_template_hear_of_one_another(chloe: Staff, house: Any) -> None:
    macro = a_macro(chloe, scope="unit")
    wanted = NewMacro(scope="unit", name=Bilingual("Un", "One"), words=HELLO, steps=Steps(sends="reply"), publish=True)
    actions.revise(macro, by=seen_by(chloe), now=NOON, wanted=wanted, version=1)
    with pytest.raises(actions.ChangedMeanwhile), transaction.atomic():
        actions.revise(macro, by=seen_by(chloe), now=NOON, wanted=wanted, version=1)
    assert Macro.rows.get().name.fr == "Un"


def test_a_template_retires_and_comes_back_as_a_draft(bruno: Staff) -> None:
    macro = a_macro(bruno)
    assert actions.retire(macro, by=seen_by(bruno), now=NOON).state == "retired"
    assert [one.pk for one in macros_of(seen_by(bruno))] == [macro.pk]
    assert actions.bring_back(macro, by=seen_by(bruno), now=NOON).state == "draft"


def test_no_template_sorts_into_a_confidential_service(bruno: Staff, hiring: Service) -> None:
    Service.objects.update(confidential=True)
    with pytest.raises(actions.CannotKeep), transaction.atomic():
        a_macro(bruno, service="A04")


def test_a_declared_template_is_kept_once_and_says_what_changed(house: Any) -> None:
    wanted = NewMacro(scope="all", name=Bilingual("Un", "One"), words=HELLO, steps=Steps(sends="reply"), publish=True)
    form = actions.MacroForm(code="one", unit="", wanted=wanted)
    assert actions.configure_macro(form, by=SYSTEM, now=NOON) == ["new"]
    assert actions.configure_macro(form, by=SYSTEM, now=NOON) == []
    ours = actions.MacroForm(code="one", unit="CS", wanted=wanted)
    assert actions.configure_macro(ours, by=SYSTEM, now=NOON)[0].startswith("unit_id:")
