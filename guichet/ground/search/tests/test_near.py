"""What somebody types comes near to a name in spite of accents, order and slips of the finger."""

import pytest

from guichet.ground.search.near import FAR, SAME, SLIP, STARTS, WORDS, nearness, slips_to_beginning


@pytest.mark.parametrize(
    ("typed", "name", "near"),
    [
        ("regler", "Régler", SAME), ("rég", "Régler la demande", STARTS), ("demande rég", "Régler la demande", WORDS),
        ("à la demande", "Demande", SAME), ("asigner", "Assigner", SLIP), ("assinger", "Assigner", SLIP),
        ("assigmner", "Assigner", SLIP), ("deleg", "Déléguer", STARTS), ("dleegu", "Déléguer", SLIP),
        ("note", "Votre", FAR), ("xyz", "Assigner", FAR), ("", "Assigner", FAR), ("œuvre", "Oeuvre", SAME),
        ("abd", "Abc", FAR),
    ],
)  # fmt: skip
def test_a_name_is_near_to_what_was_meant(typed: str, name: str, near: int) -> None:
    assert nearness(typed, [name, "Zzz"]) == near


def test_slips_are_counted_against_the_beginning_only() -> None:
    assert [slips_to_beginning(one, "assigner") for one in ("assi", "asi", "sasi", "asssi", "azzi")] == [0, 1, 1, 1, 2]
