"""What somebody may have meant is looked for where it can be, and nothing is missed by not looking elsewhere."""

import random

from guichet.ground.search.near import slips_between
from guichet.ground.search.vocabulary import MOST_MEANT, Word, _made, signs_of


def of(words: set[str]) -> list[Word]:
    """Return words that as many documents hold."""
    return [Word(f"fr:{one}", one, 1, one, signs_of(one)) for one in sorted(words)]


def test_what_was_meant_is_the_same_as_if_every_word_were_looked_at() -> None:
    draw = random.Random(7)
    words = {"".join(draw.choices("abc", k=draw.randint(6, 10))) for _ in range(500)}
    known = _made(of(words))
    for typed in sorted({"".join(draw.choices("abc", k=draw.randint(8, 9))) for _ in range(50)} - words):
        every = [(one, slips_between(typed, one.word, most=9)) for one in of(words)]
        near = [(one.word, slips) for one, slips in every if slips + (one.word[0] != typed[0]) <= 2]
        nearest = sorted(near, key=lambda pair: (pair[1], pair[0]))[:MOST_MEANT]
        assert [(one.word, slips) for one, slips in known.meant(typed)] == nearest


def test_a_wrong_first_letter_is_one_slip_more() -> None:
    known = _made(of({"ordinateur", "bail"}))

    assert [one.word for one, _slips in known.meant("prdinateur")] == ["ordinateur"]
    assert [one.word for one, _slips in known.meant("rodinateur")] == ["ordinateur"]
    assert not known.meant("prdinatuer") and not known.meant("vail")
