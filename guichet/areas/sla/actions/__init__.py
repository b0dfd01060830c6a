"""Moving a promise, what the law leaves for a decision, and keeping a list under a name."""

from guichet.areas.sla.actions.alerts import alert, alert_tasks
from guichet.areas.sla.actions.ladder import BadLadder, LadderForm, configure_ladder, write_ladder
from guichet.areas.sla.actions.law import (
    NoMaximum,
    NotNow,
    complete_file,
    extend_maximum,
    fall_silent,
    pause_maximum,
    resume_maximum,
)
from guichet.areas.sla.actions.promises import NotAPromise, move_promise
from guichet.areas.sla.actions.views import NewView, NoName, drop_view, keep_view

__all__ = [
    "BadLadder",
    "LadderForm",
    "NewView",
    "NoMaximum",
    "NoName",
    "NotAPromise",
    "NotNow",
    "alert",
    "alert_tasks",
    "complete_file",
    "configure_ladder",
    "drop_view",
    "extend_maximum",
    "fall_silent",
    "keep_view",
    "move_promise",
    "pause_maximum",
    "resume_maximum",
    "write_ladder",
]
