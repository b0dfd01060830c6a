"""A small scenario, and what the tests of this door do with it."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from guichet.areas.catalogue.queries import forget

SMALL = """\
version: 1
calendars:
  - {code: house, tz: America/Vancouver, hours: {mon: ["09:00-17:00"], tue: ["09:00-17:00"]}, holidays: CA-BC}
organisations:
  - {code: BN-01, kind: office, name: {fr: Bureau, en: Office}, parent: ALR, language: fr}
  - {code: ALR, kind: assembly, name: {fr: Assemblée, en: Assembly}, language: fr}
  - {code: CS, kind: unit, name: {fr: Service à la clientèle, en: Client Services}, parent: ALR, language: fr}
services:
  - code: A11
    name: {fr: Fin de bail, en: Lease ended}
    summary: {fr: Que faire., en: What to do.}
    tier: participant
    nature: service
    owner: CS
    calendar: house
    scope: lease
    first_response: 1 h
    completion: 5 bd
    client_groups: [member]
    keywords: {fr: [bail], en: [lease]}
    life_events: [move]
    plan:
      - {key: legal, title: {fr: Avis juridique, en: Legal opinion}, unit: CS, due: 2 bd, after: []}
      - {key: call, title: {fr: Appeler, en: Call}, unit: CS, due: 1 bd, after: [legal]}
life_events:
  - {code: move, name: {fr: Déménager, en: Moving}, summary: {fr: Une adresse., en: An address.}}
tags:
  - {code: year-end, name: {fr: Fin d’exercice, en: Year-end}}
staff:
  - {email: bruno@example.org, given: Bruno, family: Roy, unit: CS, roles: [agent], languages: [fr], services: [A11]}
clients:
  - {email: null, phone: 250-555-0110, given: Yvon, family: Roy, language: fr, group: citizen}
  - email: amina@example.org
    given: Amina
    family: Diallo
    language: fr
    group: member
    memberships: [{organisation: BN-01, role: member, since: 2025-01-06}]
    delegations: [{from_person: 250-555-0110, scopes: [lease], until: 2027-01-01}]
mailboxes:
  - {address: guichet@example.org, language: null}
"""

Write = Callable[[str], Path]
Out = pytest.CaptureFixture[str]


@pytest.fixture
def written(tmp_path: Path, db: Any) -> Write:
    """Return what writes a scenario to a file."""
    forget()

    def write(text: str) -> Path:
        path = tmp_path / "scenario.yaml"
        path.write_text(text, encoding="utf-8")
        return path

    return write


def lines_of(capsys: Out) -> list[str]:
    return capsys.readouterr().err.splitlines()
