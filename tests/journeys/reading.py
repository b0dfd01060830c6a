"""What a page holds for somebody who cannot see it whole: where it leads, what it asks, what explains it."""

import re
from dataclasses import dataclass
from html.parser import HTMLParser

VOID = frozenset("area base br col embed hr img input link meta source track wbr path use circle rect".split())
BLOCKS = frozenset("p li div h1 h2 h3 dd dt td th".split())
UNSEEN = ("script", "style", "template")
NOT_ASKED = ("hidden", "submit", "button", "reset")


@dataclass
class Control:
    """Something that a page asks for, and the names of what describes it."""

    name: str
    described_by: set[str]
    wrong: bool  # what was given was refused


@dataclass
class _Open:
    tag: str
    ids: list[str]
    described_by: set[str]
    reason: bool
    unseen: bool


class Reader(HTMLParser):
    """Collects what a page leads to, what it needs, what it asks and what it says in another language."""

    def __init__(self) -> None:
        super().__init__()
        self.links: list[str] = []
        self.needs: list[str] = []
        self.ids: set[str] = set()
        self.languages: list[str] = []
        self.controls: list[Control] = []
        self.defined: set[str] = set()  # what an abbreviation, a definition or a word of the glossary explains
        self._open: list[_Open] = []
        self._by_id: dict[str, list[str]] = {}
        self._reasons: set[str] = set()
        self._faults: set[str] = set()
        self._words: list[str] = []
        self._defining: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note one element."""
        given = {name: value or "" for name, value in attrs}
        self._note_links(tag, given)
        opened = self._opened(tag, given)
        if tag in {"input", "textarea", "select"} and given.get("type") not in NOT_ASKED:
            around = set().union(*(one.described_by for one in self._open), opened.described_by)
            self.controls.append(Control(given.get("name", ""), around, given.get("aria-invalid") == "true"))
        if tag not in VOID:
            self._open.append(opened)
        if tag in {"abbr", "dt"} or "term" in given.get("class", "").split():
            self._defining = []

    def handle_endtag(self, tag: str) -> None:
        """Leave an element."""
        places = [place for place, one in enumerate(self._open) if one.tag == tag]
        if places:
            del self._open[places[-1] :]
        if tag in {"abbr", "dt", "button"}:
            self.defined.add(" ".join("".join(self._defining).split()))
        self._words.append(" " if tag == "a" else "\n" * (tag in BLOCKS))

    def handle_data(self, data: str) -> None:
        """Hear words."""
        if any(one.unseen for one in self._open):
            return
        self._words.append(data)
        self._defining.append(data)
        for one in self._open:
            for name in one.ids:
                self._by_id.setdefault(name, []).append(data)

    def _opened(self, tag: str, given: dict[str, str]) -> _Open:
        names = [given["id"]] if given.get("id") else []
        explains = "reason" in given.get("class", "").split() or any(one.reason for one in self._open)
        if explains:
            self._reasons |= set(names)
        if "field__error" in given.get("class", "").split():
            self._faults |= set(names)
        tied = set(given.get("aria-describedby", "").split())
        return _Open(tag, names, tied, explains, tag in UNSEEN or given.get("aria-hidden") == "true")

    def _note_links(self, tag: str, given: dict[str, str]) -> None:
        self.ids |= {given[name] for name in ("id", "name") if given.get(name)}
        if tag == "a" and given.get("href"):
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") in {"stylesheet", "preload", "icon"}:
            self.needs.append(given["href"])
        if tag in {"script", "img"} and given.get("src"):
            self.needs.append(given["src"])
        if tag in {"html", "span"} and given.get("lang"):
            self.languages.append(given["lang"])

    def without_its_fault(self) -> list[str]:
        """Return what was refused without the sentence that says why being tied to it."""
        told = {name for name in self._faults if "".join(self._by_id.get(name, ())).strip()}
        return sorted({one.name for one in self.controls if one.wrong and not one.described_by & told})

    @property
    def words(self) -> str:
        """Return what the page says."""
        return re.sub(r"[ \t\xa0]+", " ", "".join(self._words))

    def without_reason(self) -> list[str]:
        """Return what is asked without a reason that is tied to it."""
        told = {name for name in self._reasons if "".join(self._by_id.get(name, ())).strip()}
        return sorted({one.name for one in self.controls if not one.described_by & told})
