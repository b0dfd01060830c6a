"""From the editor's page to a plan, and back: everything is typed in one page, and every button is one change."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from guichet.areas.catalogue.rules.plans import ENDS, JOURNEYS, Kind, PlannedStep, Raci
from guichet.ground.bilingual import Bilingual

MOST = 60  # steps of a plan
LONGEST = 500
Said = Mapping[str, str]


def written(said: Said) -> tuple[PlannedStep, ...]:
    """Read a whole plan as it was typed, finished or not."""
    text = said.get("steps", "")
    count = min(int(text), MOST) if text.isascii() and text.isdigit() and len(text) < 4 else 0
    keys = [_text(said, f"s{place}-key") for place in range(count)]
    return tuple(_step(said, f"s{place}", keys) for place in range(count))


def journey_of(said: Said) -> str:
    """Read what the days of the plan are counted from."""
    return next((one for one in JOURNEYS if one == said.get("journey")), "")


def _text(said: Said, name: str) -> str:
    return said.get(name, "").replace("\x00", "").strip()[:LONGEST]


def _both(said: Said, name: str) -> Bilingual:
    return Bilingual(_text(said, f"{name}_fr"), _text(said, f"{name}_en"))


def _lines(said: Said, name: str) -> tuple[str, ...]:
    return tuple(one.strip() for one in _text(said, name).splitlines() if one.strip())


def _words(said: Said, name: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(_text(said, name).replace(",", " ").split()))


def _step(said: Said, at: str, keys: Sequence[str]) -> PlannedStep:
    # What a step waits for is named by its place: a key may be typed anew in the same breath.
    after = [key for place, key in enumerate(keys) if f"{at}-after-{place}" in said]
    return PlannedStep(
        key=_text(said, f"{at}-key"), title=_both(said, f"{at}-title"), unit=_text(said, f"{at}-unit"),
        due=_text(said, f"{at}-due"), mandatory=f"{at}-mandatory" in said, after=tuple(after),
        fields=_words(said, f"{at}-fields"), kind=_text(said, f"{at}-kind"),
        runs=_text(said, f"{at}-runs") if _text(said, f"{at}-kind") == Kind.PLAN else "",
        by_client=f"{at}-by_client" in said, start_when=_lines(said, f"{at}-start_when"),
        skip_if=_lines(said, f"{at}-skip_if"), told=_both(said, f"{at}-told"),
        ends=tuple(one for one in ENDS if f"{at}-ends-{one}" in said),
        effort=_text(said, f"{at}-effort"), price=_text(said, f"{at}-price"),
        raci=Raci(
            accountable=_text(said, f"{at}-accountable"), consulted=_words(said, f"{at}-consulted"),
            informed=_words(said, f"{at}-informed"),
        ),
    )  # fmt: skip


def changed(steps: tuple[PlannedStep, ...], act: str) -> tuple[PlannedStep, ...]:
    """Make the one change that a button asks for: `add`, `up 2`, `down 2`, `drop 2`."""
    verb, _space, where = act.partition(" ")
    if verb == "add" and len(steps) < MOST:
        return (*steps, _new(steps))
    place = int(where) if where.isascii() and where.isdigit() and len(where) < 4 else len(steps)
    if place >= len(steps):
        return steps
    if verb == "drop":
        gone = steps[place].key
        left = steps[:place] + steps[place + 1 :]
        return tuple(replace(one, after=tuple(key for key in one.after if key != gone)) for one in left)
    other = place - 1 if verb == "up" else place + 1
    if verb not in {"up", "down"} or not 0 <= other < len(steps):
        return steps
    moved = list(steps)
    moved[place], moved[other] = moved[other], moved[place]
    return tuple(moved)


def _new(steps: tuple[PlannedStep, ...]) -> PlannedStep:
    taken = {one.key for one in steps}
    key = next(name for number in range(1, MOST * 2) if (name := f"step-{number}") not in taken)
    after = (steps[-1].key,) if steps else ()
    return PlannedStep(
        key=key, title=Bilingual(), unit=steps[-1].unit if steps else "CS", due="2 bd", after=after, kind=Kind.TASK
    )
