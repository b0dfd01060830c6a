"""What offices share: our notices, who is who, what to learn, and what they ask one another."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.glossary.queries import used_in
from guichet.areas.knowledge import actions, queries, rules
from guichet.areas.people.access import Viewer
from guichet.areas.people.queries.team import own_places
from guichet.doors.portal import limits, offering
from guichet.doors.portal import team as known
from guichet.doors.portal.forms.team import PostForm
from guichet.doors.portal.opened import for_offices, viewer_of
from guichet.doors.portal.views.articles import body_of
from guichet.ground import clock
from guichet.ground.ui.papers import rows_of

if TYPE_CHECKING:
    from guichet.areas.knowledge.models import Post

POSTS_OF_PERSON = 20  # an hour
WRONG = 422


@require_http_methods(["GET", "HEAD", "POST"])
@for_offices
def team(request: HttpRequest) -> HttpResponse:
    """Show what is of somebody’s team, and let them ask all offices."""
    viewer, on = viewer_of(request), offering.today()
    form = PostForm(request.POST or None, label=_("Your question"), auto_id="ask_%s")
    if form.is_bound and (asked := _posted(viewer, form)):
        messages.success(request, _("Your question is asked: every office reads it."))
        return HttpResponseRedirect(reverse("portal-team-question", args=[asked.pk]))
    after = request.GET.get("after", "")
    before = int(after) if after.isascii() and after.isdecimal() and len(after) < 19 else None
    asked_so_far, older = queries.questions(viewer, before=before)
    context = {
        "form": form, "notices": queries.for_offices(viewer, notice=True), "questions": asked_so_far,
        "articles": queries.for_offices(viewer, notice=False), "guides": known.guides(),
        "colleagues": known.colleagues(viewer, on=on), "window": known.window(on=on),
        "older_url": f"?after={older}#asked" if older else "", "newer_url": request.path if before else "",
    }  # fmt: skip
    return render(request, "portal/team/page.html", context, status=WRONG if form.errors else 200)


@require_safe
@for_offices
def article(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a notice, or what offices keep to know; it counts as opened."""
    viewer = viewer_of(request)
    found = queries.article_for_offices(viewer, slug)
    if found is None:
        raise Http404
    if request.method == "GET":
        actions.note_reading(found, by=viewer, now=clock.now())
    language = found.body.language_shown(offering.lang())
    text = found.body.in_language(language)
    terms = used_in(rules.plain_of(text), language)
    context = {
        "article": found, "language": language, "terms": terms,
        "words": body_of(text, {one.pk: one.name.in_language(language) for one in terms}),
        "papers": rows_of(queries.documents_of(found, offering.lang()), "portal-document"),
    }  # fmt: skip
    return render(request, "portal/team/article.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_offices
def question(request: HttpRequest, pk: int) -> HttpResponse:
    """Show what an office asked and what others answered; let them answer."""
    viewer = viewer_of(request)
    found = queries.question(viewer, pk)
    if found is None:
        raise Http404
    form = PostForm(request.POST or None, label=_("Your answer"))
    if form.is_bound and _posted(viewer, form, found):
        messages.success(request, _("Your answer is there: every office reads it."))
        return HttpResponseRedirect(request.path)
    context: dict[str, Any] = {"question": found, "answers": queries.answers_to(viewer, found), "form": form}
    return render(request, "portal/team/question.html", context, status=WRONG if form.errors else 200)


def _posted(viewer: Viewer, form: PostForm, question: "Post | None" = None) -> "Post | None":
    """Keep what somebody wrote; what is wrong, or too much for an hour, is said at the field."""
    if not form.is_valid():
        return None
    if limits.too_many("post", viewer.ref, POSTS_OF_PERSON):
        form.add_error("words", _("That was a lot within an hour. Wait a little, then send it again."))
        return None
    place = own_places(viewer, on=offering.today())[0]
    return actions.post(
        place, words=form.cleaned_data["words"].strip(), language=offering.lang(), by=viewer, now=clock.now(),
        question=question,
    )  # fmt: skip
