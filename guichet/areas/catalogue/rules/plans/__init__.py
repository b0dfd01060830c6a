"""What a plan is made of, when each step starts, and what forbids its publication; no database, no clock."""

from guichet.areas.catalogue.rules.plans.conditions import FACTS, RESULT, BadCondition, Condition, Facts, passed_over
from guichet.areas.catalogue.rules.plans.faults import House, PlanFault, faults_of, nesting_faults, words_of
from guichet.areas.catalogue.rules.plans.nesting import unfolded
from guichet.areas.catalogue.rules.plans.raci import Raci
from guichet.areas.catalogue.rules.plans.steps import (
    BY_ITSELF,
    ENDS,
    HUMAN,
    JOURNEYS,
    OUTCOMES,
    Kind,
    PlannedStep,
    changes_between,
    cycle_in,
    earlier_than,
    in_turn,
)

__all__ = [
    "BY_ITSELF",
    "ENDS",
    "FACTS",
    "HUMAN",
    "JOURNEYS",
    "OUTCOMES",
    "RESULT",
    "BadCondition",
    "Condition",
    "Facts",
    "House",
    "Kind",
    "PlanFault",
    "PlannedStep",
    "Raci",
    "changes_between",
    "cycle_in",
    "earlier_than",
    "faults_of",
    "in_turn",
    "nesting_faults",
    "passed_over",
    "unfolded",
    "words_of",
]
