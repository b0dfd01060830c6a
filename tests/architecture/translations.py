"""Which texts people see, and what the French catalogue says of them. `python -m` prints what is missing."""

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass

import polib
from django.template.base import Lexer, Token, TokenType
from django.utils.text import smart_split
from django.utils.translation import trim_whitespace

from tests.architecture import sources

CATALOGUE = sources.PACKAGE / "locale" / "fr" / "LC_MESSAGES" / "django.po"
# How many arguments of each function are texts, and whether the first is a context.
CALLS = {
    **dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"), (False, 1)),
    **dict.fromkeys(("ngettext", "ngettext_lazy"), (False, 2)),
    **dict.fromkeys(("pgettext", "pgettext_lazy"), (True, 1)),
    **dict.fromkeys(("npgettext", "npgettext_lazy"), (True, 2)),
}
MARKED = re.compile(r"""\b_\(\s*("[^"]*"|'[^']*')\s*\)""")
CONTEXT = re.compile(r"""\bcontext\s+["']([^"']+)["']""")


@dataclass(frozen=True, order=True)
class Text:
    """One text to translate, as the catalogue names it."""

    msgid: str
    context: str = ""
    plural: str = ""


def texts() -> dict[Text, str]:
    """Map every text that people may see to the first place that says it."""
    found: dict[Text, str] = {}
    for path in sources.modules():
        for text in in_python(sources.tree(path)):
            found.setdefault(text, sources.shown(path))
    for name, path in sources.templates().items():
        for text in in_template(path.read_text(encoding="utf-8")):
            found.setdefault(text, name)
    return found


def in_python(module: ast.Module) -> Iterator[Text]:
    for node in ast.walk(module):
        if isinstance(node, ast.Call) and (called := _name(node.func)) in CALLS:
            has_context, count = CALLS[called]
            words = [_constant(argument) for argument in node.args[: count + has_context]]
            if len(words) == count + has_context and all(words):
                context = words.pop(0) if has_context else ""
                yield Text(words[0], context, words[1] if count == 2 else "")


def _name(node: ast.expr) -> str:
    return node.attr if isinstance(node, ast.Attribute) else getattr(node, "id", "")


def _constant(node: ast.expr) -> str:
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else ""


def in_template(source: str) -> Iterator[Text]:
    tokens = iter(Lexer(source).tokenize())
    for token in tokens:
        if token.token_type in (TokenType.BLOCK, TokenType.VAR):
            yield from (Text(words[1:-1]) for words in MARKED.findall(token.contents))
        if token.token_type is not TokenType.BLOCK:
            continue
        words = list(smart_split(token.contents))
        if words[0] in ("translate", "trans") and words[1][0] in "\"'":
            yield Text(words[1][1:-1].replace("%", "%%"), _context(token))
        elif words[0] in ("blocktranslate", "blocktrans"):
            yield _block(token, tokens)


def _context(token: Token) -> str:
    found = CONTEXT.search(token.contents)
    return found.group(1) if found else ""


def _block(opening: Token, tokens: Iterator[Token]) -> Text:
    """Read a block up to its end, as Django will: variables become %(name)s."""
    parts = [""]
    for token in tokens:
        if token.token_type is TokenType.BLOCK:
            if token.contents.startswith("end"):
                break
            parts.append("")
        elif token.token_type is TokenType.VAR:
            parts[-1] += f"%({token.contents})s"
        else:
            parts[-1] += token.contents.replace("%", "%%")
    if "trimmed" in opening.contents.split():
        parts = [trim_whitespace(part) for part in parts]
    return Text(parts[0], _context(opening), parts[1] if len(parts) > 1 else "")


def catalogue() -> dict[tuple[str, str], polib.POEntry]:
    """Read the French catalogue by text and context."""
    if not CATALOGUE.exists():
        return {}
    entries = polib.pofile(str(CATALOGUE))
    return {(entry.msgid, entry.msgctxt or ""): entry for entry in entries if not entry.obsolete}


def missing() -> dict[Text, str]:
    """Return the texts that have no finished French."""
    known = catalogue()
    return {text: place for text, place in texts().items() if not is_finished(known.get((text.msgid, text.context)))}


def is_finished(entry: polib.POEntry | None) -> bool:
    return entry is not None and not entry.fuzzy and entry.translated()


def main() -> None:
    for text, place in sorted(missing().items()):
        entry = polib.POEntry(msgid=text.msgid, msgctxt=text.context or None, occurrences=[(place, "")])
        if text.plural:
            entry.msgid_plural, entry.msgstr_plural = text.plural, {0: "", 1: ""}
        print(entry)


if __name__ == "__main__":
    main()
