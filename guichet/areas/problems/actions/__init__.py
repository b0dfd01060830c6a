"""The only writers of problems."""

from guichet.areas.problems.actions.proposing import propose
from guichet.areas.problems.actions.telling import Closing, NotWhole, announce, close, note_posted, note_ways
from guichet.areas.problems.actions.tying import CannotTie, match, refuse, tie
from guichet.areas.problems.actions.working import NewProblem, NotLive, declare, open_problem, revise, set_aside

__all__ = [
    "CannotTie", "Closing", "NewProblem", "NotLive", "NotWhole", "announce", "close", "declare", "match",
    "note_posted", "note_ways", "open_problem", "propose", "refuse", "revise", "set_aside", "tie",
]  # fmt: skip
