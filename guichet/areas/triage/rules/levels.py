"""How strong the impact and the urgency of a request seem: from its words, else from how such requests are sorted."""

import re
from dataclasses import dataclass

from guichet.areas.triage.rules.words import fold

ORDINARY = 2
# Apostrophes are read as spaces. What says « no hurry » is taken out before « hurry » is looked for.
_CALM = (
    r"(?:pas|rien d|aucune?) (?:pressee?|presse|urgente?|urgence)|sans urgence|quand vous (?:pourrez|aurez le temps)"
    r"|no (?:rush|hurry|urgency)|not urgent|when(?:ever)? you (?:can|have time)|pour information|just wondering"
)
_PRESSING = (
    r"urgent\w*|urgence|immediat\w*|des que possible|au plus (?:vite|tot)|tout de suite|aujourd hui|demain"
    r"|ce (?:matin|soir|midi)|cet apres-midi|asap|as soon as possible|right (?:away|now)|immediate(?:ly)?"
    r"|emergency|today|tomorrow|tonight|this (?:morning|afternoon)"
)
_WIDE = (
    r"tout le (?:bureau|monde)|toute l equipe|toutes les equipes|tous (?:les employes|nos employes|les bureaux)"
    r"|personne (?:ne )?(?:peut|n arrive|n a acces)|en panne|panne (?:generale|totale)|menace\w*|violence\w*|bless\w+"
    r"|incendie|inondation|en danger|(?:whole|entire) (?:office|team|building)|every(?:one|body)|nobody can"
    r"|no one can|all (?:of us|our staff)|outage|is down|threat\w*|injur\w+|flood\w*|in danger"
)
_NARROW = r"par curiosite|simple question|petite question|just (?:a question|curious)|quick question|fyi"


@dataclass(frozen=True, slots=True)
class Levels:
    """Impact and urgency, 1 to 3, each with the words that say so, or with how many of how many were sorted so."""

    impact: int = ORDINARY
    urgency: int = ORDINARY
    impact_words: tuple[str, ...] = ()
    urgency_words: tuple[str, ...] = ()
    usual: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class Usual:
    """How the requests of a service were sorted most often: so many of so many."""

    impact: int
    urgency: int
    alike: int
    of: int

    @property
    def is_telling(self) -> bool:
        """Tell whether it is a habit: seven in ten of at least ten."""
        return self.of >= 10 and self.alike * 10 >= self.of * 7


def levels(text: str, usual: Usual | None = None) -> Levels:
    """Say how strong impact and urgency seem; ordinary when nothing tells."""
    folded = fold(text).replace("'", " ")
    calm, rest = _taken_out(_CALM, folded)
    urgency, urgency_words = (1, calm) if calm else _read(_PRESSING, rest, strong=3)
    narrow, _rest = _taken_out(_NARROW, folded)
    impact, impact_words = _read(_WIDE, folded, strong=3)
    if narrow and not impact_words:
        impact, impact_words = 1, narrow
    if usual and usual.is_telling and not (impact_words or urgency_words):
        return Levels(usual.impact, usual.urgency, usual=(usual.alike, usual.of))
    return Levels(impact, urgency, impact_words, urgency_words)


def _taken_out(pattern: str, text: str) -> tuple[tuple[str, ...], str]:
    found = re.compile(rf"\b(?:{pattern})\b")
    return tuple(dict.fromkeys(found.findall(text))), found.sub(" ", text)


def _read(pattern: str, text: str, *, strong: int) -> tuple[int, tuple[str, ...]]:
    words, _rest = _taken_out(pattern, text)
    return (strong, words[:3]) if words else (ORDINARY, ())
