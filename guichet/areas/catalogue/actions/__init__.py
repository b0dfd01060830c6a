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
from guichet.areas.catalogue.actions.placing import CannotBegin, NewService, Placing, begin, place
from guichet.areas.catalogue.actions.plans import BadlyPlanned, PlanChangedMeanwhile, publish_plan
from guichet.areas.catalogue.actions.standards import (
    BadStandard,
    NotAFigure,
    StandardForm,
    StandardMoved,
    configure_standard,
    revise_standard,
    tell_figure,
)

__all__ = [
    "FIRST_DAY",
    "MOVES",
    "BadStandard",
    "BadlyPlanned",
    "CalendarForm",
    "CannotBegin",
    "CannotPublish",
    "ChangedMeanwhile",
    "LifeEventForm",
    "NewService",
    "NotAFigure",
    "Placing",
    "PlanChangedMeanwhile",
    "ServiceForm",
    "StandardForm",
    "StandardMoved",
    "StepForm",
    "TagForm",
    "Timing",
    "Wanted",
    "acknowledge",
    "begin",
    "configure_calendar",
    "configure_life_event",
    "configure_service",
    "configure_standard",
    "configure_tag",
    "drop_change",
    "lead_on",
    "move",
    "place",
    "publish_plan",
    "revise",
    "revise_calendar",
    "revise_standard",
    "reword_service",
    "take_effect",
    "tell_figure",
]
