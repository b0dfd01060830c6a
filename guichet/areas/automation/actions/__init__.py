"""Writing rules, putting them to work, and what they do when they are set off."""

from guichet.areas.automation.actions.configuring import RuleForm, TermForm, configure_rule, configure_term
from guichet.areas.automation.actions.firing import answer, sweep
from guichet.areas.automation.actions.keeping import CannotKeep, ChangedMeanwhile, halt, keep, put, resume, revise

__all__ = [
    "CannotKeep",
    "ChangedMeanwhile",
    "RuleForm",
    "TermForm",
    "answer",
    "configure_rule",
    "configure_term",
    "halt",
    "keep",
    "put",
    "resume",
    "revise",
    "sweep",
]
