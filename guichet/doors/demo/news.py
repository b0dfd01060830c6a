"""News while a matter is with us: a person says how it stands before the days that the standard leaves are over."""

from datetime import datetime, timedelta

from guichet.doors.demo.acts import BUSINESS_DAY, Act, Script, chance
from guichet.doors.demo.material import Material

EVERY = timedelta(minutes=4.5 * BUSINESS_DAY)  # the standard says five
FORGOTTEN = 0.07
TO_THE_CLIENT = {"reply", "ask", "resolve"}
THEIR_TURN = {"ask", "resolve"}
OUR_TURN_AGAIN = {"write", "reject"}
OVER = {"close", "confirm", "cancel"}


def keep_informed(script: Script, material: Material) -> None:
    """Add the news of a whole life, its acts written down already; chance of its own leaves the others' alone."""
    luck, language = chance(script.number), script.case.client.language
    last: datetime | None = None
    theirs = False
    for act in sorted(script.acts, key=lambda one: one.at):
        if last and not theirs and act.verb in TO_THE_CLIENT | OVER:
            for at in _between(script, last, act):
                if luck.random() >= FORGOTTEN:
                    script.act_at("reply", at, material.said("news", language, luck))
        if act.verb in TO_THE_CLIENT:
            last, theirs = act.at, act.verb in THEIR_TURN
        elif act.verb in OUR_TURN_AGAIN:
            last, theirs = max(last or act.at, act.at) if theirs else last, False


def _between(script: Script, last: datetime, act: Act) -> list[datetime]:
    found, at = [], script.calendar.add(last, EVERY)
    while at < act.at - timedelta(hours=2):
        found.append(at)
        at = script.calendar.add(at, EVERY)
    return found
