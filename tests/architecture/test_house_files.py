"""The files at the root agree with the code."""

import re
import tomllib

import yaml

from guichet.checks import env_example
from tests.architecture import sources

IMAGE = re.compile(r"!\[[^]]*\]\(([^)]+\.png)\)")


def project() -> dict[str, object]:
    found: dict[str, object] = tomllib.loads((sources.ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return found


def test_the_example_of_settings_is_the_one_the_code_makes() -> None:
    kept = (sources.ROOT / ".env.example").read_text(encoding="utf-8")
    assert kept == env_example(), "run: guichet check --env-example > .env.example"


def test_publiccode_names_the_version_and_the_licence_of_the_project() -> None:
    described = yaml.safe_load((sources.ROOT / "publiccode.yml").read_text(encoding="utf-8"))
    assert described["softwareVersion"] == project()["version"]
    assert described["legal"]["license"] == project()["license"]
    assert set(described["description"]) == {"fr", "en"}


def test_each_language_shows_the_portal_and_the_desk_in_that_language() -> None:
    described = yaml.safe_load((sources.ROOT / "publiccode.yml").read_text(encoding="utf-8"))["description"]
    for language, readme in (("en", "README.md"), ("fr", "README.fr.md")):
        shown = set(IMAGE.findall((sources.ROOT / readme).read_text(encoding="utf-8")))
        assert shown == set(described[language]["screenshots"]) and all((sources.ROOT / one).exists() for one in shown)
        assert {name.split("/")[-1].split("-")[0] for name in shown} == {"portal", "desk"}
        assert all(one.endswith(f"-{language}.png") for one in shown)


def test_the_licence_is_whole() -> None:
    text = (sources.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert "Appendix" in text
