"""Lists: one's own requests, the views of the front line, tasks, services."""

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.core import signing
from django.http import HttpRequest
from django.utils.timezone import localtime
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from ninja import Router
from ninja.params import functions as params

from guichet.areas.catalogue.queries import Offer, offers
from guichet.areas.catalogue.rules.targets import describe
from guichet.areas.finding.actions import note_search
from guichet.areas.finding.queries import services_for
from guichet.areas.knowledge.queries import answering
from guichet.areas.people.access import ANONYMOUS, FRONT_LINE, Viewer
from guichet.areas.sla.queries import lists
from guichet.areas.sla.queries.listing import Listing
from guichet.areas.sla.queries.lists import Day, Mark
from guichet.areas.tickets.queries import mine, worklist
from guichet.doors.api.callers import BY_SESSION, BY_TOKEN_OR_SESSION
from guichet.doors.api.problems import Problem, bad_field
from guichet.doors.api.schemas import ArticleOut, FoundOut, PageOut, RowOut, ServiceOut, TaskOut
from guichet.doors.api.v1 import DONE, answers
from guichet.doors.api.v1.opening import router
from guichet.doors.api.v1.reach import caller_of, plain
from guichet.ground import clock
from guichet.ground.ui.places import address

if TYPE_CHECKING:
    from guichet.areas.knowledge.models import Article

others = Router()
SERVICES, TASKS = answers({DONE: list[ServiceOut]}), answers({DONE: list[TaskOut]}, 401, 403)
FOUND = answers({DONE: FoundOut}, 422)
SALT = "api-list"
After: Any = params.Query("", max_length=200, description="What `next` said on the page before.")
Words: Any = params.Query("", max_length=300, description="What somebody looks for, in their own words.")
View: Any = params.Query("open", max_length=20, description=f"For the front line: {', '.join(lists.VIEWS)}.")


@router.get("", response=answers({DONE: PageOut}, 401, 403, 422), auth=BY_TOKEN_OR_SESSION, url_name="api-tickets")
def list_tickets(request: HttpRequest, view: str = View, after: str = After) -> PageOut:
    """List requests: a view for the front line, one's own for a client."""
    viewer = caller_of(request)
    if viewer.has(*FRONT_LINE):
        return _view(viewer, view, after)
    if viewer.has("client"):
        return _own(viewer, after)
    raise Problem(403, "forbidden")


def _view(viewer: Viewer, view: str, after: str) -> PageOut:
    if view not in lists.VIEWS:
        raise bad_field("view", "unknown", _("This is not one of the choices."))
    page = lists.page_of(Listing(view), viewer, _today(), after=_mark(after))
    return PageOut(items=[_row(row) for row in page.rows], next=_following(page.next) if page.next else None)


def _following(mark: Mark) -> str:
    return signing.dumps([mark.due.isoformat() if mark.due else None, mark.ticket], salt=SALT)


def _today() -> Day:
    now = clock.now()
    midnight = localtime(now).replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Day(now, midnight)


def _mark(after: str) -> Mark | None:
    if not after:
        return None
    try:
        due, ticket = signing.loads(after, salt=SALT)
    except signing.BadSignature as error:
        raise bad_field("after", "unknown", _("This is not valid.")) from error
    return Mark(datetime.fromisoformat(due) if due else None, ticket)


def _row(row: dict[str, Any]) -> RowOut:
    names = {who: f"{row[f'ticket__{who}__given_name'] or ''} {row[f'ticket__{who}__family_name'] or ''}".strip()
             for who in ("requester", "owner")}  # fmt: skip
    return RowOut(
        number=row["ticket__number"], title=row["ticket__title"], state=row["ticket__state"], due_at=row["next_due_at"],
        contact_name=names["owner"], requester=names["requester"],
    )  # fmt: skip


def _own(viewer: Viewer, after: str) -> PageOut:
    found = mine.mine(viewer, now=clock.now(), after=mine.Place.parse(after))
    rows = [
        RowOut(
            number=one.number, title=one.title, state=plain(one.state), received_at=one.received_at,
            contact_name=one.owner,
        )
        for one in found.rows
    ]  # fmt: skip
    return PageOut(items=rows, next=str(found.following) if found.following else None)


@others.get("services", response=SERVICES, auth=None, tags=["services"], url_name="api-services")
def services(request: HttpRequest) -> list[ServiceOut]:
    """List the services, with what is promised; anybody may."""
    language = get_language() or "fr"
    return [_service(one, language) for one in offers(clock.now().date()).values()]


def _service(one: Offer, language: str) -> ServiceOut:
    return ServiceOut(
        code=one.code, name=one.name.in_language(language), summary=one.summary.in_language(language),
        first_response=describe(one.first_response, language),
        completion=describe(one.completion, language) if one.completion else "",
        client_groups=list(one.client_groups),
    )  # fmt: skip


@others.get("search", response=FOUND, auth=None, tags=["services"], url_name="api-search")
def search(request: HttpRequest, q: str = Words) -> FoundOut:
    """Find services, and articles for everybody, in somebody's own words; anybody may.

    What finds nothing is counted, without who searched.
    """
    language = get_language() or "fr"
    words = " ".join(q.replace("\x00", "").split())
    today = localtime(clock.now()).date()
    found = services_for(words, language=language, on=today)
    known = [hit.article for hit in answering(words, language=language, on=today, near=found.worths)]
    if words:
        count = len(found.services) + len(known)
        note_search(words, language=language, channel="api", found=count, by=ANONYMOUS, now=clock.now())
    return FoundOut(
        items=[_service(one, language) for one in found.services],
        articles=[_article(one, language) for one in known], read_as=dict(found.read_as),
    )  # fmt: skip


def _article(one: "Article", language: str) -> ArticleOut:
    return ArticleOut(
        slug=one.slug, title=one.title.in_language(language),
        url=settings.BASE_URL + address("portal-article", one.slug),
    )  # fmt: skip


@others.get("tasks", response=TASKS, auth=BY_SESSION, tags=["tasks"], url_name="api-tasks")
def tasks(request: HttpRequest, mine: bool = False) -> list[TaskOut]:
    """List the tasks in hand: of one's unit, or one's own."""
    viewer = caller_of(request)
    if not viewer.may("tickets.read_tasks"):
        raise Problem(403, "forbidden")
    found = worklist.tasks_in_hand("mine" if mine else "unit", viewer)
    return [_task(row, get_language() or "fr") for row in found[: worklist.PAGE]]


def _task(row: dict[str, Any], language: str) -> TaskOut:
    return TaskOut(
        ticket=row["ticket__number"], letter=row["letter"], title=row["title"].in_language(language),
        state=row["state"], unit=row["unit__code"], due_at=row["due_at"],
    )  # fmt: skip
