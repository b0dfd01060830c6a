"""When matters arrive and who brings them: weekday, hour, season, sitting weeks, then chance."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cached_property
from itertools import accumulate
from typing import Any

from guichet.areas.catalogue.rules import Calendar
from guichet.doors.demo.acts import SPOKEN, Case, chance, lognormal, poisson, weighted
from guichet.doors.demo.material import Client, Material

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri")
CHOSEN = {"web": 0.85, "kiosk": 0.9}  # how often the client picked the service on a form
STRANGERS = 0.35  # of citizens are met for the first time


@dataclass
class Arrivals:
    """Draws the cases of a stretch of days."""

    material: Material
    calendar: Calendar
    rng: random.Random
    start: date
    end: datetime

    @cached_property
    def days(self) -> list[date]:
        """Return the open days of the stretch."""
        span = (self.calendar.local_day(self.end) - self.start).days
        days = [self.start + timedelta(days=n) for n in range(span + 1)]
        return [day for day in days if self.calendar.is_open_day(day)]

    @cached_property
    def by_group(self) -> dict[str, list[Client]]:
        """Return the clients of each group."""
        groups: dict[str, list[Client]] = {}
        for client in self.material.clients:
            groups.setdefault(client.group, []).append(client)
        return groups

    @cached_property
    def weights(self) -> dict[bool, list[float]]:
        """Return the running total of the days' weights, with and without the sitting weeks' rush."""
        season = self.material.volumes["seasonality"]
        sitting = {date.fromisoformat(str(day)) for day in season["sitting_weeks"]}
        plain = [season["months"][day.month] * season["weekdays"][WEEKDAYS[day.weekday()]] for day in self.days]
        rush = [
            weight * (season["sitting_factor"] if day - timedelta(days=day.weekday()) in sitting else 1.0)
            for day, weight in zip(self.days, plain, strict=True)
        ]
        return {False: list(accumulate(plain)), True: list(accumulate(rush))}

    def every(self, fraction: float, months: float) -> Iterator[Case]:
        """Yield a fraction of the year's volume of every service, over some months."""
        sitting = set(self.material.volumes["seasonality"]["sitting_services"])
        for code, volume in self.material.volumes["services"].items():
            for _ in range(poisson(self.rng, volume["yearly"] * fraction * months / 12)):
                day = self.rng.choices(self.days, cum_weights=self.weights[code in sitting])[0]
                yield self.one(code, day)

    def one(self, service: str, day: date) -> Case:
        """Draw one case of a service on a day."""
        volume = self.material.volumes["services"][service]
        channel = weighted(self.rng, volume["channels"])
        client = self.somebody(weighted(self.rng, volume["groups"]), channel, day)
        title, text = self.material.opening(service, client, self.rng)
        at = self._instant(day, channel)
        title, text = (self.material.filled(words, client, at, self.rng) for words in (title, text))
        value_class, cause = self._heard(volume["failure_share"], at) if channel in SPOKEN else ("", "")
        return Case(
            client=client, service=service, channel=channel, title=title, text=text, received_at=at,
            value_class=value_class, failure_cause=cause,
            logged_at=self._logged(at, channel), known_service=self.rng.random() < CHOSEN.get(channel, 0.0),
            duration=self._duration(volume["touch"]) if channel in SPOKEN else None,
        )  # fmt: skip

    def _heard(self, share: float, at: datetime) -> tuple[str, str]:
        """Tell whether a call or a visit was needed, and what failed when it was not; sometimes nobody said."""
        failure = self.material.volumes["failure"]
        # A chance of its own, so that the rest of the demonstration stays what it was.
        own = chance(int(at.timestamp()))
        if own.random() < failure["unclassified"]:
            return "", ""
        if own.random() >= share:
            return "value", ""
        return "failure", weighted(own, {one["code"]: one["share"] for one in failure["causes"]})

    def _duration(self, touch: dict[str, float]) -> int:
        return round(lognormal(self.rng, touch["median"], touch["log_sigma"]) * 60)

    def somebody(self, group: str, channel: str, day: date) -> Client:
        """Choose who asks: somebody who was there on that day, and who can be reached by that channel."""
        known = [one for one in self.by_group[group] if one.since is None or one.since <= day]
        if channel in ("email", "web"):
            known = [one for one in known if one.email]
        client = self.rng.choice(known)
        if group != "citizen" or self.rng.random() > STRANGERS:
            return client
        other = self.rng.choice(self.by_group["citizen"])
        name = f"{client.given}.{other.family}.{self.rng.randrange(10, 100)}".lower().replace(" ", "-").replace("’", "")
        plain = name.translate(str.maketrans("àâäçéèêëîïôöùûü", "aaaceeeeiioouuu"))
        return replace(client, family=other.family, email=f"{plain}@example.org", phone="", office="")

    def _instant(self, day: date, channel: str) -> datetime:
        season = self.material.volumes["seasonality"]
        hour = int(weighted(self.rng, {str(hour): share for hour, share in season["hours"].items()}))
        if channel not in SPOKEN and self.rng.random() < season["out_of_hours_share"]:
            hour = self.rng.choice((6, 7, 18, 19, 20, 21, 22))
        wall = datetime.combine(day, time(hour, self.rng.randrange(60), self.rng.randrange(60)), self.calendar.zone)
        at = wall if channel not in SPOKEN else self.calendar.next_opening(wall)
        return min(at, self.end - timedelta(minutes=self.rng.randint(1, 90)))

    def _logged(self, at: datetime, channel: str) -> datetime:
        late = channel in ("mail", "counter") and self.rng.random() < 0.2
        return self.calendar.add(at, timedelta(hours=self.rng.uniform(8, 14))) if late else at


def toner_rounds(arrivals: Arrivals, truth: dict[str, Any], texts: dict[str, Any], share: float) -> Iterator[Case]:
    """Yield the request that comes back: the same offices, every few weeks, for the same toner."""
    rng, offices = arrivals.rng, truth["offices"]
    for office in offices[: max(1, round(len(offices) * share))]:
        people = [one for one in arrivals.by_group["office_staff"] if one.office == office]
        place = rng.randrange(truth["every_days"])
        while people and place < (arrivals.end.date() - arrivals.start).days:
            day = arrivals.start + timedelta(days=place)
            if arrivals.calendar.is_open_day(day):
                case, client = arrivals.one(truth["service"], day), rng.choice(people)
                words = rng.choice(texts[client.language])
                yield replace(case, client=client, title=words["title"], text=words["text"])
            place += truth["every_days"] + rng.randint(-truth["jitter_days"], truth["jitter_days"])
