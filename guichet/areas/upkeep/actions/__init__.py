"""The only writers of what is looked after by night, and of the letters that remind of it."""

from guichet.areas.upkeep.actions.looking import begin, end, hold, note
from guichet.areas.upkeep.actions.reminding import remind, tell_of_dead
from guichet.areas.upkeep.actions.warning import warn_of_forms

__all__ = ["begin", "end", "hold", "note", "remind", "tell_of_dead", "warn_of_forms"]
