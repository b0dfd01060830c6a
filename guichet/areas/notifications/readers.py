"""Words that the client must hear leave by the outbox."""

from django.db.models import QuerySet

from guichet.areas.notifications import actions
from guichet.areas.people import facts as people
from guichet.areas.people.models import Delegation
from guichet.areas.problems import facts as problems
from guichet.areas.problems.models import Problem
from guichet.areas.sight import facts as sight
from guichet.areas.sight.models import Emergency
from guichet.areas.surveys import facts as surveys
from guichet.areas.surveys.models import Pulse
from guichet.areas.tickets import facts as tickets
from guichet.areas.tickets.models import Message
from guichet.ground.access import SYSTEM
from guichet.ground.database.prepared import prepared
from guichet.ground.journal.models import Entry
from guichet.ground.journal.readers import Reaction

letters = Reaction("notifications.letters")

Worded = (
    tickets.Acknowledged | tickets.Taken | tickets.Replied | tickets.Asked | tickets.Resolved | tickets.Reminded
    | tickets.Announced | tickets.Merged | tickets.Joined | tickets.Unmerged | tickets.Parted | tickets.PartyAdded
)  # fmt: skip


@letters.on(
    tickets.Acknowledged, tickets.Taken, tickets.Replied, tickets.Asked, tickets.Resolved, tickets.Reminded,
    tickets.Announced, tickets.Merged, tickets.Joined, tickets.Unmerged, tickets.Parted, tickets.PartyAdded,
)  # fmt: skip
def send_words(entry: Entry, fact: Worded) -> None:
    if fact.message is not None:
        [message] = _message(pk=fact.message)
        actions.send_words(message, by=SYSTEM, now=entry.at)


@prepared
def _message(*, pk: int) -> QuerySet[Message]:
    return Message.objects.select_related("ticket__requester").filter(pk=pk)


@letters.on(surveys.Asked)
def send_pulse(entry: Entry, fact: surveys.Asked) -> None:
    pulse = Pulse.objects.select_related("ticket", "person").get(pk=fact.pulse)
    actions.send_pulse(pulse, by=SYSTEM, now=entry.at)


@letters.on(problems.Announced, problems.Closed)
def send_warnings(entry: Entry, fact: problems.Announced | problems.Closed) -> None:
    about = "begins" if isinstance(fact, problems.Announced) else "over"
    actions.send_warnings(Problem.objects.get(pk=fact.problem), about=about, by=SYSTEM, now=entry.at)


@letters.on(people.DelegationEnded)
def send_mandate_over(entry: Entry, fact: people.DelegationEnded) -> None:
    given = Delegation.objects.select_related("delegate", "grantor_person").get(pk=fact.delegation)
    actions.send_mandate_over(given, how=fact.how, by=SYSTEM, now=entry.at)


@letters.on(sight.EmergencyOpened)
def send_emergency(entry: Entry, fact: sight.EmergencyOpened) -> None:
    actions.send_emergency(Emergency.objects.get(pk=fact.emergency), by=SYSTEM, now=entry.at)
