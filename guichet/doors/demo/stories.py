"""The stories of the people whom the demonstration signs in as: told in a file, timed from the present."""

from collections.abc import Iterator
from datetime import datetime, time
from typing import Any

from guichet.areas.catalogue.rules import Calendar
from guichet.doors.demo.acts import BUSINESS_DAY, Case, Script, chance
from guichet.doors.demo.lives import open_day_before
from guichet.doors.demo.material import Material

UNITS = {"min": 1.0, "h": 60.0, "bd": BUSINESS_DAY}


def told(material: Material, calendar: Calendar, end: datetime, first: int) -> Iterator[Script]:
    """Yield the script of every story, numbered from `first`."""
    clients = {key: one for one in material.clients for key in (one.email, one.phone) if key}
    for number, story in enumerate(material.stories["stories"], first):
        client = clients[story["person"]]
        at = _arrival(story, calendar, end)
        case = Case(
            client=client, service=story["service"], channel=story["channel"], title=story["title"],
            text=story["text"], received_at=at, logged_at=at, agent=story["agent"],
            known_service=story.get("known", False), duration=420 if story["channel"] == "phone" else None,
        )  # fmt: skip
        script = Script(number, case, calendar, chance(number))
        script.act_at("open", at)
        for act in story["acts"]:
            script.do(act["do"], minutes(act["after"]), act.get("text", ""), act.get("step", ""), act.get("score", 0))
        yield script


def _arrival(story: dict[str, Any], calendar: Calendar, end: datetime) -> datetime:
    day = open_day_before(calendar, end, story["days"])
    hour, minute = map(int, story["hour"].split(":"))
    at = datetime.combine(day, time(hour, minute), calendar.zone)
    # Early in the morning, today's stories have not happened yet: they are told of the day before.
    return at if at < end else datetime.combine(open_day_before(calendar, end, story["days"] + 1), at.timetz())


def minutes(words: str) -> float:
    """Read a delay such as 20 min, 3 h or 1.5 bd."""
    amount, unit = words.split()
    return float(amount) * UNITS[unit]
