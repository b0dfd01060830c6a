"""The pages where templates are read, written in both languages side by side, published and retired."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.http.response import HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from guichet.areas.automation.queries.reading import rules_proposing
from guichet.areas.macros import actions
from guichet.areas.macros.access import WRITERS
from guichet.areas.macros.queries import macro_of, macros_of
from guichet.areas.macros.rules.steps import SCOPES as ALL_SCOPES
from guichet.areas.macros.rules.steps import NewMacro
from guichet.areas.people.access import Viewer
from guichet.doors.desk import labels
from guichet.doors.desk.entrance import DeskRequest, only_for
from guichet.doors.desk.frame import frame
from guichet.doors.desk.listfiles import templates_file
from guichet.doors.desk.macrowords import in_short
from guichet.doors.desk.names import colleagues, here, unit_choices
from guichet.doors.desk.performing import attempt
from guichet.doors.desk.rows import today
from guichet.doors.desk.sheet import service_choices
from guichet.doors.desk.tagging import tag_choices
from guichet.doors.desk.templateforms import (
    PAIRS,
    SCOPES,
    MacroPageForm,
    conditions_offered,
    placeholders_offered,
    sends_offered,
    written,
)
from guichet.ground import clock
from guichet.ground.bilingual import LANGUAGES, Bilingual
from guichet.ground.ui.sheets import address_of_sheet, wants_sheet

if TYPE_CHECKING:
    from guichet.areas.macros.models import Macro

for_writers = only_for(*WRITERS)
NEW: dict[str, Any] = {
    "sends": "reply", "due": "2 bd", "mandatory": True, "version": "", "code": "done", "service": "", "impact": "",
    "urgency": "", "owner": "", "plan": False, "unit": "", "keeper": "", "review_on": "",
} | {f"{name}_{lang}": "" for name in PAIRS for lang in LANGUAGES}  # fmt: skip


@require_safe
@for_writers
def every(request: DeskRequest) -> HttpResponseBase:
    """List the templates that one may use or write, those used most first."""
    day = today().now.date()
    rows = [
        {
            "pk": one.pk, "name": one.name.in_language(here()), "does": in_short(one.does), "uses": one.uses,
            "used_at": one.used_at, "scope": SCOPES[one.scope], "state": one.state, "review_on": one.review_on,
            "keeper": one.keeper.full_name if one.keeper else "", "due": bool(one.review_on and one.review_on <= day),
            "team": one.unit.code if one.unit else "",
        }
        for one in macros_of(request.viewer)
    ]  # fmt: skip
    if wants_sheet(request):
        return templates_file(request, rows)
    parts: dict[str, Any] = {"rows": [one for one in rows if one["state"] != "retired"]}
    parts["sheet_url"] = address_of_sheet(request)
    parts["retired"] = [one for one in rows if one["state"] == "retired"]
    return render(request, "desk/templates/list.html", frame(request) | parts)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def new(request: DeskRequest) -> HttpResponse:
    """Write a new template."""
    scopes = _scopes(request.viewer)
    form = MacroPageForm(request.POST if request.method == "POST" else None, scopes)
    if request.method == "POST" and _kept(form, lambda: _keep(form, request.viewer)):
        return _thanked(request, form)
    said = NEW | {"scope": scopes[0], "keeper": str(request.viewer.staff or "")}
    return _page(request, form, said, None)


@require_http_methods(["GET", "HEAD", "POST"])
@for_writers
def one(request: DeskRequest, pk: int) -> HttpResponse:
    """Read a template, and write it again where one may."""
    macro = _macro(request, pk)
    form = MacroPageForm(request.POST if request.method == "POST" else None, [macro.scope])
    if request.method == "POST":
        request.viewer.require("macros.keep", macro)
        if _kept(form, lambda: _revise(form, macro, request.viewer)):
            return _thanked(request, form)
    return _page(request, form, written(macro), macro)


@require_POST
@for_writers
def retirement(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a template out of use."""
    actions.retire(_macro(request, pk), by=request.viewer, now=clock.now())
    messages.success(request, _("Retired: nobody finds it any more, and it can come back."))
    return HttpResponseRedirect(reverse("desk-templates"))


@require_POST
@for_writers
def comeback(request: DeskRequest, pk: int) -> HttpResponse:
    """Take a retired template up again."""
    macro = actions.bring_back(_macro(request, pk), by=request.viewer, now=clock.now())
    messages.success(request, _("It is a draft again: read it, then publish it."))
    return HttpResponseRedirect(reverse("desk-template", args=[macro.pk]))


def _macro(request: DeskRequest, pk: int) -> "Macro":
    macro = macro_of(request.viewer, pk)
    if macro is None:
        raise Http404
    return macro


def _scopes(viewer: Viewer) -> list[str]:
    return [one for one in ALL_SCOPES if viewer.may("macros.keep", NewMacro(scope=one, name=Bilingual()))]


def _keep(form: MacroPageForm, viewer: Viewer) -> object:
    return actions.keep(form.wanted(), by=viewer, now=clock.now())


def _revise(form: MacroPageForm, macro: "Macro", viewer: Viewer) -> object:
    version = form.cleaned_data["version"] or 0
    return actions.revise(macro, by=viewer, now=clock.now(), wanted=form.wanted(), version=version)


def _kept(form: MacroPageForm, act: Any) -> bool:
    faults: list[Any] = []

    def keep() -> None:
        try:
            act()
        except actions.CannotKeep as refusal:
            faults.extend(refusal.faults)
            raise
        except actions.ChangedMeanwhile:
            form.moved = True
            raise

    done = attempt(form, keep)
    form.tell(faults)
    return done


def _thanked(request: DeskRequest, form: MacroPageForm) -> HttpResponse:
    published = form.cleaned_data["publish"]
    messages.success(request, _("Published.") if published else _("Kept as a draft: publish it when it is ready."))
    return HttpResponseRedirect(reverse("desk-templates"))


def _page(request: DeskRequest, form: MacroPageForm, said: dict[str, Any], macro: "Macro | None") -> HttpResponse:
    if form.is_bound:
        typed = request.POST
        said = {name: typed.get(name, "") for name in form.fields}
        said |= {name: typed.getlist(name) for name in form.fields if name.startswith("when_")}
        said["version"] = said["version"] if macro is None or not form.moved else str(macro.version)
    context = {
        "macro": macro, "form": form, "said": said,
        "may_write": macro is None or request.viewer.may("macros.keep", macro),
        "scopes": [(one, SCOPES[one]) for one in ([macro.scope] if macro else _scopes(request.viewer))],
        "sends": sends_offered(), "resolutions": labels.choices(labels.RESOLUTIONS),
        "levels": labels.choices(labels.LEVELS), "services": service_choices(today().now.date()),
        "owners": [one for one in colleagues() if one.owns], "units": unit_choices(),
        "dues": labels.choices(labels.DUES), "tags": tag_choices(),
        "keepers": colleagues(), "placeholders": placeholders_offered(),
        "conditions": [(*known, said.get(f"when_{known[0]}", [])) for known in conditions_offered()],
        "name": macro.name.in_language(here()) if macro else "",
        "proposed_by": rules_proposing(macro.pk) if macro else [],
    }  # fmt: skip
    status = 422 if form.errors else 200
    return render(request, "desk/templates/page.html", frame(request) | context, status=status)
