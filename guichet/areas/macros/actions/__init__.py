"""Writing templates, and running them: the verbs of tickets, one after the other, in one transaction."""

from guichet.areas.macros.actions.keeping import (
    CannotKeep,
    ChangedMeanwhile,
    MacroForm,
    bring_back,
    configure_macro,
    keep,
    retire,
    revise,
)
from guichet.areas.macros.actions.running import (
    BeingWritten,
    NotForThis,
    Outcome,
    Said,
    StillLeaves,
    Unfilled,
    WithoutWords,
    run,
    run_unread,
    take_back,
)

__all__ = [
    "BeingWritten",
    "CannotKeep",
    "ChangedMeanwhile",
    "MacroForm",
    "NotForThis",
    "Outcome",
    "Said",
    "StillLeaves",
    "Unfilled",
    "WithoutWords",
    "bring_back",
    "configure_macro",
    "keep",
    "retire",
    "revise",
    "run",
    "run_unread",
    "take_back",
]
