"""When an answer calls for somebody to call back."""

LOW = 2


def calls_back(score: int) -> bool:
    """Tell whether a score is low enough for a call (SUI-03)."""
    return score <= LOW


def is_a_score(score: int) -> bool:
    """Tell whether a number is on the scale."""
    return 1 <= score <= 5
