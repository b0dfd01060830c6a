"""The pages where articles are written, reviewed, published, dated, compared and retired."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.db import transaction
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.safestring import mark_safe
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.areas.knowledge import actions, queries, rules
from guichet.areas.people.queries import staff
from guichet.doors.office import articleform
from guichet.doors.office.articleform import AUDIENCES, MOVES, STATES
from guichet.doors.office.documentform import DocumentPage
from guichet.doors.office.entrance import OfficeRequest, for_holders
from guichet.doors.office.frame import frame
from guichet.doors.office.sheetform import SheetForm
from guichet.doors.office.sheetwords import LANGUAGE_WORDS
from guichet.doors.office.team import reached
from guichet.doors.office.writing import lang
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES
from guichet.ground.ui.papers import rows_of
from guichet.ground.ui.places import address

if TYPE_CHECKING:
    from guichet.areas.knowledge.models import Article, ArticleVersion

HERE = "office-articles"
WRONG = 422
for_writers = for_holders("knowledge.write")
VERBS = {
    "review": actions.hand_over, "draft": actions.take_back, "published": actions.publish, "retired": actions.retire,
}  # fmt: skip
REFUSALS = (actions.NotWhole, actions.NotExplained, actions.ChangedMeanwhile, actions.AddressTaken)


@require_safe
@for_writers
def every(request: OfficeRequest) -> HttpResponse:
    """List the articles with their state, who keeps them, and how each does."""
    now, state, after = clock.now(), request.GET.get("state", ""), request.GET.get("after", "")
    state = state if state in STATES else ""
    page, further = queries.kept(request.viewer, state=state, after=number_in(after))
    health = queries.health_of([row.pk for row in page], now=now)
    today, opened = localtime(now).date(), reached(row.pk for row in page)
    context = frame(request, HERE) | {
        "rows": [
            {
                "row": row, "state": STATES[row.state], "audience": AUDIENCES[row.audience],
                "is_stale": rules.is_stale(row.review_on, today), "used": health[row.pk].used,
                "doubted": health[row.pk].doubted, "opened": opened.get(row.pk, ""),
            }
            for row in page
        ],
        "states": [(code, words, code == state) for code, words in STATES.items()], "all": not state, "state": state,
        "next": further, "is_later": bool(after), "writes_guides": request.viewer.may("guidance.write"),
        "moderates": request.viewer.may("knowledge.moderate"),
    }  # fmt: skip
    return render(request, "office/articles/list.html", context)


def number_in(text: str) -> int | None:
    """Return the number that an address holds."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) < 19 else None


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def new(request: OfficeRequest) -> HttpResponse:
    """Begin an article."""
    if request.method != "POST":
        assert request.viewer.staff is not None
        return page_of(request, None, articleform.blank(staff(request.viewer.staff).unit.code))
    form = articleform.typed(request.POST.dict())
    said = articleform.wanted(form)
    if said is None:
        return page_of(request, None, form)
    made = actions.begin(said[0], by=request.viewer, now=clock.now())
    messages.success(request, _("Kept as a draft: hand it over for review when it is ready."))
    return HttpResponseRedirect(reverse("office-article", args=[made.pk]))


def article_for(request: OfficeRequest, pk: int) -> "Article":
    """Return an article for whoever writes them."""
    found = queries.article_by_id(request.viewer, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def one(request: OfficeRequest, pk: int) -> HttpResponse:
    """Read an article, and write it in both languages."""
    row = article_for(request, pk)
    if request.method != "POST":
        return page_of(request, row, articleform.written(row))
    proposes = only_proposes(request, row)
    form = articleform.typed((articleform.written(row).said if proposes else {}) | request.POST.dict())
    if _kept(request, row, form):
        return HttpResponseRedirect(reverse("office-article", args=[row.pk]))
    return page_of(request, row, form)


def only_proposes(request: OfficeRequest, row: "Article") -> bool:
    """Tell whether somebody else must accept what the reader writes here."""
    return row.state == row.State.PUBLISHED and not request.viewer.may("knowledge.publish")


def _kept(request: OfficeRequest, row: "Article", form: SheetForm) -> bool:
    said = articleform.wanted(form, row.slug)
    if said is None:
        return False
    wanted, on = said
    if on and on <= localtime(clock.now()).date():
        form.fault("effective_on", _("Choose a day to come, or none."))
        return False
    try:
        with transaction.atomic():
            read = number_in(form.get("version")) or 0
            actions.revise(row, wanted, read=read, on=on, by=request.viewer, now=clock.now())
    except REFUSALS as refusal:
        form.general.append(str(refusal))
        form.said["version"] = str(row.version)
        return False
    messages.success(request, _said(request, row, dated=on is not None))
    return True


def _said(request: OfficeRequest, row: "Article", *, dated: bool) -> str:
    if only_proposes(request, row):
        return _("Proposed: people read it once it is accepted.")
    if dated and request.viewer.may("knowledge.publish"):
        return _("Kept: it takes effect on its day.")
    return _("Kept.")


def page_of(
    request: OfficeRequest, row: "Article | None", form: SheetForm, *, paper: DocumentPage | None = None
) -> HttpResponse:
    """Show the page of an article, with what was typed."""
    may_publish = request.viewer.may("knowledge.publish")
    form.said.setdefault("version", "0")
    context = frame(request, HERE) | {
        "row": row, "form": form, "heading": str(row.title) if row else _("Write an article"),
        "parts": articleform.parts_of(form, words_only=row is not None and only_proposes(request, row)),
        "may_publish": may_publish,
    }  # fmt: skip
    if row:
        health = queries.health_of([row.pk], now=clock.now())[row.pk]
        context |= {
            "state": STATES[row.state], "waiting": queries.waiting_on(row), "readings": _readings(row),
            "opened": reached([row.pk]).get(row.pk, ""),
            "used": health.used, "doubted": health.doubted, "moves": _moves(row, may_publish),
            "page_url": address("portal-article", row.slug) if _is_public(row) else "",
            "papers": rows_of(queries.documents_of(row, lang()), "desk-document"),
            "proposes": only_proposes(request, row),
            "paper": paper or DocumentPage(),
        }  # fmt: skip
    is_wrong = form.errors or form.general or (paper and paper.errors)
    return render(request, "office/articles/edit.html", context, status=WRONG if is_wrong else 200)


def _is_public(row: "Article") -> bool:
    return row.state == row.State.PUBLISHED and row.audience == row.Audience.CLIENT


def _moves(row: "Article", may_publish: bool) -> list[tuple[str, Any]]:
    own = ("draft", "review")
    return [(to, MOVES[to]) for to in actions.MOVES[row.state] if may_publish or to in own]


def _readings(row: "Article") -> list[tuple[str, str, Any]]:
    """Return what people read, in each language."""
    return [
        (code, getattr(row.title, code), mark_safe(rules.html_of(getattr(row.body, code))))  # noqa: S308  (cleaned)
        for code in LANGUAGES
        if getattr(row.body, code)
    ]


@require_POST
@for_writers
def state(request: OfficeRequest, pk: int) -> HttpResponse:
    """Move an article from state to state; what keeps it from being published is said."""
    row, to = article_for(request, pk), request.POST.get("to", "")
    if to not in actions.MOVES[row.state]:
        messages.error(request, _("This article is in another state by now."))
        return HttpResponseRedirect(reverse("office-article", args=[row.pk]))
    try:
        with transaction.atomic():
            moved = VERBS[to](row, by=request.viewer, now=clock.now())
    except REFUSALS as refusal:
        form = articleform.written(row)
        form.general.append(str(refusal))
        return page_of(request, row, form)
    messages.success(request, str(STATES[moved.state]))
    return HttpResponseRedirect(reverse("office-article", args=[row.pk]))


@require_safe
@for_writers
def versions(request: OfficeRequest, pk: int) -> HttpResponse:
    """List what an article said, and what it is to say."""
    row = article_for(request, pk)
    return render(
        request, "office/articles/versions.html",
        frame(request, HERE) | {"row": row, "versions": queries.versions_of(row)},
    )  # fmt: skip


def _version(row: "Article", pk: int) -> "ArticleVersion":
    found = queries.version_of(row, pk)
    if found is None:
        raise Http404
    return found


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def version(request: OfficeRequest, pk: int, nth: int) -> HttpResponse:
    """Show what a version changed, line by line; accept what waits, or give it up."""
    row = article_for(request, pk)
    found = _version(row, nth)
    if request.method == "POST":
        return _decided(request, row, found)
    since = number_in(request.GET.get("since", ""))
    changes = queries.difference(row, found, since=since)
    context = frame(request, HERE) | {
        "row": row, "found": found, "since": found.base if since is None else since,
        "others": [one for one in queries.versions_of(row) if one.number and one.pk != found.pk],
        "changes": [
            (f"{articleform.DIFFERS[one.part]}, {LANGUAGE_WORDS[one.language]}", f"{one.language}-CA", one.lines)
            for one in changes
        ],
        "may_accept": not found.number and request.viewer.may("knowledge.publish"),
        "may_drop": not found.number
        and (request.viewer.may("knowledge.publish") or found.staff_id == request.viewer.staff),
    }  # fmt: skip
    return render(request, "office/articles/diff.html", context)


def _decided(request: OfficeRequest, row: "Article", found: "ArticleVersion") -> HttpResponse:
    by, now = request.viewer, clock.now()
    if request.POST.get("do") == "accept":
        try:
            with transaction.atomic():
                actions.accept(row, version=found.pk, by=by, now=now)
            messages.success(request, _("Accepted: people read it from now on."))
        except REFUSALS as refusal:
            messages.error(request, str(refusal))
    elif actions.drop(row, version=found.pk, by=by, now=now):
        messages.success(request, _("The change was given up."))
    else:
        raise Http404
    return HttpResponseRedirect(reverse("office-article", args=[row.pk]))
