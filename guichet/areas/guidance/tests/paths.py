"""A small guided path for tests."""

from dataclasses import replace

from guichet.areas.guidance import actions
from guichet.areas.guidance.rules import Calculator, Choice, Item, Path, Question
from guichet.ground.access import SYSTEM
from guichet.ground.bilingual import Bilingual


def both(text: str) -> Bilingual:
    """Return the same words in both languages, told apart by their end."""
    return Bilingual(f"{text} (fr)", f"{text} (en)")


def question(key: str, *choices: str, when: dict[str, tuple[str, ...]] | None = None) -> Question:
    """Return a question with its choices."""
    return Question(key, both(f"{key}?"), Bilingual(), tuple(Choice(one, both(one)) for one in choices), when or {})


def item(key: str, service: str = "", **when: tuple[str, ...]) -> Item:
    """Return a thing to do."""
    return Item(key, both(f"Do {key}"), both(f"because of {key}"), both("soon"), (both("a paper"),), service, when)


def a_path(*, service: str = "", code: str = "opening") -> Path:
    """Return a path: premises or not; when some, a lease or not; then staff or not."""
    return Path(
        code=code, name=both("Opening"), summary=both("In order"), event="",
        questions=(
            question("premises", "some", "none"),
            question("lease", "signed", "open", when={"premises": ("some",)}),
            question("staff", "yes", "no"),
        ),
        items=(
            item("begin", service), item("read", lease=("open",)), item("insure", premises=("some",)),
            item("hire", staff=("yes",)),
        ),
    )  # fmt: skip


RISE = Calculator((Choice("now", both("now")), Choice("asked", both("asked"))), "(asked - now) * 100 / now", both("%"))


def a_guide(**more: object) -> Path:
    """Return a guide of two steps, one of them a sum."""
    steps = (replace(item("rise"), calculator=RISE), item("letter"))
    return replace(Path("renew", both("Renew"), both("In order"), "", (), steps, service="A04"), **more)  # type: ignore[arg-type]


def a_guide_kept() -> str:
    """Keep a guide, and return its code."""
    actions.configure_path(a_guide(), position=1, by=SYSTEM)
    return a_guide().code
