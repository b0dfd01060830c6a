"""The only writers of paths and checklists."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from guichet.areas.guidance import rules
from guichet.areas.guidance.facts import Handed
from guichet.areas.guidance.models import Checklist, GuidedPath
from guichet.areas.guidance.queries import KEPT, newest
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import NEW
from guichet.ground import recent
from guichet.ground.access import Actor
from guichet.ground.actions import action
from guichet.ground.journal.api import record
from guichet.ground.references import draw_code

if TYPE_CHECKING:
    from guichet.areas.tickets.models import Ticket

KEPT_FOR = timedelta(days=400)  # since it was last used: a year's round, and a little more


class NotAnswered(Exception):
    """A question is still open, so there is no checklist to keep."""

    def __str__(self) -> str:
        return _("Answer the questions first: they make the list.")


@action("guidance.configure")
def configure_path(path: rules.Path, *, position: int, by: Actor) -> list[str]:
    """Keep a path; a change is a new version, so that a list already kept stays what it was.

    What the office wrote of a guide since stays.
    """
    data = {**rules.to_data(path), "position": position}
    latest = newest(path.code)
    if latest and (latest.data == data or latest.data.get("written")):
        return []
    version = latest.version + 1 if latest else 1
    GuidedPath.objects.create(code=path.code, version=version, data=data)
    recent.forget(KEPT)
    return [f"version {version}"] if latest else [NEW]


class ChangedMeanwhile(Exception):
    """Somebody else wrote the same guide meanwhile."""

    def __str__(self) -> str:
        return _("Somebody else changed this guide meanwhile. What you wrote is still here: compare.")


@action("guidance.write")
def write_guide(guide: rules.Path, *, read: int, by: Actor) -> GuidedPath:
    """Keep a guide as the office writes it; `read` is the version that its writer had before them, 0 of a new one."""
    latest = newest(guide.code)
    if (latest.version if latest else 0) != read:
        raise ChangedMeanwhile
    position = latest.data["position"] if latest else GuidedPath.objects.count()
    data = {**rules.to_data(guide), "position": position, "written": True}
    if latest and latest.data == data:
        return latest
    made = GuidedPath.objects.create(code=guide.code, version=read + 1, data=data)
    recent.forget(KEPT)
    return made


@action("guidance.keep")
def keep(path: str, answers: rules.Answers, *, by: Viewer, now: datetime) -> Checklist:
    """Keep the checklist that these answers make, under a new code; a signed-in client finds it in their account."""
    row = newest(path)
    assert row is not None, path
    read = rules.from_data(row.data)
    if rules.next_question(read, said := rules.kept(read, answers)):
        raise NotAnswered
    person = by.person if by.has("client") else None
    return Checklist.objects.create(
        code=draw_code(), path=row, answers=said, person_id=person, made_at=now, used_at=now, about=read.service
    )


@action("guidance.mark")
def mark(checklist: Checklist, done: Collection[str], *, by: Actor, now: datetime) -> Checklist:
    """Note which items are done: all those named, and no other."""
    path = rules.from_data(checklist.path.data)
    wanted = [item.key for item in rules.checklist(path, checklist.answers)]
    checklist.done = [key for key in wanted if key in done]
    checklist.finished_at = (checklist.finished_at or now) if checklist.done == wanted else None
    checklist.used_at = now
    checklist.save(update_fields=["done", "used_at", "finished_at"])
    return checklist


@action("guidance.hand")
def hand(checklist: Checklist, ticket: "Ticket", *, by: Actor, now: datetime) -> Checklist:
    """Hand a checklist to whoever is in charge of a ticket: they read it beside the request."""
    checklist.ticket = ticket
    checklist.used_at = now
    checklist.save(update_fields=["ticket", "used_at"])
    record(Handed(ticket=ticket.pk, checklist=checklist.pk), stream=ticket.stream, by=by, at=now)
    return checklist


@action("guidance.configure")
def drop_unused(*, by: Actor, now: datetime) -> int:
    """Throw away the checklists that nobody used for more than a year; return how many."""
    dropped, _by_table = Checklist.objects.filter(used_at__lt=now - KEPT_FOR).delete()
    return dropped
