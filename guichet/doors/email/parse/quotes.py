"""The new words of a reply: quoted history and signature left out, the writer's own lines never changed."""

import re

from mailparser_reply.parser import EmailMessage

# History stands below the reply: beyond these limits everything is kept as it is.
MAX_PROBED = 60_000
MAX_LIBRARY = 8_000
MAX_TRIGGERS = 12
NOWHERE = 10**9
MAX_SIGNATURE_LINES = 8
MAX_SIGNATURE_SPAN = 25
LANGUAGES = ["fr", "en"]

_WROTE = re.compile(
    r"^(?:> ?){0,3}(?:Le|On)\s[^\n]{1,200}(?:\n[^\n]{1,200}){0,2}?\s?(?:a\s+écrit|wrote)\s?:$", re.MULTILINE
)
_BLOCK = re.compile(
    r"^[* ]{0,3}(?:De|From)\s?:[^\n]*\n(?:[^\n]*\n){0,2}?[* ]{0,3}(?:Envoyé(?: le)?|Date|Sent)\s?:", re.MULTILINE
)
_SEPARATOR = re.compile(
    r"^-{2,20} ?(?:Message d['’]origine|Message original|Message transféré|Original Message|Forwarded message)"
    r" ?-{2,20}$",
    re.MULTILINE | re.IGNORECASE,
)
_SENT_FROM = re.compile(
    r"(?:Envoyé (?:de|depuis|à partir d)|Provenance ?:|Télécharge[rz] |Obtenez |Sent from |Sent via |Get )"
    r".{0,80}",
    re.IGNORECASE,
)
# What the library's patterns start on: many of them make it slow, and no real reply has many.
_TRIGGERS = re.compile(
    r"^[> *]{0,10}(?:On\b|Le\b|[-_]|(?:bien )?cordialement|salutations|bonne? |best|kind|thank|all the"
    r"|regards|envoyé|sent|get|from|to|subject|date|cc|de|à|objet|organization)"
    r"|(?:caution|disclaimer|warning|confidential|notice|note|information)[a-z]{0,4}:",
    re.IGNORECASE | re.MULTILINE,
)
_ENDLESS = re.compile(r"^[> ]{0,10}(?:On|Le)\b[^\n]{400}|\n{30}", re.IGNORECASE | re.MULTILINE)
_DASHES = re.compile(r"--(?: ?/.{0,80})?")
_RULE = re.compile(r"[_=*-]{4,}")
_SIGN_OFF = re.compile(
    r"(?:bien )?(?:cordialement|à vous|amicalement)|(?:mes |meilleures |cordiales )?salutations(?: distinguées)?"
    r"|bonne (?:journée|soirée|réception|fin de journée)|merci(?: d['’]avance| beaucoup| et bonne journée)?"
    r"|(?:best |kind |warm )?regards|all the best|best|sincerely|many thanks|thanks|thank you|cheers",
    re.IGNORECASE,
)


def new_words(full: str) -> str:
    """The lines the writer added, in their order; the whole text when nothing else would remain."""
    lines = full.split("\n")
    probe = "\n".join(line.replace("\xa0", " ").replace("\u202f", " ").strip() for line in lines)[:MAX_PROBED]
    library_cut, sign = _library_reading(probe[:MAX_LIBRARY])
    cut = min(library_cut, _own_cut(probe), len(lines))
    kept = [line for line in lines[:cut] if not line.lstrip().startswith(">")]
    kept += _answers_between(lines[cut:])
    return "\n".join(_unsigned(kept, sign)).strip("\n") or full.strip("\n")


def _library_reading(probe: str) -> tuple[int, str]:
    """Where mail-parser-reply sees the history start, as a line number, and the first line of the signature it sees."""
    if len(_TRIGGERS.findall(probe)) > MAX_TRIGGERS or _ENDLESS.search(probe):
        return NOWHERE, ""
    replies = EmailMessage(text=probe, languages=list(LANGUAGES), keep_hyphen_lists=True).read().replies
    top = replies[0]
    sign = next(iter(top.signatures.strip().split("\n")), "")
    if top.headers:
        return 0, sign
    if len(replies) == 1:
        return NOWHERE, sign
    return _lines_of(top.content, probe), sign


def _lines_of(content: str, probe: str) -> int:
    """How many lines of the probe the content covers, blank lines counted loosely."""
    wanted = [line for line in content.split("\n") if line]
    seen = 0
    for number, line in enumerate(probe.split("\n")):
        if seen == len(wanted):
            return number
        seen += line == wanted[seen]
    return NOWHERE


def _own_cut(probe: str) -> int:
    """The line where one of our own patterns sees the history start."""
    starts = [match.start() for pattern in (_WROTE, _BLOCK, _SEPARATOR) if (match := pattern.search(probe))]
    return probe.count("\n", 0, min(starts)) if starts else NOWHERE


def _answers_between(tail: list[str]) -> list[str]:
    """Lines written under or between quoted lines, when the history is marked with `>`."""
    marks = [number for number, line in enumerate(tail) if line.lstrip().startswith(">")]
    if not marks or marks[0] > 5:
        return []
    answers = [line for line in tail[marks[0] :] if not line.lstrip().startswith(">")]
    return ["", *answers] if answers and answers[0].strip() else answers


def _unsigned(lines: list[str], sign: str) -> list[str]:
    """Drop the signature at the end, only when what follows its first line is as short as a signature is."""
    lines = _without_trailing_rules(lines)
    for number in range(max(1, len(lines) - MAX_SIGNATURE_SPAN), len(lines)):
        if _starts_signature(lines[number].strip(), sign) and _is_short(lines[number + 1 :]):
            return _without_trailing_rules(lines[:number])
    return lines


def _starts_signature(line: str, sign: str) -> bool:
    if _DASHES.fullmatch(line) or _SENT_FROM.fullmatch(line):
        return True
    closing = line.rstrip(" ,.!")
    return bool(_SIGN_OFF.fullmatch(closing)) or (bool(sign) and line == sign and bool(_RULE.fullmatch(line)))


def _is_short(following: list[str]) -> bool:
    rest = [line for line in following if line.strip()]
    return len(rest) <= MAX_SIGNATURE_LINES and all(len(each) <= 90 and "?" not in each for each in rest)


def _without_trailing_rules(lines: list[str]) -> list[str]:
    end = len(lines)
    while end and (not lines[end - 1].strip() or _RULE.fullmatch(lines[end - 1].strip())):
        end -= 1
    return lines[:end]
