"""The words of the desk for the codes of the areas."""

from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

Words = dict[str, str | LazyText]

STATES: Words = {
    "received": pgettext_lazy("ticket", "Received"),
    "to_sort": pgettext_lazy("ticket", "To sort"),
    "taken": pgettext_lazy("ticket", "Taken in charge"),
    "in_progress": pgettext_lazy("ticket", "In progress"),
    "waiting_client": pgettext_lazy("ticket", "Client’s turn"),
    "waiting_unit": pgettext_lazy("ticket", "With a unit"),
    "resolved": pgettext_lazy("ticket", "Resolved"),
    "closed": pgettext_lazy("ticket", "Closed"),
    "cancelled": pgettext_lazy("ticket", "Cancelled"),
    "merged": pgettext_lazy("ticket", "Merged"),
}
TASK_STATES: Words = {
    "planned": pgettext_lazy("task", "Waits for another task"),
    "ready": pgettext_lazy("task", "Ready"),
    "accepted": pgettext_lazy("task", "Accepted"),
    "in_progress": pgettext_lazy("task", "In hand"),
    "blocked": pgettext_lazy("task", "Blocked"),
    "done": pgettext_lazy("task", "Done"),
    "returned": pgettext_lazy("task", "Returned to you"),
    "cancelled": pgettext_lazy("task", "Cancelled"),
}
CHANNELS: Words = {
    "counter": _("Counter"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "web": _("Web form"),
    "chat": _("Chat"),
    "kiosk": _("Kiosk"),
    "mail": _("Letter"),
    "sms": _("Text message"),
    "visit": _("Visit"),
    "social": _("Social network"),
    "api": _("Other system"),
}
CHANNEL_ICONS = {
    "counter": "door-open",
    "phone": "phone",
    "email": "mail",
    "web": "globe",
    "chat": "message-square",
    "kiosk": "monitor",
    "mail": "mail-open",
    "sms": "smartphone",
    "visit": "users",
    "social": "share-2",
    "api": "webhook",
}
HOLDERS: Words = {
    "us": pgettext_lazy("holder", "us"),
    "unit": pgettext_lazy("holder", "units"),
    "partner": pgettext_lazy("holder", "partner"),
    "client": pgettext_lazy("holder", "client"),
    "pause": pgettext_lazy("holder", "closed"),
}
RESOLUTIONS: Words = {
    "answered": pgettext_lazy("resolution", "Answered"),
    "done": pgettext_lazy("resolution", "Done"),
    "granted": pgettext_lazy("resolution", "Granted"),
    "refused": pgettext_lazy("resolution", "Refused"),
    "referred": pgettext_lazy("resolution", "Referred, introduction made"),
    "out_of_scope": pgettext_lazy("resolution", "Not something we handle"),
    "duplicate": pgettext_lazy("resolution", "Already asked in another request"),
    "withdrawn": pgettext_lazy("resolution", "Withdrawn by the client"),
}
RESULTS: Words = {
    "done": pgettext_lazy("result", "Done"),
    "answered": pgettext_lazy("result", "Answered"),
    "refused": pgettext_lazy("result", "Refused"),
    "not_needed": pgettext_lazy("result", "Not needed after all"),
}
DECISIONS: Words = {"yes": pgettext_lazy("result", "Yes"), "no": pgettext_lazy("result", "No")}
LEVELS: Words = {"1": _("Low"), "2": _("Ordinary"), "3": _("High")}
REASONS: Words = {
    "more_work": _("It is more work than expected"),
    "partner": _("We wait for a partner"),
    "document": _("We wait for a document"),
    "client_wish": _("The client prefers another date"),
    "absence": _("Somebody is away"),
}
CAUSES: Words = {
    "not_settled": _("the client says it is not settled"),
    "low_pulse": _("the client is not satisfied"),
    "our_mistake": _("a mistake of ours"),
    "new_facts": _("new facts"),
    "asked": _("the client asked"),
}
CANCELLATIONS: Words = {
    "client_wish": _("the client no longer needs it"),
    "not_a_request": _("it was not a request"),
    "duplicate": _("it was asked twice"),
    "spam": _("it was unwanted mail"),
}
BEYOND: Words = {
    "strategy": _("Looks like political strategy: not for this window. Answer the administrative part alone."),
    "case_file": _("Looks like a constituent’s file: not for this window. Pass nothing of it on."),
}
TIES: Words = {
    "related": pgettext_lazy("tie", "Has to do with it"),
    "original": pgettext_lazy("tie", "Asked the same before"),
    "duplicate": pgettext_lazy("tie", "Asks the same again"),
    "child": pgettext_lazy("tie", "Is a part of this one"),
    "parent": pgettext_lazy("tie", "This one is a part of it"),
}
SPLIT_TIES: Words = {
    "split_off": pgettext_lazy("tie", "Was split from this one"),
    "split_from": pgettext_lazy("tie", "This one was split from it"),
}
MERGE_REASONS: Words = {
    "asked_twice": _("The same thing was asked twice"),
    "same_matter": _("Two persons ask about the same matter"),
    "follows": _("One follows from the other"),
}
FIELDS: Words = {
    "description": _("What was asked"),
    "title": _("Title"),
    "requester_name": _("Who asks"),
    "office": _("Office"),
    "phone": _("Telephone"),
    "email": _("E-mail"),
    "language": _("Language"),
}
TIERS: Words = {"lead": _("Lead"), "participant": _("Participant"), "support": _("Support")}
PRIORITIES: Words = {"1": _("1, the highest"), "2": "2", "3": "3", "4": _("4, the lowest")}
FILTER_NAMES: Words = {
    "service": _("Service"),
    "tier": _("Our part"),
    "priority": _("Priority"),
    "state": _("Status"),
    "language": _("Language"),
    "channel": _("Channel"),
    "owner": _("In charge"),
    "office": _("Office"),
    "unit": _("Task with"),
    "tag": _("Tag"),
    "due": _("What falls due"),
}
FALLS_DUE: Words = {
    "first": _("The first answer"),
    "update": _("News for the client"),
    "answer": _("The answer promised"),
}
SORT_NAMES: Words = {
    "due": _("What falls due first"),
    "words": _("The latest words first"),
    "age": _("The oldest request first"),
}
COLUMNS: Words = {
    "tasks": _("Tasks"),
    "tier": _("Our part"),
    "language": _("Language"),
    "owner": _("In charge"),
    "service": _("Service"),
    "priority": _("Priority"),
    "tags": _("Tags"),
    "age": _("Received"),
}
USUAL = ("tasks", "tier", "language", "owner")  # what rows say unless told otherwise
LANGUAGES: Words = {"fr": _("French"), "en": _("English")}
IDENTITIES: Words = {
    "known_number": _("Known telephone number"),
    "questions": _("Two questions answered"),
    "in_person": _("Seen in person"),
    "document": _("Document shown"),
    "call_back": _("Called back at a known number"),
    "voice": _("Known voice, or a colleague vouches"),
    "not_needed": _("Not checked: general information only"),
}
NEEDED: Words = {"value": _("Yes: it moves their matter")}
FAILURES: Words = {
    "follow_up": _("Asks where it stands"),
    "missing_information": _("Information was missing"),
    "incomplete_answer": _("Our answer was incomplete"),
    "broken_promise": _("A promise was not kept"),
    "unclear_form": _("A form was not clear"),
    "wrong_information": _("Our information was wrong"),
    "our_error": _("A mistake of ours"),
    "asked_again": _("We asked twice for the same thing"),
    "wrong_desk": _("Was sent to the wrong place"),
    "outage": _("Something was out of order"),
    "other": _("Another reason"),
}
PROBLEMS: Words = {
    "incident": _("Something is broken now"),
    "recurring": _("Something comes back"),
}
PROBLEM_STATES: Words = {
    "proposed": pgettext_lazy("problem", "Proposed"),
    "open": pgettext_lazy("problem", "Open"),
    "fixed": pgettext_lazy("problem", "Fixed"),
    "aside": pgettext_lazy("problem", "Set aside"),
}
WHY_CASE: Words = {
    "person": _("somebody here said so"),
    "words": _("much the same words"),
    "cause": _("the same cause"),
    "service": _("the same service, since it began"),
}
PARTS: Words = {
    "beneficiary": _("The person it is for"),
    "representative": _("A representative, who answers for the client"),
    "observer": _("An observer, who reads and decides nothing"),
}
TOLD_OF: Words = {
    "all": pgettext_lazy("told of", "Everything"),
    "answer": pgettext_lazy("told of", "The answer only"),
    "none": pgettext_lazy("told of", "Nothing"),
}
TOLD_BY: Words = {
    "email": pgettext_lazy("told by", "By e-mail"),
    "phone": pgettext_lazy("told by", "By telephone"),
    "mail": pgettext_lazy("told by", "By letter"),
    "counter": pgettext_lazy("told by", "At the counter"),
}
NEWS_BY: Words = {
    "email": pgettext_lazy("told by", "By e-mail"),
    "post": pgettext_lazy("told by", "By letter"),
    "site": pgettext_lazy("told by", "On the site alone"),
}
SCOPES: Words = {
    "all": _("everything"),
    "hr": _("staff and pay"),
    "finance": _("finances"),
    "lease": _("leases and places"),
    "it": _("computers and telephones"),
    "documents": _("documents"),
    "security": _("security"),
}
ROLES: Words = {
    "member": _("member"),
    "office_staff": _("office staff"),
    "caucus_staff": _("caucus staff"),
    "owner": _("owner"),
    "employee": _("employee"),
    "parent": _("parent"),
    "citizen": _("citizen"),
}
FIRM_CHANGES: Words = {
    "numbered": _("Business number"), "attached": _("Account attached"), "detached": _("Account removed"),
}  # fmt: skip
DUES: Words = {
    "2 h": _("2 business hours"),
    "1 bd": _("1 business day"),
    "2 bd": _("2 business days"),
    "5 bd": _("5 business days"),
    "10 bd": _("10 business days"),
}


WHY_OWNER: Words = {
    "language": _("speaks the language"), "competence": _("knows this service"), "present": _("is at work now"),
    "room": _("has the most room"), "alone": _("is the only one who may"), "met": _("met the client"),
    "absence": _("stands in for somebody who is away"), "asked": _("asked for the next one"),
}  # fmt: skip
# What gives somebody the right to see a file, in a sentence; and in a few words, beside a look.
RIGHTS: Words = {
    "owner": _("In charge of it: the name that the client was given."),
    "reader": _("Designated to read it: it is confidential."),
    "emergency": _("Opened it in an emergency: it is confidential, and shuts to them again by itself."),
    "substitute": _("Stands in for whoever is in charge, who is away."),
    "manager": _("Leads the desk: sees what is not confidential."),
    "team": _("Agent of the desk: sees what is not confidential."),
    "task": _("Has a task of it, or is of the unit that has: sees that task and the fields it lets through, no more."),
    "self": _("Asked for it."),
    "holder": _("It is their own matter: it was asked on their behalf."),
    "head": _("Heads the office for which it was asked."),
    "delegate": _("Was given the right to act in such matters."),
    "party": _("Takes part in it."),
    "other": _("Another rule of this house lets them in."),
}


def word(words: Words, code: str) -> str:
    """Return the words for a code, or the code where nobody has given it any."""
    return str(words.get(code, code.replace("_", " ")))


def choices(words: Words) -> list[tuple[str, str | LazyText]]:
    """Return codes and words for a form."""
    return list(words.items())
