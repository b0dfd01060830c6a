"""What offices read of ours, and what they ask and answer among themselves; the window may hide it, with a reason."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from guichet.areas.knowledge.models import Article, Post, Reading
from guichet.areas.people.access import Viewer
from guichet.areas.people.actions import NEW
from guichet.areas.people.queries import persons_by_email
from guichet.areas.people.queries.team import places_in_offices
from guichet.ground.access import Actor
from guichet.ground.actions import action

if TYPE_CHECKING:
    from guichet.areas.people.models import Membership


class NoReason(Exception):
    """Something is to be hidden without a word to whoever wrote it."""

    def __str__(self) -> str:
        return _("Say why: whoever wrote it reads your reason.")


class NoPlace(Exception):
    """Whoever is to have asked works in no office."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PostForm:
    """A question that a scenario declares, with its answers; `person` is an address."""

    person: str
    words: str
    language: str
    answers: "tuple[PostForm, ...]" = ()


@action("knowledge.configure")
def configure_question(form: PostForm, *, by: Actor, now: datetime) -> list[str]:
    """Keep a declared question with its answers, unless it is there; return what changed."""
    if Post.rows.filter(question=None, words=form.words, person=_place_of(form, now).person_id).exists():
        return []
    asked = _declared(form, by, now)
    for one in form.answers:
        _declared(one, by, now, asked)
    return [NEW]


def _declared(form: PostForm, by: Actor, now: datetime, question: Post | None = None) -> Post:
    return post(_place_of(form, now), words=form.words, language=form.language, by=by, now=now, question=question)


def _place_of(form: PostForm, now: datetime) -> "Membership":
    rows = places_in_offices(on=localtime(now).date())
    found = rows.filter(person__in=persons_by_email(form.person)).order_by("-starts_on", "-pk").first()
    if found is None:
        raise NoPlace
    return found


@action("knowledge.read")
def note_reading(article: Article, *, by: Viewer, now: datetime) -> bool:
    """Note that somebody opened an article for offices; tell whether it was the first time."""
    assert by.person is not None
    return Reading.objects.get_or_create(article=article, person_id=by.person, defaults={"at": now})[1]


@action("knowledge.post")
def post(
    place: "Membership", *, words: str, language: str, by: Actor, now: datetime, question: Post | None = None
) -> Post:
    """Ask all offices something, or answer what one of them asked."""
    return Post.rows.create(
        person_id=place.person_id, organisation_id=place.organisation_id, words=words, language=language, at=now,
        question=question,
    )  # fmt: skip


@action("knowledge.moderate")
def hide(post: Post, *, why: str, by: Viewer, now: datetime) -> Post:
    """Keep words from everybody but the window and whoever wrote them, who reads why."""
    if not why.strip():
        raise NoReason
    post.hidden_at, post.hidden_why, post.hidden_by_id = now, why.strip(), by.staff
    post.save(update_fields=["hidden_at", "hidden_why", "hidden_by"])
    return post


@action("knowledge.moderate")
def show_again(post: Post, *, by: Viewer) -> Post:
    """Let offices read again what was hidden."""
    post.hidden_at, post.hidden_why, post.hidden_by_id = None, "", None
    post.save(update_fields=["hidden_at", "hidden_why", "hidden_by"])
    return post
