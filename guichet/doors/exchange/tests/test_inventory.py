"""An inventory is taken in row by row, as often as one likes, and given out as it came."""

import csv
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.utils.translation import override

from guichet.areas.catalogue.models import Service
from guichet.areas.catalogue.queries import offer_by_code
from guichet.areas.inventory.models import Record
from guichet.areas.inventory.tests.filed import SERVICE, STANDARD
from guichet.areas.people.models import Organisation
from guichet.doors.exchange.inventory import main
from guichet.doors.portal import searching
from tests.cast import TODAY

HERE = Path(__file__).parent / "data"
FILES = [str(HERE / "standards.csv"), str(HERE / "services.csv")]
# The real files stand beside a checkout, or wherever GUICHET_TEST_INVENTORY says.
BESIDE = Path(__file__).resolve().parents[5] / "shared" / "data" / "gc-service-inventory"
REAL = Path(os.environ.get("GUICHET_TEST_INVENTORY", BESIDE))
REAL_FILES = [REAL / "2019-2020_services.csv", REAL / "2019-2020_standards.csv"]
Write = Callable[..., Path]
pytestmark = [pytest.mark.django_db, pytest.mark.proves("CAT-01")]


@pytest.fixture
def written(tmp_path: Path) -> Write:
    """Give a writer of files."""

    def write(name: str, *rows: dict[str, str], separator: str = ",") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as stream:
            writer = csv.DictWriter(
                stream, list(dict.fromkeys(key for row in rows for key in row)), delimiter=separator
            )
            writer.writeheader()
            writer.writerows(rows)
        return path

    return write


def given_out(path: Path, kind: str, form: str = "csv") -> bytes:
    assert main(["export", "--kind", kind, "--format", form, "--to", str(path)]) == 0
    return path.read_bytes()


def test_services_and_standards_come_in_whatever_the_order_of_the_files(house: Any, capsys: Any) -> None:
    assert main(["import", *FILES]) == 0
    said = capsys.readouterr().out
    assert said == (
        "standards.csv: 4 new, 0 changed, 0 same, 0 rejected\nservices.csv: 3 new, 0 changed, 0 same, 0 rejected\n"
    )
    offer = offer_by_code("gc-2104", on=TODAY)
    assert offer is not None
    assert offer.owner is not None
    assert (offer.name.en, offer.name.fr) == ("Women's Program", "Programme de promotion de la femme")
    assert Organisation.objects.get(pk=offer.owner).name.fr == "Femmes et Égalité des genres Canada"


def test_what_comes_in_waits_for_somebody_where_the_installation_says_so(house: Any, settings: Any) -> None:
    settings.INVENTORY_DRAFTS = True
    main(["import", *FILES])
    assert set(Service.objects.values_list("state", flat=True)) == {"draft"}
    assert offer_by_code("gc-2104", on=TODAY) is None


@pytest.mark.parametrize("kind", ["service", "standard"])
def test_what_came_in_goes_out_byte_for_byte(house: Any, tmp_path: Path, kind: str) -> None:
    main(["import", *FILES])
    assert given_out(tmp_path / "out.csv", kind) == (HERE / f"{kind}s.csv").read_bytes()


def test_a_second_import_changes_nothing(house: Any, capsys: Any) -> None:
    main(["import", *FILES])
    before = list(Service.objects.values()), list(Record.objects.values())
    capsys.readouterr()
    assert main(["import", *FILES]) == 0
    assert "services.csv: 0 new, 0 changed, 3 same, 0 rejected" in capsys.readouterr().out
    assert (list(Service.objects.values()), list(Record.objects.values())) == before


def test_a_dry_run_says_what_would_change_and_changes_nothing(house: Any, capsys: Any) -> None:
    assert main(["import", *FILES, "--dry-run"]) == 0
    assert (
        "standards.csv: 4 new, 0 changed, 0 same, 0 rejected (dry run: nothing was changed)" in capsys.readouterr().out
    )
    assert not Record.objects.exists()
    assert not Service.objects.exists()


def test_json_goes_out_typed_and_comes_back_the_same(house: Any, tmp_path: Path, written: Write, capsys: Any) -> None:
    main(["import", str(written("s.csv", SERVICE)), str(written("t.csv", STANDARD))])
    (service,) = json.loads(given_out(tmp_path / "s.json", "service", "json"))
    (standard,) = json.loads(given_out(tmp_path / "t.json", "standard", "json"))
    assert (service["service_type"], service["num_phone_enquiries"]) == (["APIR", "RES"], 120)
    assert (service["num_website_visits"], service["num_applications_by_mail"]) == ("ND", "NA")
    assert (service["num_applications_total"], standard["performance"]) == ("53", "0.84")
    assert (standard["target"], standard["target_met"]) == (0.8, "Y")
    capsys.readouterr()
    assert main(["import", str(tmp_path / "s.json"), str(tmp_path / "t.json")]) == 0
    assert capsys.readouterr().out.count("1 same, 0 rejected") == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_bad_row_is_rejected_alone_with_everything_that_is_wrong_and_right(
    house: Any, written: Write, tmp_path: Path, language: str
) -> None:
    good, bad = SERVICE, {**SERVICE, "service_id": "A12", "service_type": "apir", "num_phone_enquiries": "=1+1"}
    path, report = written("s.csv", good, bad), tmp_path / "rejects.csv"
    assert main(["import", str(path), "--rejects", str(report), "--lang", language]) == 1
    assert list(Record.objects.values_list("number", flat=True)) == ["A11"]
    with report.open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.DictReader(stream))
    assert [(row["file"], row["row"], row["column"], row["rule"]) for row in rows] == [
        ("s.csv", "3", "service_type", "choice"), ("s.csv", "3", "num_phone_enquiries", "count"),
    ]  # fmt: skip
    wanted = "« apir » n’est pas parmi les choix." if language == "fr" else "“apir” is not among the choices."
    assert (rows[0]["message"].replace("\u00a0", " "), rows[0]["right"]) == (wanted, "APIR")


def test_a_standard_needs_its_service_of_that_year(house: Any, written: Write, capsys: Any) -> None:
    path = written("t.csv", STANDARD)
    assert main(["import", str(path), "--lang", "en"]) == 1
    assert "t.csv, 2, service_id: No service bears this number for 2025-2026." in capsys.readouterr().err
    assert main(["import", "--dry-run", str(path), str(written("s.csv", SERVICE))]) == 0


def test_a_number_said_twice_is_taken_once(house: Any, written: Write, capsys: Any) -> None:
    path = written("s.csv", SERVICE, {**SERVICE, "service_name_en": "Another"})
    assert main(["import", str(path), "--lang", "en"]) == 1
    assert "Another row bears this number for this year: s.csv, 2." in capsys.readouterr().err
    assert Record.objects.get().cells["service_name_en"] == "Renew a lease"


def test_who_answers_for_a_service_is_in_the_row_or_in_the_option(house: Any, written: Write, capsys: Any) -> None:
    bare = {name: cell for name, cell in SERVICE.items() if not name.startswith("owner")}
    path = written("s.csv", bare)
    assert main(["import", str(path), "--lang", "en"]) == 1
    assert "owner_org: Nothing says which department answers for this service." in capsys.readouterr().err
    assert main(["import", str(path), "--owner", "NOBODY"]) == 1
    assert main(["import", str(path), "--owner", "ALR"]) == 0
    assert Service.objects.get().owner.code == "ALR"


def test_a_later_year_gives_the_service_its_words_and_an_earlier_one_does_not(house: Any, written: Write) -> None:
    def named(year: str, name: str) -> str:
        main(["import", str(written(f"{year}.csv", {**SERVICE, "fiscal_yr": year, "service_name_en": name}))])
        return str(Service.objects.get().name.en)

    assert named("2024-2025", "Renew") == "Renew"
    assert named("2025-2026", "Renew a lease") == "Renew a lease"
    assert named("2023-2024", "Lease") == "Renew a lease"


def test_a_service_that_the_window_wrote_itself_keeps_its_own_words(house: Any, written: Write) -> None:
    Service.objects.create(code="A11", calendar="default", nature="service", owner=house["RH"])
    assert main(["import", str(written("s.csv", SERVICE))]) == 0
    kept = Service.objects.get()
    assert (kept.code, kept.name.en, Record.objects.get().service_id) == ("A11", "", kept.pk)


@pytest.mark.parametrize(
    ("name", "content", "said"),
    [
        ("photo.csv", b"\xff\xd8\xff\xe0\x00\x10JFIF", "not text in UTF-8"),
        ("empty.csv", b"", "not a table"),
        ("list.json", b'{"fiscal_yr": "2025-2026"}', "not a table"),
        ("cut.json", b'[{"fiscal_yr": "2025-2026", ', "not a table"),
        ("other.csv", b"name,price\nbread,3\n", "This column is not in the file"),
    ],
)
def test_a_file_that_is_no_inventory_is_said_to_be_none(
    house: Any, tmp_path: Path, capsys: Any, name: str, content: bytes, said: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert main(["import", str(tmp_path / name), FILES[1], "--lang", "en"]) == 1
    assert said in capsys.readouterr().err
    assert Record.objects.count() == 3


def test_a_row_with_too_few_cells_is_rejected_and_semicolons_are_read(house: Any, written: Write, capsys: Any) -> None:
    path = written("s.csv", SERVICE, {**SERVICE, "service_id": "A12"}, separator=";")
    path.write_text(path.read_text(encoding="utf-8") + "2025-2026;A13\n", encoding="utf-8")
    assert main(["import", str(path), "--lang", "en"]) == 1
    said = capsys.readouterr()
    assert "s.csv: 2 new, 0 changed, 0 same, 1 rejected" in said.out
    assert "s.csv, 4: This row does not have the cells" in said.err


def test_years_of_two_editions_are_not_mixed(house: Any, written: Write, tmp_path: Path, capsys: Any) -> None:
    assert main(["export", "--kind", "service"]) == 1
    main(["import", FILES[1], str(written("s.csv", SERVICE))])
    assert main(["export", "--kind", "service"]) == 1
    assert "--edition" in capsys.readouterr().err
    assert main(["export", "--kind", "service", "--year", "2025-2026", "--to", str(tmp_path / "out.csv")]) == 0


@pytest.mark.skipif(not REAL.exists(), reason=f"the inventory of 2019-2020 is not at {REAL}")
def test_the_1231_services_of_the_federal_government_load_are_found_and_go_out_without_loss(
    house: Any, tmp_path: Path, capsys: Any
) -> None:
    assert main(["import", *map(str, REAL_FILES)]) == 0
    assert "2019-2020_services.csv: 1231 new, 0 changed, 0 same, 0 rejected" in capsys.readouterr().out
    for kind, path in zip(("service", "standard"), REAL_FILES, strict=True):
        assert given_out(tmp_path / "out.csv", kind) == path.read_bytes()
    assert main(["import", *map(str, REAL_FILES)]) == 0
    assert "2019-2020_standards.csv: 0 new, 0 changed, 1784 same, 0 rejected" in capsys.readouterr().out
    for language, words in (("fr", "Délivrance de droits de brevets"), ("en", "Grant Patent Rights")):
        with override(language):
            assert str(searching.search(words).hits[0].service.name) == words
