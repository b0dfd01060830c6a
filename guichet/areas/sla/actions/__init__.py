"""Moving a promise, and keeping a list under a name."""

from guichet.areas.sla.actions.alerts import alert
from guichet.areas.sla.actions.promises import NotAPromise, move_promise
from guichet.areas.sla.actions.views import NewView, NoName, drop_view, keep_view

__all__ = ["NewView", "NoName", "NotAPromise", "alert", "drop_view", "keep_view", "move_promise"]
