"""Building the forms of services: a list, a page where a draft is written in both languages, its versions."""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec

from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from guichet.areas.forms import actions
from guichet.areas.forms.queries import published
from guichet.areas.forms.rules.content import Content, content_of
from guichet.areas.people.access import Viewer
from guichet.doors.office.formbuilding import changed, written
from guichet.doors.office.formwords import told
from guichet.doors.office.frame import frame
from guichet.doors.office.shortfiles import forms_file
from guichet.ground import clock
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

P = ParamSpec("P")
Page = Callable[Concatenate[Any, P], HttpResponseBase]
STATES = {
    "draft": gettext_lazy("Draft"), "published": gettext_lazy("Published"), "retired": gettext_lazy("Retired"),
}  # fmt: skip
OPERATORS = (
    ("is", gettext_lazy("is")), ("is_not", gettext_lazy("is not")), ("more", gettext_lazy("is more than")),
    ("less", gettext_lazy("is less than")), ("answered", gettext_lazy("was answered")),
)  # fmt: skip


def for_builders(view: Page[P]) -> Page[P]:
    """Let in whoever builds forms; to the others the page does not exist."""

    @wraps(view)
    def enter(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        viewer: Viewer = request.viewer  # type: ignore[attr-defined]
        if not request.user.is_authenticated:
            return redirect_to_login(request.get_full_path())
        if not viewer.may("forms.build"):
            raise Http404
        return view(request, *args, **kwargs)

    return enter


@require_safe
@for_builders
def every(request: Any) -> HttpResponseBase:
    """List the services, and where the form of each stands."""
    rows = [
        (one, [(version.number, STATES[version.state]) for version in versions if version.state != "retired"])
        for one, versions in published.services_with_forms()
    ]
    if wants_sheet(request):
        return forms_file(request, rows)
    context = frame(request, "office-forms") | {"rows": rows, "sheet_url": address_of_sheet(request)}
    return render(request, "office/forms.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@for_builders
def one(request: Any, code: str) -> HttpResponse:
    """Write the draft of a service's form, or open one."""
    if not published.is_service(code):
        raise Http404
    draft = next((one for one in published.versions_of(code) if one.state == "draft"), None)
    if request.method == "POST" and draft is None:
        actions.open_draft(code, by=request.viewer, now=clock.now())
        return HttpResponseRedirect(reverse("office-form", args=[code]))
    elements = published.entries()
    if request.method == "POST":
        return _write(request, code, draft, written(request.POST, elements))
    content = content_of(draft.sections, published.dictionary()) if draft else Content()
    return _page(request, code, draft, content)


def _write(request: Any, code: str, draft: Any, typed: Content) -> HttpResponse:
    act, now = request.POST.get("do", "save"), clock.now()
    content = typed if act in ("save", "publish") else changed(typed, act)
    edition = request.POST.get("edition", "")
    known = int(edition) if edition.isascii() and edition.isdigit() and len(edition) < 10 else 0
    if known != draft.edition:
        return _page(request, code, draft, typed, wrong=str(actions.ChangedMeanwhile()))
    kept = actions.revise(draft, by=request.viewer, now=now, content=content, edition=known)
    if act == "publish":
        faults = published.faults_in(kept)
        if faults:
            return _page(request, code, kept, content, wrong=str(actions.CannotPublish(faults)), faults=faults)
        actions.publish(kept, by=request.viewer, now=now, edition=kept.edition)
        messages.success(request, _("Published: the service asks this from now on."))
        return HttpResponseRedirect(reverse("office-form-version", args=[code, kept.number]))
    response = HttpResponseRedirect(reverse("office-form", args=[code]))
    where = act.split()[1:2]
    response.headers["Location"] += f"#s{where[0]}" if where and where[0].isdigit() else ""
    if act == "save":
        messages.success(request, _("Kept as a draft: publish it when it is ready."))
    return response


def _page(request: Any, code: str, draft: Any, content: Content, wrong: str = "", faults: Any = ()) -> HttpResponse:
    entries = published.entries()
    context = frame(request, "office-forms") | {
        "service": published.is_service(code), "draft": draft, "content": content, "wrong": wrong, "faults": faults,
        "pages": _pages(content),
        "versions": [(one, STATES[one.state]) for one in published.versions_of(code)], "operators": OPERATORS,
        "elements": list(entries.values()), "codes": entries.keys(), "deprecated": published.deprecated(),
        "keys": [one.key for _section, one in content.fields()],
    }  # fmt: skip
    return render(request, "office/form.html", context, status=422 if wrong else 200)


def _pages(content: Content) -> list[tuple[str, Any, list[tuple[str, Any]]]]:
    """Name every page and question as the builder sends it back."""
    return [
        (f"s{place}", section, [(f"s{place}-f{row}", asked) for row, asked in enumerate(section.fields)])
        for place, section in enumerate(content.sections)
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@for_builders
def version(request: Any, code: str, nth: int) -> HttpResponse:
    """Read a version in both languages, with what changed since the one before; take it out of use."""
    known = published.versions_of(code)
    held = next((one for one in known if one.number == nth), None)
    if held is None:
        raise Http404
    if request.method == "POST":
        actions.retire(held, by=request.viewer)
        messages.success(request, _("Retired: the service is asked for in one’s own words again."))
        return HttpResponseRedirect(reverse("office-form", args=[code]))
    before = next((one for one in known if one.number < nth), None)
    context = frame(request, "office-forms") | {
        "service": held.form.service, "held": held, "state": STATES[held.state], "before": before,
        "changes": list(told(before.sections, held.sections)) if before else [],
        "steps": _asked(published.content_now(held)),
        "languages": ["fr", "en"],
    }  # fmt: skip
    return render(request, "office/form_version.html", context)


def _asked(content: Content) -> list[tuple[Any, list[tuple[Any, str, Any]]]]:
    """Return every question of a form with what its answer is."""
    return [
        (section, [(one, content.element(one).kind, content.element(one).choices) for one in section.fields])
        for section in content.sections
    ]
