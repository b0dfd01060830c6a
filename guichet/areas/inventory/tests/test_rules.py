"""Every rule of the form, each with its sentence at the cell."""

import pytest
from django.utils.translation import override

from guichet.areas.inventory.rules import Edition, Table, check, computed, form_for, form_of, nearest, row_of
from guichet.areas.inventory.tests.filed import SERVICE, STANDARD

TODAY = {"service": form_for(Table.SERVICE, Edition.TODAY), "standard": form_for(Table.STANDARD, Edition.TODAY)}
EARLIER = form_for(Table.STANDARD, Edition.EARLIER)
LONG = [
    ("service_name_en", 350), ("service_name_fr", 350), ("service_description_en", 1800),
    ("service_description_fr", 1800), ("automated_decision_system_description_en", 1800),
    ("os_comments_client_interaction_fr", 1000), ("special_remarks_en", 2000), ("service_uri_fr", 1500),
]  # fmt: skip


def faults(table: str, **cells: str) -> list[tuple[str, str]]:
    form = TODAY[table]
    row = row_of(form, {**(SERVICE if table == "service" else STANDARD), **cells})
    return [(one.column, one.rule) for one in check(form, row)]


@pytest.mark.parametrize("table", ["service", "standard"])
def test_a_row_that_says_everything_has_no_fault(table: str) -> None:
    assert faults(table) == []


@pytest.mark.parametrize("table", ["service", "standard"])
def test_what_is_mandatory_may_not_be_empty(table: str) -> None:
    form = TODAY[table]
    for name in form.needed:
        assert (name, "required") in faults(table, **{name: "  "}), name


@pytest.mark.parametrize(("name", "longest"), LONG)
def test_a_text_has_its_length(name: str, longest: int) -> None:
    twin = f"{name[:-2]}{'fr' if name.endswith('en') else 'en'}"
    assert faults("service", **{name: "x" * longest, twin: "y"}) == []
    assert faults("service", **{name: "x" * (longest + 1), twin: "y"}) == [(name, "longest")]


@pytest.mark.parametrize("name", ["service_standard_en", "service_standard_fr"])
def test_the_words_of_a_standard_have_their_length(name: str) -> None:
    assert faults("standard", **{name: "x" * 501}) == [(name, "longest")]


@pytest.mark.parametrize(
    ("table", "cells", "fault"),
    [
        ("service", {"fiscal_yr": "2025"}, ("fiscal_yr", "year")),
        ("service", {"fiscal_yr": "2025-2027"}, ("fiscal_yr", "year")),
        ("service", {"service_id": "1,2"}, ("service_id", "comma")),
        ("service", {"service_type": "APIR,XYZ"}, ("service_type", "choice")),
        ("service", {"service_recipient_type": "EVERYBODY"}, ("service_recipient_type", "choice")),
        ("service", {"service_scope": "WORLD"}, ("service_scope", "choice")),
        ("service", {"sin_usage": "maybe"}, ("sin_usage", "choice")),
        ("service", {"os_decision": "ND"}, ("os_decision", "choice")),
        ("service", {"last_service_review": "last year"}, ("last_service_review", "year")),
        ("service", {"num_phone_enquiries": "many"}, ("num_phone_enquiries", "count")),
        ("service", {"num_phone_enquiries": "1.5"}, ("num_phone_enquiries", "count")),
        ("service", {"num_phone_enquiries": "-3"}, ("num_phone_enquiries", "negative")),
        ("service", {"service_uri_en": "https://example.org"}, ("service_uri_fr", "both languages")),
        ("service", {"special_remarks_fr": "Voir."}, ("special_remarks_en", "both languages")),
        ("service", {"service_name_en": "a\0b"}, ("service_name_en", "character")),
        ("standard", {"service_standard_id": "1,2"}, ("service_standard_id", "comma")),
        ("standard", {"type": "FAST"}, ("type", "choice")),
        ("standard", {"channel": "NON"}, ("channel", "choice")),
        ("standard", {"target": "80"}, ("target", "fraction")),
        ("standard", {"target": "-0.1"}, ("target", "fraction")),
        ("standard", {"target": "NaN"}, ("target", "fraction")),
        ("standard", {"total_volume": "ND"}, ("total_volume", "whole")),
        ("standard", {"total_volume": "-1"}, ("total_volume", "negative")),
        ("standard", {"volume_meeting_target": "51"}, ("volume_meeting_target", "volume")),
        ("standard", {"comments_en": "See."}, ("comments_fr", "both languages")),
        ("standard", {"performance_results_uri_fr": "https://x"}, ("performance_results_uri_en", "both languages")),
    ],
)
def test_each_rule_is_said_at_its_cell(table: str, cells: dict[str, str], fault: tuple[str, str]) -> None:
    assert fault in faults(table, **cells)


def test_an_answer_calls_for_another() -> None:
    name = "automated_decision_system_description"
    assert faults("service", automated_decision_system="Y") == [
        (f"{name}_en", "called for"), (f"{name}_fr", "called for"),
    ]  # fmt: skip
    assert [rule for _column, rule in faults("service", os_issuance="NA")] == ["called for"] * 2
    assert [rule for _column, rule in faults("service", num_applications_by_other="1")] == ["called for"] * 2
    assert faults("service", num_applications_by_other="ND") == []


def test_not_applicable_not_known_and_zero_are_three_things() -> None:
    row = row_of(TODAY["service"], {**SERVICE, "num_website_visits": " na ", "num_phone_enquiries": "nd"})
    assert (row["num_website_visits"], row["num_phone_enquiries"], row["num_applications_by_phone"]) == (
        "NA",
        "ND",
        "0",
    )
    assert computed(TODAY["service"], row) == {"num_applications_total": "53"}


def test_a_row_is_tidied_as_the_form_does() -> None:
    row = row_of(TODAY["service"], {**SERVICE, "service_type": "RES , APIR,RES", "service_name_en": " Renew\n"})
    assert (row["service_type"], row["service_name_en"]) == ("APIR,RES", "Renew")


@pytest.mark.parametrize(
    ("cells", "performance", "met"),
    [
        ({}, "0.84", "Y"), ({"target": "0.9"}, "0.84", "N"),
        ({"total_volume": "0", "volume_meeting_target": "0"}, "", "NA"),
        ({"target": ""}, "0.84", "NA"), ({"volume_meeting_target": ""}, "", "NA"),
    ],
)  # fmt: skip
def test_the_performance_is_computed(cells: dict[str, str], performance: str, met: str) -> None:
    assert computed(TODAY["standard"], {**STANDARD, **cells}) == {"performance": performance, "target_met": met}


def test_targets_were_percentages() -> None:
    name = "service_std_target"
    assert [one.rule for one in check(EARLIER, {name: "99.9"}) if one.column == name] == []
    assert [one.rule for one in check(EARLIER, {name: "ND"}) if one.column == name] == []
    assert [one.rule for one in check(EARLIER, {name: "101"}) if one.column == name] == ["percentage"]


@pytest.mark.parametrize(
    ("cells", "right"),
    [
        ({"service_type": "apir"}, "APIR"), ({"num_phone_enquiries": "7,252,346"}, "7252346"),
        ({"service_id": "1,2"}, "12"),
    ],
)  # fmt: skip
def test_what_would_be_right_is_said(cells: dict[str, str], right: str) -> None:
    found = check(TODAY["service"], row_of(TODAY["service"], {**SERVICE, **cells}))
    assert [str(one.right) for one in found] == [right]


def test_a_percentage_is_turned_into_the_fraction_that_it_means() -> None:
    (found,) = check(TODAY["standard"], row_of(TODAY["standard"], {**STANDARD, "target": "80 %"}))
    assert found.right == "0.8"


@pytest.mark.proves("EQU-01")
def test_the_sentences_are_there_in_both_languages() -> None:
    said = []
    for language in ("en", "fr"):
        with override(language):
            (found,) = check(TODAY["standard"], {**STANDARD, "volume_meeting_target": "51"})
            said.append(str(found.words))
    assert said[0] == "The volume that met the target (51) exceeds the total volume (50)."
    assert said[1] == "Le volume qui respecte la cible (51) dépasse le volume total (50)."


def test_a_file_is_known_by_its_columns() -> None:
    assert form_of(list(SERVICE)) is TODAY["service"]
    assert form_of(list(EARLIER.names)) is EARLIER
    assert form_of(["name", "price"]) is None
    assert nearest([name for name in STANDARD if name != "channel"]) == (TODAY["standard"], ["channel"])
