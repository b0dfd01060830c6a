"""A scenario is read whole, written in one go, and written once."""

from pathlib import Path
from typing import Any

import pytest

from guichet.areas.automation.models import Rule
from guichet.areas.automation.tests.stage import sweep
from guichet.areas.catalogue.models import PlanTemplate, Service
from guichet.areas.catalogue.queries import led_to, offer_by_code, tags
from guichet.areas.forms.queries.published import entries
from guichet.areas.macros.models import Macro
from guichet.areas.people.models import Delegation, Organisation, Person, Staff
from guichet.areas.people.queries import grants_of
from guichet.areas.tickets.models import Ticket
from guichet.doors.scenario.load import load_file, main
from guichet.doors.scenario.marks import read
from guichet.doors.scenario.tests.conftest import SMALL, Out, Write, lines_of
from guichet.ground.bilingual import Bilingual
from tests.cast import NOON, TODAY


@pytest.mark.proves("CAT-01", "NIV-01", "NIV-03", "DEP-02")
def test_a_scenario_makes_an_installation(written: Write) -> None:
    changes = load_file(written(SMALL), now=NOON)
    offer = offer_by_code("A11", on=TODAY)
    assert offer is not None
    assert (offer.tier, str(offer.completion)) == ("participant", "5 bd")
    assert [step.key for step in offer.plan] == ["legal", "call"]
    assert offer.life_events == ("move",)
    assert tags()["year-end"].name == Bilingual("Fin d’exercice", "Year-end")
    bruno = Staff.objects.get(email="bruno@example.org")
    assert bruno.user is not None
    assert not bruno.user.has_usable_password()
    amina = Person.objects.get(given_name="Amina")
    assert len(grants_of(amina, on=TODAY)) == 3  # her own matters, her office's, and Yvon's lease
    assert "+ service A11" in changes


def test_a_second_load_changes_nothing(written: Write, capsys: Out) -> None:
    path = written(SMALL)
    assert main([str(path)]) == 0
    counted = {model: model._default_manager.count() for model in (Organisation, Service, Person, Staff, Delegation)}
    capsys.readouterr()
    assert main([str(path)]) == 0
    assert capsys.readouterr().out == "0 changes\n"
    assert {model: model._default_manager.count() for model in counted} == counted


def test_a_dry_run_says_the_difference_and_changes_nothing(written: Write, capsys: Out) -> None:
    load_file(written(SMALL), now=NOON)
    later = written(SMALL.replace("completion: 5 bd", "completion: 8 bd").replace("given: Bruno", "given: Benoît"))
    assert main([str(later), "--dry-run"]) == 0
    said = capsys.readouterr().out
    assert "~ service A11: standard: 1 h / 5 bd → 1 h / 8 bd" in said
    assert "~ staff bruno@example.org: given_name: Bruno → Benoît" in said
    assert "2 changes (dry run: nothing was changed)" in said
    offer = offer_by_code("A11", on=TODAY)
    assert offer is not None
    assert str(offer.completion) == "5 bd"
    assert Staff.objects.get().given_name == "Bruno"


@pytest.mark.proves("NIV-04")
def test_a_standard_and_a_tier_that_change_leave_yesterday_as_it_was(written: Write) -> None:
    load_file(written(SMALL), now=NOON)
    changed = SMALL.replace("completion: 5 bd", "completion: 8 bd").replace("participant", "lead")
    load_file(written(changed), now=NOON)
    before, since = offer_by_code("A11", on=TODAY.replace(day=2)), offer_by_code("A11", on=TODAY)
    assert before is not None
    assert since is not None
    assert (before.tier, str(before.completion)) == ("participant", "5 bd")
    assert (since.tier, str(since.completion)) == ("lead", "8 bd")


@pytest.mark.proves("BIL-03")
def test_a_plan_gets_a_new_version_only_when_it_changed(written: Write) -> None:
    load_file(written(SMALL), now=NOON)
    load_file(written(SMALL), now=NOON)
    assert PlanTemplate.objects.count() == 1
    load_file(written(SMALL.replace("due: 1 bd", "due: 2 bd")), now=NOON)
    assert list(PlanTemplate.objects.order_by("version").values_list("version", flat=True)) == [1, 2]
    assert Service.objects.get().version == 2


def test_every_fault_is_said_at_once_with_its_line(written: Write, capsys: Out) -> None:
    wrong = (
        SMALL.replace("completion: 5 bd", "completion: 5 jours")
        .replace("owner: CS", "owner: XX")
        .replace("name: {fr: Fin de bail, en: Lease ended}", "name: {fr: Fin de bail}")
        .replace("since: 2025-01-06", "since: hier")
        .replace("load_cap", "loadcap")
        .replace("unit: CS, roles: [agent]", "unit: CS, rolls: [agent]")
    )
    path = written(wrong)
    assert main([str(path)]) == 1
    said = lines_of(capsys)
    row = next(number for number, line in enumerate(wrong.splitlines(), 1) if "5 jours" in line)
    sentence = "services[A11].completion: « 5 jours » is not a duration; write for instance 5 bd"
    assert f"scenario.yaml:{row}: {sentence}" in said
    assert any("services[A11].owner: « XX » is not known; one of" in line for line in said)
    assert any("services[A11].name.en: missing" in line for line in said)
    assert any("memberships[BN-01].since: « hier » is not a date" in line for line in said)
    assert any("staff[bruno@example.org].rolls: not known" in line for line in said)
    assert said[-1] == f"{len(said) - 1} to correct; nothing was changed."
    assert [int(line.split(":")[1]) for line in said[:-1]] == sorted(int(line.split(":")[1]) for line in said[:-1])
    assert not Organisation.objects.exists()


@pytest.mark.parametrize(
    ("before", "after", "said"),
    [
        ("after: []", "after: [call]", "These steps wait for one another: legal → call → legal."),
        ("after: [legal]", "after: [legl]", "It waits for “legl”, which is not a step of this plan."),
        (
            "unit: CS, due: 1 bd, after: [legal]}",
            "unit: CS, kind: plan, runs: A11, after: [legal]}",
            "services[A11].plan[call].runs: It would run inside itself: A11 → A11.",
        ),
        ("due: 1 bd, after", "due: 1 bd, informed: [XX], after", "“XX” is neither the code of a unit nor the address"),
        ('"09:00-17:00"]}', '"17:00-09:00"]}', "calendars[house]"),
        ("America/Vancouver", "America/Rivemer", "is not a time zone"),
        ("code: CS, kind: unit", "code: ALR, kind: unit", "« ALR » is given twice in organisations"),
        ("code: ALR, kind: assembly", "code: ALR, parent: BN-01, kind: assembly", "these stand above one another"),
        ("email: bruno@example.org", "email: bruno", "is not an address"),
        ("from_person: 250-555-0110", "from_person: nobody@example.org", "is not known"),
        ("version: 1", "version: 2", "only version 1 is understood"),
        ("mailboxes:", "mailbox:", "not known; known here"),
        ("roles: [agent]", "roles: agent", "expected a list"),
        ("tier: participant", "tier: [participant]", "is not text"),
    ],
)
def test_a_slip_is_named(written: Write, capsys: Out, before: str, after: str, said: str) -> None:
    assert before in SMALL
    assert main([str(written(SMALL.replace(before, after)))]) == 1
    assert said in capsys.readouterr().err
    assert not Organisation.objects.exists()


@pytest.mark.parametrize("text", ["", "a: [", "- one", "a: \x00"])
def test_a_file_that_is_no_scenario_is_refused_in_a_sentence(written: Write, capsys: Out, text: str) -> None:
    assert main([str(written(text))]) == 1
    assert "scenario.yaml:" in capsys.readouterr().err


def test_a_file_that_is_not_there_is_refused_in_a_sentence(tmp_path: Path, db: Any, capsys: Out) -> None:
    assert main([str(tmp_path / "none.yaml")]) == 1
    assert "cannot be read" in capsys.readouterr().err


def test_what_breaks_half_way_leaves_all_as_it_was(written: Write, monkeypatch: pytest.MonkeyPatch) -> None:
    def break_down(*_: Any, **__: Any) -> list[str]:
        raise RuntimeError("half-way")

    monkeypatch.setattr("guichet.areas.people.actions.enrol_client", break_down)
    with pytest.raises(RuntimeError):
        load_file(written(SMALL), now=NOON)
    assert not Organisation.objects.exists()


def test_lines_survive_nested_lists(tmp_path: Path) -> None:
    path = tmp_path / "one.yaml"
    path.write_text("a:\n  - b: 1\n    c: 2\n  - b: 3\n", encoding="utf-8")
    top = read(path)
    assert top["a"].lines == [2, 4]
    assert top["a"][0].lines == {"b": 2, "c": 3}


TEMPLATE = """\
templates:
  - code: received
    name: {fr: Reçu, en: Received}
    unit: CS
    words: {fr: 'Bonjour {personne}', en: 'Hello {person}'}
    sends: reply
    service: A11
    impact: 3
    take: true
    task: {title: {fr: Voir, en: Look}, unit: CS, due: 1 bd}
    when: {service: [A11], language: [fr]}
    tag: rush
    aside: 1 bd
    keeper: bruno@example.org
    review: 2027-01-15
tags:
  - {code: rush, name: {fr: Urgence, en: Rush}}
"""


def test_templates_are_loaded_once_with_what_they_do(written: Write) -> None:
    path = written(SMALL + TEMPLATE)
    assert "+ template received" in load_file(path, now=NOON)
    assert load_file(path, now=NOON) == []
    macro = Macro.rows.get()
    assert (macro.scope, macro.state, macro.does.service, macro.does.owner) == ("unit", "published", "A11", "me")
    assert macro.conditions == {"service": ["A11"], "language": ["fr"]}
    assert (macro.does.tag, macro.does.aside) == ("rush", "1 bd")
    assert str(macro.keeper) == "Bruno Roy"
    again = written(SMALL + TEMPLATE.replace("impact: 3", "impact: 2"))
    assert [line.partition(":")[0] for line in load_file(again, now=NOON)] == ["~ template received"]


@pytest.mark.proves("EQU-01")
@pytest.mark.parametrize(
    ("was", "becomes", "fault"),
    [
        ("en: 'Hello {person}'", "en: ''", "templates[received].words.en: missing"),
        ("{personne}", "{prenom}", "« {prenom} » is not a placeholder"),
        ("unit: CS, due: 1 bd", "unit: XX, due: 1 bd", "« XX » is not known"),
        ("language: [fr]", "language: [de]", "« de » is not known"),
        ("impact: 3", "impact: 9", "not a level"),
        ("sends: reply", "sends: answer", "say how the request ends"),
        ("sends: reply", "sends: answer", "what is resolved is not set aside"),
        ("tag: rush", "tag: slow", "« slow » is not known"),
    ],
)
def test_what_is_wrong_with_a_template_is_said_on_its_line(
    written: Write, capsys: Out, was: str, becomes: str, fault: str
) -> None:
    path = written(SMALL + TEMPLATE.replace(was, becomes))
    assert main([str(path)]) == 1
    assert fault in capsys.readouterr().err


def test_no_declared_template_chooses_a_confidential_service(written: Write, capsys: Out) -> None:
    path = written(SMALL.replace("tier: participant", "tier: participant\n    confidential: true") + TEMPLATE)
    assert main([str(path)]) == 1
    assert "chosen by hand" in capsys.readouterr().err
    assert not Macro.rows.exists()


RULES = """\
rules:
  - code: leases
    name: {fr: Bail, en: Lease}
    mode: active
    when: {what: term, term: lease_end, days: -180}
    then:
      prepare: {service: A11, title: {fr: 'Fin le {date}', en: 'Ends on {date}'}, words: {fr: Dites., en: Tell us.}}
    keeper: bruno@example.org
    review: 2027-03-01
  - code: year
    name: {fr: Exercice, en: Year}
    mode: trial
    when: {what: opened}
    if: [{fact: service, values: [A11]}, {fact: words, values: [bail], not: true}]
    then: {tag: year-end}
    keeper: bruno@example.org
    review: 2027-03-01
terms:
  - {code: lease-1, kind: lease_end, client: amina@example.org, organisation: BN-01, day: 2026-08-01}
"""


@pytest.mark.proves("PRC-03", "PRO-01")
def test_rules_and_dates_of_clients_are_loaded_once(written: Write) -> None:
    path = written(SMALL + RULES)
    changes = load_file(path, now=NOON)
    assert {"+ rule leases", "+ rule year", "+ date of a client lease-1"} <= set(changes)
    assert load_file(path, now=NOON) == []
    rule = Rule.objects.get(code="leases")
    assert (rule.mode, rule.trigger_days, rule.since) == ("active", -180, NOON)
    assert sweep(rule, NOON) == 1
    assert "1er\u00a0août" in Ticket.rows.get().title


@pytest.mark.parametrize(
    ("was", "wrong", "said"),
    [
        ("values: [A11]}", "values: [Z99]}", "rules[year].if[service].values: « Z99 » is not known"),
        ("days: -180", "days: soon", "rules[leases].when.days: « soon » is not a number of days"),
        ("{tag: year-end}", "{tag: nowhere}", "rules[year].then.tag: « nowhere » is not known"),
        ("{tag: year-end}", "{impact: 3}", "rules[year].then: impact and urgency go together"),
        ("    review: 2027-03-01\nterms", "terms", "rules[year].review: missing"),
        ("client: amina@", "client: nobody@", "terms[lease-1].client: « nobody@example.org » is not known"),
    ],
)  # fmt: skip
def test_a_rule_that_means_nothing_is_said_on_its_line(
    written: Write, capsys: Out, was: str, wrong: str, said: str
) -> None:
    assert main([str(written(SMALL + RULES.replace(was, wrong)))]) == 1
    assert any(said in line and line.split(":")[1].isdecimal() for line in lines_of(capsys))
    assert not Rule.objects.exists()


def test_what_had_another_address_is_still_found_by_it(tmp_path: Path, db: None) -> None:
    place = tmp_path / "scenario.yaml"
    place.write_text(SMALL.replace("  - code: A11\n", "  - code: A11\n    formerly: [LEASE, BAIL]\n"), encoding="utf-8")
    load_file(place, now=NOON)

    assert [list(led_to("service", one)) for one in ("LEASE", "BAIL", "A11")] == [["A11"], ["A11"], []]
    assert load_file(place, now=NOON) == []


def test_an_element_that_says_nothing_of_how_long_it_is_kept_is_kept_as_long_as_its_request(written: Write) -> None:
    why = "why: {fr: pour y aller, en: to go there}"
    element = f"{{code: street, name: {{fr: Rue, en: Street}}, kind: text, {why}}}"
    load_file(written(f"{SMALL}elements:\n  - {element}\n"), now=NOON)
    assert "street" in entries()
