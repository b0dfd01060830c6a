"""The only writers of the catalogue."""

from guichet.areas.catalogue.actions.addresses import lead_on
from guichet.areas.catalogue.actions.declaring import (
    CalendarForm,
    LifeEventForm,
    TagForm,
    configure_calendar,
    configure_life_event,
    configure_tag,
    revise_calendar,
)
from guichet.areas.catalogue.actions.editing import (
    MOVES,
    CannotPublish,
    ChangedMeanwhile,
    Timing,
    Wanted,
    acknowledge,
    drop_change,
    move,
    revise,
    take_effect,
)
from guichet.areas.catalogue.actions.offered import FIRST_DAY, ServiceForm, StepForm, configure_service, reword_service
from guichet.areas.catalogue.actions.plans import BadlyPlanned, PlanChangedMeanwhile, publish_plan

__all__ = [
    "FIRST_DAY",
    "MOVES",
    "BadlyPlanned",
    "CalendarForm",
    "CannotPublish",
    "ChangedMeanwhile",
    "LifeEventForm",
    "PlanChangedMeanwhile",
    "ServiceForm",
    "StepForm",
    "TagForm",
    "Timing",
    "Wanted",
    "acknowledge",
    "configure_calendar",
    "configure_life_event",
    "configure_service",
    "configure_tag",
    "drop_change",
    "lead_on",
    "move",
    "publish_plan",
    "revise",
    "revise_calendar",
    "reword_service",
    "take_effect",
]
