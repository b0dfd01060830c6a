"""What the demonstration is made from: its institution, its volumes and its words, read from files."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any

import yaml

from guichet.areas.people.rules import normal_email

DATA = Path(__file__).resolve().parent / "data"
SCENARIO = DATA / "scenario.yaml"
MONTHS = {
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "en": "January February March April May June July August September October November December".split(),
}
NO_OFFICE = "Port-Clair"


@dataclass(frozen=True, slots=True)
class Client:
    """Somebody who may ask, as the scenario declares them."""

    email: str
    phone: str
    given: str
    family: str
    language: str
    group: str
    office: str  # the code of their first place, or nothing
    since: date | None

    @property
    def key(self) -> str:
        """Return what tells this person from others."""
        return normal_email(self.email) if self.email else self.phone


@dataclass(frozen=True)
class Material:
    """Everything read, and the shift that brings the planted dates next to the present."""

    scenario: dict[str, Any]
    volumes: dict[str, Any]
    words: dict[str, Any]
    stories: dict[str, Any]
    as_of: date

    @cached_property
    def clients(self) -> list[Client]:
        """Return every client, in the order of the file."""
        return [_client(row) for row in self.scenario["clients"]]

    @cached_property
    def organisations(self) -> dict[str, dict[str, Any]]:
        """Return the rows of organisations by code."""
        return {row["code"]: row for row in self.scenario["organisations"]}

    @cached_property
    def shift(self) -> timedelta:
        """Return how far the planted dates move: the demonstration always ends now."""
        return self.as_of - date.fromisoformat(str(self.volumes["as_of"]))

    def planted(self, day: str) -> date:
        """Return a planted date, moved next to the present."""
        return date.fromisoformat(day) + self.shift

    def place_of(self, client: Client) -> str:
        """Return the town that texts call {office}, or nothing."""
        return str(self.organisations.get(client.office, {}).get("place") or "")

    def rurality_of(self, client: Client) -> str:
        """Return how far from a town the client's office stands."""
        return str(self.organisations.get(client.office, {}).get("rurality") or "urban")

    def opening(self, service: str, client: Client, rng: random.Random) -> tuple[str, str]:
        """Choose the first words of a request that this client could have written: title, text."""
        known = self.words["services"][service]["openings"][client.language]
        place = self.place_of(client)
        fit = [one for one in known if one.get("voice", client.group) == client.group]
        fit = [one for one in fit or known if place or "{office}" not in one["title"] + one["text"]] or known
        one = rng.choice(fit)
        return one["title"], one["text"]

    def service_words(self, service: str, kind: str, client: Client, rng: random.Random) -> str:
        """Choose words of a kind (follow_ups, first_answers, questions, resolutions) for a service."""
        known = self.words["services"][service][kind][client.language]
        place = self.place_of(client)
        return str(rng.choice([one for one in known if place or "{office}" not in one] or known))

    def unit_words(self, unit: str, kind: str, language: str, rng: random.Random) -> str:
        """Choose internal words of a unit (results, blocks, returns)."""
        units = self.words["units"]
        return str(rng.choice(units.get(unit, units["CS"])[kind][language]))

    def said(self, kind: str, language: str, rng: random.Random) -> str:
        """Choose among words that fit any service (not_quite, client_replies, chasers, thanks…)."""
        return str(rng.choice(self.words[kind][language]))

    def filled(self, text: str, client: Client, at: datetime, rng: random.Random) -> str:
        """Put a place, a person, a date, an amount and a street into a text."""
        fillers, language = self.words["fillers"], client.language
        return text.format(
            office=self.place_of(client) or NO_OFFICE, person=rng.choice(fillers["person"]),
            amount=rng.choice(fillers["amount"])[language], street=rng.choice(fillers["street"])[language],
            date=written(at.date() + timedelta(days=rng.randint(3, 9)), language),
        )  # fmt: skip


def read(as_of: date) -> Material:
    """Read the files."""
    return Material(_read("scenario"), _read("volumes"), _read("words"), _read("stories"), as_of)


def _read(name: str) -> dict[str, Any]:
    found = yaml.load((DATA / f"{name}.yaml").read_text(encoding="utf-8"), yaml.CSafeLoader)
    assert isinstance(found, dict)
    return found


def _client(row: dict[str, Any]) -> Client:
    places = row["memberships"]
    return Client(
        email=row["email"] or "", phone=row["phone"] or "", given=row["given"], family=row["family"],
        language=row["language"], group=row["group"], office=places[0]["organisation"] if places else "",
        since=date.fromisoformat(str(places[0]["since"])) if places else None,
    )  # fmt: skip


def written(day: date, language: str) -> str:
    """Write a day and its month as texts do: 14 mars, March 14."""
    month = MONTHS[language][day.month - 1]
    if language == "en":
        return f"{month} {day.day}"
    return f"{'1ᵉʳ' if day.day == 1 else day.day} {month}"
