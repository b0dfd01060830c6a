"""Addresses of the desk."""

from django.urls import path, re_path, register_converter

from guichet.areas.sla.queries.lists import VIEWS
from guichet.doors.desk import (
    amending,
    asides,
    calls,
    contacts,
    downloads,
    finding,
    involving,
    keeping,
    keptviews,
    keys,
    lists,
    live,
    looks,
    macros,
    merging,
    oneperson,
    origin,
    palette,
    peopleviews,
    placing,
    quarantine,
    rereading,
    selection,
    splitting,
    tasklists,
    taskviews,
    templatepages,
    tickets,
    verbs,
)


class NumberConverter:
    """The number of a ticket."""

    regex = r"G-\d{4}-\d{6}-\d"

    def to_python(self, value: str) -> str:
        """Return the number as it is written."""
        return value

    def to_url(self, value: str) -> str:
        """Return the number as it is written."""
        return value


register_converter(NumberConverter, "ticket")
TICKET = "tickets/<ticket:number>/"
LIST = rf"lists/(?P<view>{'|'.join(VIEWS)})/"
TASK = "tasks/<int:pk>/"
SEVERAL = "assignment|tasks|tags|resolution|merging|templates"

urlpatterns = [
    path("", lists.home, name="desk-home"),
    path("sorting/", lists.sorting, name="desk-sorting"),
    re_path(rf"^{LIST}$", lists.tickets, name="desk-list"),
    re_path(rf"^{LIST}narrowing/$", keptviews.narrowing, name="desk-narrowing"),
    re_path(rf"^{LIST}kept/$", keptviews.kept, name="desk-view-keeping"),
    re_path(rf"^{LIST}next/$", origin.following, name="desk-next"),
    re_path(rf"^{LIST}selection/undoing/$", selection.undoing, name="desk-selection-undoing"),
    re_path(rf"^{LIST}selection/(?P<name>{SEVERAL})/$", selection.several, name="desk-selection"),
    path("next-request/", placing.next_request, name="desk-next-request"),
    path("absence/", placing.absence, name="desk-absence"),
    path("preferences/", keys.preferences, name="desk-preferences"),
    path("preferences/keys-switch/", keys.switch, name="desk-keys-switch"),
    path("kept-views/<int:pk>/removal/", keptviews.removal, name="desk-view-removal"),
    re_path(r"^worklists/(?P<view>mine|unit)/$", tasklists.tasks, name="desk-tasks"),
    path(TICKET, tickets.page, name="desk-ticket"),
    path(f"{TICKET}peek/", tickets.peek, name="desk-peek"),
    path(f"{TICKET}seen/", looks.of_ticket, name="desk-seen"),
    path(f"{TICKET}replies/", verbs.replies, name="desk-replies"),
    path(f"{TICKET}replies/later/", verbs.later, name="desk-later"),
    path(f"{TICKET}replies/kept-back/", verbs.keeping_back, name="desk-keeping-back"),
    path(f"{TICKET}second-look/", rereading.second_look, name="desk-second-look"),
    path(f"{TICKET}second-look/end/", rereading.second_look_end, name="desk-second-look-end"),
    path(f"{TICKET}second-look/changes/", rereading.rereading, name="desk-rereading"),
    path(f"{TICKET}second-look/approval/", rereading.approval, name="desk-approval"),
    path(f"{TICKET}second-look/settling/", rereading.settling, name="desk-settling"),
    path(f"{TICKET}questions/", verbs.questions, name="desk-questions"),
    path(f"{TICKET}notes/", verbs.notes, name="desk-notes"),
    path(f"{TICKET}resolution/", verbs.resolution, name="desk-resolution"),
    path(f"{TICKET}unsending/", verbs.unsending, name="desk-unsending"),
    path(f"{TICKET}drafts/<slug:kind>/", verbs.drafts, name="desk-drafts"),
    path(f"{TICKET}taking/", verbs.taking, name="desk-taking"),
    path(f"{TICKET}fields/", amending.fields, name="desk-fields"),
    path(f"{TICKET}placing/", placing.placing, name="desk-placing"),
    path(f"{TICKET}assignment/", verbs.assignment, name="desk-assignment"),
    path(f"{TICKET}aside/", asides.aside, name="desk-aside"),
    path(f"{TICKET}waking/", asides.waking, name="desk-waking"),
    path(f"{TICKET}following/", asides.following, name="desk-following"),
    path(f"{TICKET}unfollowing/", asides.unfollowing, name="desk-unfollowing"),
    path(f"{TICKET}handing/", verbs.handing, name="desk-handing"),
    path(f"{TICKET}sorting/", verbs.sorting, name="desk-sorting-of"),
    path(f"{TICKET}behalf/", verbs.behalf, name="desk-behalf"),
    path(f"{TICKET}readers/", verbs.readers, name="desk-readers"),
    path(f"{TICKET}readers/withdrawal/", verbs.reader_withdrawal, name="desk-reader-withdrawal"),
    path(f"{TICKET}plan/", verbs.plan, name="desk-plan"),
    path(f"{TICKET}tasks/", verbs.tasks, name="desk-new-task"),
    path(f"{TICKET}promise/", verbs.promise, name="desk-promise"),
    path(f"{TICKET}reopening/", verbs.reopening, name="desk-reopening"),
    path(f"{TICKET}cancellation/", verbs.cancellation, name="desk-cancellation"),
    path(f"{TICKET}templates/", macros.picker, name="desk-templates-of"),
    path(f"{TICKET}templates/undoing/", macros.undoing, name="desk-template-undoing"),
    path(f"{TICKET}templates/<int:pk>/", macros.composer, name="desk-template-on"),
    path(f"{TICKET}templates/<int:pk>/uses/", macros.use, name="desk-template-use"),
    path(f"{TICKET}merging/", merging.merging, name="desk-merging"),
    path(f"{TICKET}splitting/", splitting.splitting, name="desk-splitting"),
    path(f"{TICKET}splitting/undoing/", splitting.unsplitting, name="desk-unsplitting"),
    path(f"{TICKET}parties/", involving.involving, name="desk-parties"),
    path(f"{TICKET}parties/change/", involving.changing, name="desk-party-change"),
    path(f"{TICKET}parties/removal/", involving.removing, name="desk-party-removal"),
    path(f"{TICKET}parties/told/", involving.telling, name="desk-party-told"),
    path(f"{TICKET}tags/", verbs.tag, name="desk-tags"),
    path(f"{TICKET}tags/removal/", verbs.untag, name="desk-untagging"),
    path(f"{TICKET}links/", merging.linking, name="desk-links"),
    path(f"{TICKET}links/undoing/", merging.unlinking, name="desk-unlinking"),
    path(f"{TICKET}unmerging/", merging.unmerging, name="desk-unmerging"),
    path(TASK, taskviews.page, name="desk-task"),
    path(f"{TASK}acceptance/", taskviews.acceptance, name="desk-task-accept"),
    path(f"{TASK}completion/", taskviews.completion, name="desk-task-finish"),
    path(f"{TASK}blocking/", taskviews.blocking, name="desk-task-block"),
    path(f"{TASK}unblocking/", taskviews.unblocking, name="desk-task-unblock"),
    path(f"{TASK}returning/", taskviews.returning, name="desk-task-return"),
    path(f"{TASK}resending/", taskviews.resending, name="desk-task-resend"),
    path(f"{TASK}cancellation/", taskviews.cancellation, name="desk-task-cancel"),
    path(f"{TASK}words/", taskviews.words, name="desk-task-note"),
    path("files/<slug:token>/", downloads.file, name="desk-file"),
    path("contacts/new/", contacts.new_contact, name="desk-new-contact"),
    path("contacts/calls/<int:pk>/", contacts.call, name="desk-call"),
    path("contacts/callers/", contacts.callers, name="desk-callers"),
    path("contacts/verification/", calls.verification, name="desk-verification"),
    path("contacts/causes/", contacts.causes, name="desk-causes"),
    path("palette/", palette.palette, name="desk-palette"),
    path("people/", finding.find, name="desk-people"),
    path("search/", finding.find, name="desk-search"),
    path("people/<int:pk>/", peopleviews.card, name="desk-person"),
    path("people/<int:pk>/seen/", looks.of_person, name="desk-person-seen"),
    path("people/<int:pk>/merging/", oneperson.merging, name="desk-person-merging"),
    path("people/<int:pk>/unmerging/", oneperson.unmerging, name="desk-person-unmerging"),
    path("people/<int:pk>/points/", peopleviews.points, name="desk-points"),
    path("people/<int:pk>/language/", peopleviews.language, name="desk-language"),
    path("templates/", templatepages.every, name="desk-templates"),
    path("templates/new/", templatepages.new, name="desk-template-new"),
    path("templates/<int:pk>/", templatepages.one, name="desk-template"),
    path("templates/<int:pk>/retirement/", templatepages.retirement, name="desk-template-retirement"),
    path("templates/<int:pk>/comeback/", templatepages.comeback, name="desk-template-comeback"),
    path("quarantine/", quarantine.page, name="desk-quarantine"),
    path("quarantine/<int:pk>/raw/", quarantine.raw, name="desk-raw"),
    path("quarantine/<int:pk>/replays/", quarantine.replays, name="desk-replays"),
    path("kept/", keeping.forms_kept, name="desk-kept"),
    path("signed-in/", keeping.signed_in_again, name="desk-signed-in-again"),
    path("live/", live.events, name="desk-live"),
]
