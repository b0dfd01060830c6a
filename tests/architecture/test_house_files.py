"""The files at the root agree with the code."""

import tomllib

import yaml

from guichet.checks import env_example
from tests.architecture import sources


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


def test_the_licence_is_whole() -> None:
    text = (sources.ROOT / "LICENSE").read_text(encoding="utf-8")
    assert "EUROPEAN UNION PUBLIC LICENCE v. 1.2" in text
    assert "Appendix" in text
