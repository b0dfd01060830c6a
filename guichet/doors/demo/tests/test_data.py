"""The demonstration's data is complete, consistent, bilingual and well typed."""

import re
from collections import Counter
from string import Formatter

import pytest

from guichet.areas.macros.rules.placeholders import unknown
from guichet.doors.demo.tests.data import DATA, FILES, codes, load, offices, section, texts

PLACEHOLDERS = {"office", "person", "date", "amount", "street"}
SHARED_FIELDS = {"description", "requester_name", "requester_contact", "office", "language", "attachments"}
SCOPES = {"finance", "hr", "lease", "it", "security", "documents", "all"}
GROUPS = {"member", "office_staff", "caucus_staff", "citizen", "business", "intermediary"}
ROLES = {"agent", "expert", "manager", "administrator", "auditor"}
CHANNELS = {"counter", "phone", "email", "web", "chat", "kiosk", "mail", "sms", "visit", "social", "api"}
UNITS = {"CS", "FIN", "RH", "TI", "BAUX", "SEC", "GRE", "BIB", "COM", "JUR"}
PARTNERS = {"REG", "CAT", "VPC", "MBN", "REV", "CRR", "SAN", "TRA", "ECV", "AFA", "CAW", "RBA", "AFI"}
DURATION = re.compile(r"^(\d+ (min|h|d|bd)|D([+-]\d+ (d|bd))?)$")


def test_the_files_stay_small() -> None:
    assert sum((DATA / f"{name}.yaml").stat().st_size for name in FILES) < 700_000


def test_the_counts_are_those_of_the_fictional_province() -> None:
    kinds = Counter(row["kind"] for row in section("organisations"))
    groups = Counter(row["group"] for row in section("clients"))
    counted = {name: len(section(name)) for name in ("services", "staff", "sites", "life_events")}
    assert counted == {"services": 43, "staff": 44, "sites": 7, "life_events": 10}
    assert (kinds["assembly"], kinds["unit"], kinds["caucus"], kinds["office"]) == (1, 10, 3, 69)
    assert groups["member"] == 61
    assert groups["office_staff"] >= 120
    assert groups["citizen"] == 60
    assert groups["business"] == 10
    assert codes("organisations") >= UNITS | PARTNERS


def test_offices_are_spread_as_the_province_is() -> None:
    primary = [row for row in offices().values() if row["parent"] == "ALR"]
    assert Counter(row["rurality"] for row in primary) == {"urban": 24, "rural": 27, "remote": 10}
    assert Counter(row["caucus"] for row in primary) == {"AZUR": 31, "CEDRE": 22, "GRANIT": 6, None: 2}
    assert len({row["region"] for row in primary}) == 6
    assert len(offices()) - len(primary) == 8


def test_the_staff_is_the_one_described() -> None:
    named = {f"{row['given']} {row['family']}": row for row in section("staff")}
    assert named["Bruno Allard"]["roles"] == ["agent"]
    assert "manager" in named["Chloé Bergeron"]["roles"]
    assert named["Dario Conti"]["roles"] == ["administrator"]
    assert (named["Inès Moreau"]["unit"], named["Inès Moreau"]["roles"]) == ("TI", ["expert"])
    assert Counter(row["roles"][0] for row in named.values())["expert"] == 14
    assert all(row["roles"] and set(row["roles"]) <= ROLES for row in named.values())
    assert all(row["languages"] and set(row["languages"]) <= {"fr", "en"} for row in named.values())


@pytest.mark.parametrize("name", ["organisations", "services", "life_events", "sites", "calendars"])
def test_no_code_is_given_twice(name: str) -> None:
    assert len(codes(name)) == len(section(name))


def test_no_address_nor_telephone_belongs_to_two_people() -> None:
    people = [*section("staff"), *section("clients")]
    addresses = [row["email"] for row in people if row["email"]]
    phones = [row["phone"] for row in section("clients")]
    assert len(set(addresses)) == len(addresses)
    assert len(set(phones)) == len(phones)


def test_organisations_refer_to_organisations() -> None:
    known = codes("organisations")
    for row in section("organisations"):
        assert row["parent"] is None or row["parent"] in known, row
        assert row.get("caucus") is None or row["caucus"] in known, row
        assert row["language"] in {"fr", "en"}, row
    assert all(site["organisation"] in known for site in section("sites"))


def test_services_refer_to_what_exists() -> None:
    known, calendars, events = codes("organisations"), codes("calendars"), codes("life_events")
    for row in section("services"):
        assert row["owner"] in known, row["code"]
        assert row["calendar"] in calendars, row["code"]
        assert set(row["life_events"]) <= events, row["code"]
        assert row["scope"] in SCOPES, row["code"]
        assert row["client_groups"], row["code"]
        assert set(row["client_groups"]) <= GROUPS, row["code"]
        assert row["tier"] in {"lead", "participant", "support"}, row["code"]
        assert row["nature"] in {"service", "resource", "advice"}, row["code"]
        assert DURATION.match(row["first_response"]), row["code"]
        assert row["completion"] is None or DURATION.match(row["completion"]), row["code"]


def answers_of(service: str) -> set[str]:
    """Return the answers that the form of a service gives to its plan."""
    sections = [part for form in section("forms") if form["service"] == service for part in form["sections"]]
    keys = {f"answer.{one['key']}" for part in sections for one in part["fields"]}
    return keys | {"answers"} if keys else set()


def test_every_plan_can_be_followed_in_order() -> None:
    """The data behind BIL-03."""
    known = codes("organisations")
    for service in section("services"):
        seen: set[str] = set()
        for step in service["plan"]:
            where = f"{service['code']} {step['key']}"
            assert set(step["after"]) <= seen, where
            assert step["key"] not in seen, where
            assert step["unit"] in known, where
            assert step.get("kind") in {"milestone", "automatic", "plan"} or DURATION.match(step["due"]), where
            shown = step.get("fields", [])
            assert {one for one in shown if not one.startswith("answer")} <= SHARED_FIELDS, where
            assert {one for one in shown if one.startswith("answer")} <= answers_of(service["code"]), where
            seen.add(step["key"])


def test_participant_services_have_a_plan_in_which_client_services_has_a_step() -> None:
    """The data behind NIV-03."""
    for service in section("services"):
        units = {step["unit"] for step in service["plan"] if step.get("kind", "task") in {"task", "decision"}}
        if service["tier"] == "participant":
            assert "CS" in units, service["code"]
            assert len(units) > 1, service["code"]
        assert service["plan"] == [] or service["tier"] != "support", service["code"]


def test_hiring_in_a_caucus_gives_exactly_three_tasks_away() -> None:
    """The data behind BIL-03; Client Services says when all is ready (NIV-03)."""
    hiring = next(row for row in section("services") if row["code"] == "A04")
    given = [(step["unit"], step["after"]) for step in hiring["plan"] if step["unit"] != "CS"]
    assert given == [("RH", []), ("TI", []), ("SEC", ["contract"])]
    assert hiring["plan"][-1]["unit"] == "CS"


def test_what_a_plan_tells_the_client_names_no_unit() -> None:
    """The data behind BIL-02."""
    names = {
        words
        for row in section("organisations")
        for words in (row["code"], *row["name"].values())
        if row["kind"] == "unit"
    }
    for service in section("services"):
        for step in service["plan"]:
            for words in step.get("told", {}).values():
                assert not {one for one in names if re.search(rf"\b{re.escape(one)}\b", words)}, step["key"]


def test_well_being_is_the_only_confidential_service() -> None:
    assert [row["code"] for row in section("services") if row["confidential"]] == ["A27"]


def test_every_service_answers_to_everyday_words_in_both_languages() -> None:
    """The data behind CAT-03."""
    for row in section("services"):
        for language in ("fr", "en"):
            words = row["keywords"][language]
            assert len(set(words)) == len(words) >= 8, (row["code"], language)


def test_competences_refer_to_services_or_owners_and_every_service_has_two_agents() -> None:
    owners, known = codes("organisations"), codes("services")
    for row in section("staff"):
        assert row["unit"] in UNITS, row["email"]
        assert set(row["services"]) <= owners | known, row["email"]
    agents = [row for row in section("staff") if "agent" in row["roles"]]
    for service in section("services"):
        able = [row for row in agents if {service["code"], service["owner"]} & set(row["services"])]
        assert len(able) >= 2, service["code"]
        assert {"fr", "en"} <= {language for row in able for language in row["languages"]}, service["code"]


def test_every_unit_with_a_step_has_someone_to_do_it() -> None:
    staffed = {row["unit"] for row in section("staff") if {"agent", "expert"} & set(row["roles"])}
    assert {step["unit"] for row in section("services") for step in row["plan"]} <= staffed | PARTNERS


def test_clients_refer_to_organisations_and_people_that_exist() -> None:
    """The data behind CLI-01 and CLI-03."""
    known = codes("organisations")
    people = {row["email"] or row["phone"] for row in section("clients")}
    for row in section("clients"):
        assert row["group"] in GROUPS, row
        assert row["language"] in {"fr", "en"}, row
        assert row["email"] or row["phone"], row
        assert all(membership["organisation"] in known for membership in row["memberships"]), row
        for delegation in row["delegations"]:
            assert delegation.get("from_person", row["email"]) in people, row
            assert delegation.get("from_organisation", "ALR") in known, row
            assert set(delegation["scopes"]) <= SCOPES, row


def test_each_constituency_has_one_member_and_at_least_two_staff() -> None:
    held = Counter(
        (membership["organisation"], membership["role"])
        for row in section("clients")
        for membership in row["memberships"]
    )
    for code, office in offices().items():
        if office["parent"] == "ALR":
            assert held[code, "member"] == 1, code
            assert held[code, "office_staff"] >= 2, code


def test_amina_and_etienne_work_for_rival_offices() -> None:
    caucus_of = {
        row["given"]: offices()[row["memberships"][0]["organisation"]]["caucus"]
        for row in section("clients")
        if (row["given"], row["family"]) in {("Amina", "Rahmani"), ("Étienne", "Lacasse")}
    }
    assert caucus_of == {"Amina": "AZUR", "Étienne": "CEDRE"}


def test_place_names_read_well_after_a_french_preposition() -> None:
    vowels = [row["place"] for row in offices().values() if re.match(r"[AEÉIÎOUY]|Les? |La ", row["place"])]
    assert vowels == []


def test_words_use_only_known_placeholders_and_the_same_services() -> None:
    words = load("words")
    assert set(words["services"]) == codes("services")
    for language in ("fr", "en"):
        for where, text in texts(language):
            if where.startswith("scenario: templates"):
                assert unknown(text) == [], where
                continue
            assert {field for _, field, _, _ in Formatter().parse(text) if field is not None} <= PLACEHOLDERS, where
    assert {row["fr"] for row in words["fillers"]["street"]} != {row["en"] for row in words["fillers"]["street"]}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_service_has_enough_words(language: str) -> None:
    for code, service in load("words")["services"].items():
        openings = service["openings"][language]
        groups = set(next(row["client_groups"] for row in section("services") if row["code"] == code))
        assert len(openings) >= 4, code
        assert len({row["text"] for row in openings}) == len(openings), code
        assert all(row["title"] and row.get("voice", "member") in GROUPS for row in openings), code
        assert {row["voice"] for row in openings if "voice" in row} <= groups, code
        assert all(any(row.get("voice", group) == group for row in openings) for group in groups), code
        for kind in ("follow_ups", "first_answers", "questions", "resolutions"):
            assert len(set(service[kind][language])) >= 2, (code, kind)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_unit_and_partner_has_words_for_its_tasks(language: str) -> None:
    units = load("words")["units"]
    assert set(units) == UNITS | PARTNERS
    for code, unit in units.items():
        assert len(unit["results"][language]) >= 3, code
        assert len(unit["blocks"][language]) >= 2, code
        assert len(unit["returns"][language]) >= 2, code


@pytest.mark.parametrize("language", ["fr", "en"])
def test_clients_have_words_for_every_score_and_for_not_quite(language: str) -> None:
    words = load("words")
    assert set(words["pulse"]) == {1, 2, 3, 4, 5}
    assert all(len(comments[language]) >= 3 for comments in words["pulse"].values())
    assert len(words["not_quite"][language]) >= 4


def test_volumes_cover_every_service_and_their_shares_add_up() -> None:
    volumes = load("volumes")["services"]
    groups = {row["code"]: set(row["client_groups"]) for row in section("services")}
    assert set(volumes) == set(groups)
    for code, row in volumes.items():
        assert sum(row["channels"].values()) == pytest.approx(1), code
        assert sum(row["groups"].values()) == pytest.approx(1), code
        assert set(row["channels"]) <= CHANNELS, code
        assert set(row["groups"]) <= groups[code], code


def test_volumes_give_the_year_and_the_contacts_that_are_announced() -> None:
    volumes = load("volumes")
    yearly = sum(row["yearly"] for row in volumes["services"].values())
    contacts = sum(row["yearly"] * row["contacts_per_request"] for row in volumes["services"].values())
    assert yearly * volumes["months"] / 12 == pytest.approx(31_500, rel=0.01)
    assert contacts * volumes["months"] / 12 == pytest.approx(48_000, rel=0.01)


def test_the_planted_truths_agree_with_the_volumes() -> None:
    """The data behind MES-01."""
    volumes = load("volumes")
    rows, truths, failure = volumes["services"].values(), volumes["truths"], volumes["failure"]
    contacts = [row["yearly"] * row["contacts_per_request"] for row in rows]
    failed = sum(weight * row["failure_share"] for weight, row in zip(contacts, rows, strict=True))
    assert failed / sum(contacts) == pytest.approx(truths["failure_demand"]["overall"], abs=0.005)
    assert volumes["services"]["A07"]["failure_share"] == truths["failure_demand"]["A07"] == 0.47
    assert sum(cause["share"] for cause in failure["causes"]) == pytest.approx(1)
    assert max(failure["causes"], key=lambda cause: cause["share"])["code"] == truths["top_failure_cause"]["code"]
    assert (truths["travel_approval"]["before"]["median"], truths["travel_approval"]["after"]["median"]) == (3.1, 0.6)
    assert len(set(truths["toner"]["offices"]) & set(offices())) == 22
    staff = {row["email"] for row in section("staff")}
    assert set(truths["first_response_parity"]["bilingual_hires"]) <= staff


def test_regions_are_those_of_the_offices() -> None:
    volumes = load("volumes")
    regions = {row["region"] for row in offices().values()}
    assert set(volumes["french_share"]) == regions | {"overall"}
    assert set(volumes["truths"]["emerging_topic"]["regions"]) <= regions
