"""The documentation names what exists, in both languages."""

import re
from pathlib import Path

import pytest

from guichet.cli import COMMANDS
from guichet.doors.api.application import description
from guichet.ground.config import Config
from tests.architecture import sources

DOCS = sorted([*(sources.ROOT / "docs").rglob("*.md"), *sources.ROOT.glob("README*.md")])
REFERENCES = ["docs/reference/api.md", "docs/reference/api-fr.md"]
TWINS = {
    "docs/how-to/install.md": "docs/how-to/installer.md",
    "docs/how-to/let-mail-in.md": "docs/how-to/faire-entrer-le-courriel.md",
    "docs/how-to/call-the-api.md": "docs/how-to/appeler-l-api.md",
    "docs/how-to/connect-the-telephone.md": "docs/how-to/relier-le-telephone.md",
    "docs/how-to/file-your-inventory.md": "docs/how-to/deposer-son-repertoire.md",
    "docs/how-to/let-several-people-take-part.md": "docs/how-to/faire-participer-plusieurs-personnes.md",
    "docs/how-to/keep-a-standard.md": "docs/how-to/tenir-une-norme.md",
    "docs/how-to/read-the-figures.md": "docs/how-to/lire-les-chiffres.md",
    "docs/how-to/close-the-window.md": "docs/how-to/fermer-le-guichet.md",
    "docs/how-to/keep-content-right.md": "docs/how-to/tenir-le-contenu-a-jour.md",
    "docs/how-to/tell-of-an-incident.md": "docs/how-to/prevenir-d-un-incident.md",
    "docs/how-to/keep-what-you-know.md": "docs/how-to/garder-ce-que-l-on-sait.md",
    "docs/how-to/keep-the-dictionary.md": "docs/how-to/tenir-le-dictionnaire.md",
    "docs/how-to/begin-a-service.md": "docs/how-to/ouvrir-un-service.md",
    "docs/how-to/plan-the-work.md": "docs/how-to/planifier-le-travail.md",
    "docs/how-to/audit-equal-treatment.md": "docs/how-to/verifier-l-egalite-de-traitement.md",
    "docs/how-to/open-in-an-emergency.md": "docs/how-to/ouvrir-en-urgence.md",
    "docs/how-to/keep-a-firm.md": "docs/how-to/tenir-une-entreprise.md",
    "docs/how-to/write-on-paper.md": "docs/how-to/ecrire-sur-papier.md",
    "docs/reference/api.md": "docs/reference/api-fr.md",
    "docs/reference/commands.md": "docs/reference/commandes.md",
    "docs/reference/accessibility.md": "docs/reference/accessibilite.md",
    "docs/tutorial/first-ticket.md": "docs/tutorial/premier-billet.md",
    "docs/explanation/never-lost.md": "docs/explanation/jamais-perdu.md",
    "docs/explanation/desk-beside-peers.md": "docs/explanation/le-poste-et-ses-pairs.md",
}
LINK = re.compile(r"\]\(([^)#:]+)\)")
SETTING = re.compile(r"GUICHET_[A-Z_]+[A-Z]")
COMMAND = re.compile(r"`(?:\.venv/bin/)?guichet ([a-z]+)")
OPERATION = re.compile(r"`(GET|POST) (/api/v1/[^`?]*)`")


def words_of(name: str) -> str:
    return (sources.ROOT / name).read_text(encoding="utf-8")


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    links = LINK.findall(path.read_text(encoding="utf-8"))
    assert [link for link in links if not (path.parent / link).exists()] == []


@pytest.mark.parametrize("path", DOCS, ids=lambda path: path.name)
def test_settings_and_commands_exist(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    known = {f"GUICHET_{name.upper()}" for name in Config.__dataclass_fields__}
    named = {one.removesuffix("_FILE") for one in SETTING.findall(text)}
    # A family is named by what its settings begin with.
    assert [one for one in named if not any(setting.startswith(one) for setting in known)] == []
    assert set(COMMAND.findall(text)) - set(COMMANDS) == set()


@pytest.mark.parametrize("name", REFERENCES)
def test_the_reference_names_every_operation_of_the_api(name: str) -> None:
    told = {(method, re.sub(r"\{[^}]*\}", "{number}", path)) for method, path in OPERATION.findall(words_of(name))}
    paths = description()["paths"]
    assert told == {(method.upper(), path) for path, methods in paths.items() for method in methods}


@pytest.mark.proves("EQU-01")
@pytest.mark.parametrize(("english", "french"), TWINS.items())
def test_what_users_read_is_there_in_both_languages(english: str, french: str) -> None:
    shapes = [re.findall(r"^(?:#+|\d+\.|\|)", words_of(name), re.MULTILINE) for name in (english, french)]
    assert shapes[0] == shapes[1]
