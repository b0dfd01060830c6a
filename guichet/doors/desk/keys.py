"""The keys of the desk, the same in a list, in the panel beside it and on the page of a ticket.

A verb has its key where it stands in a template (`data-key`, the usual one); a key named here can be changed by whoever
works with it, and those of `ROW_KEYS` also work on the row that one is at: the panel opens, and the verb is done in it.
"""

from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from guichet.areas.people import actions as people
from guichet.doors.desk.entrance import DeskRequest, for_staff
from guichet.doors.desk.frame import frame
from guichet.doors.desk.labels import Words

MOVES: Words = {
    "j": gettext_lazy("Next row, next request"), "k": gettext_lazy("Row before"), "o": gettext_lazy("Peek"),
    "x": gettext_lazy("Choose the row"), "X": gettext_lazy("Choose up to this row"),
    "v": gettext_lazy("Filter and keep"), "b": gettext_lazy("Back to the list"),
    "N": gettext_lazy("Give me the next one"),
}  # fmt: skip
VERBS: Words = {
    "t": gettext_lazy("Take"), "s": gettext_lazy("Status: sort, reopen, cancel"),
    "r": gettext_lazy("Write to the client"), "q": gettext_lazy("Ask the client"), "n": gettext_lazy("Internal note"),
    "c": gettext_lazy("Consult an expert"), "d": gettext_lazy("Delegate to a unit"), "a": gettext_lazy("Assign"),
    "h": gettext_lazy("Hand over to a colleague"), "P": gettext_lazy("Priority"), "i": gettext_lazy("Templates"),
    "p": gettext_lazy("Move the promise"), "e": gettext_lazy("Resolve"),
    "E": gettext_lazy("Resolve, then the next one"), "g": gettext_lazy("Start this plan"),
    "m": gettext_lazy("Join to another request"), "l": gettext_lazy("Link to another request"),
    "z": gettext_lazy("Set aside until a moment"), "f": gettext_lazy("Follow, or stop following"),
    "w": gettext_lazy("Who takes part"), "D": gettext_lazy("Split off another matter"),
    "y": gettext_lazy("Copy the number"),
}  # fmt: skip
ROW_KEYS = "".join(VERBS)
KEYS = MOVES | VERBS


@require_http_methods(["GET", "HEAD", "POST"])
@for_staff
def preferences(request: DeskRequest) -> HttpResponse:
    """Choose one's keys, or none."""
    own, wrong = dict(request.viewer.keys), ""
    shown, off = {usual: own.get(usual, usual) for usual in KEYS}, request.viewer.keys_off
    if request.method == "POST":
        shown = {usual: request.POST.get(f"key-{ord(usual)}", "").strip() or usual for usual in KEYS}
        off = "on" not in request.POST
        try:
            with transaction.atomic():
                people.set_keys(shown, by=request.viewer, off=off)
        except people.NotAKey as fault:
            wrong = str(fault)
        else:
            return redirect("desk-preferences")
    lines = [(ord(usual), words, shown[usual], usual) for usual, words in KEYS.items()]
    context = frame(request) | {"lines": lines, "off": off, "wrong": wrong}
    return render(request, "desk/preferences.html", context, status=422 if wrong else 200)


@require_POST
@for_staff
def switch(request: DeskRequest) -> HttpResponse:
    """Switch single keys on or off, from the list of keys."""
    people.switch_keys(by=request.viewer, off="on" not in request.POST)
    return HttpResponse(status=204)
