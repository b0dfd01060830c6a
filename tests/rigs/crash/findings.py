"""What was handed over, compared with what is there (INV1 to INV7 of the threats)."""

from collections import Counter
from dataclasses import dataclass, field

from guichet.areas.intake.models import InboundMail
from guichet.areas.tickets.models import Message, Ticket
from guichet.ground.files.store import audit_files
from guichet.ground.journal.models import Entry
from guichet.ground.journal.seals import verify
from guichet.ground.outbox.models import Outgoing
from tests.rigs.crash.messages import is_poison

MUST_BE_ZERO = (
    "lost", "doubled", "half_recorded", "journal_faults", "file_faults", "mails_without_intent", "mails_lost",
)  # fmt: skip


@dataclass
class Findings:
    """What the rig counted. Those of MUST_BE_ZERO must be zero for the product to pass."""

    messages: int = 0
    kills: int = 0
    frozen: int = 0
    seconds: float = 0.0
    read_under_fire: int = 0
    tickets: int = 0
    quarantined: int = 0
    lost: int = 0
    doubled: int = 0
    half_recorded: int = 0
    journal_faults: int = 0
    file_faults: int = 0
    mails_without_intent: int = 0
    mails_lost: int = 0
    mails_doubled: int = 0
    mail_doubles_allowed: int = 0
    notes: list[str] = field(default_factory=list)


def count(total: int, sent: Counter[str]) -> Findings:
    """Compare so many numbered messages, and the mails that left, with what the database holds."""
    found = Findings(messages=total, tickets=Ticket.rows.count())
    found.quarantined = InboundMail.objects.filter(state="quarantined").count()
    _count_messages(found)
    opened = Entry.objects.filter(kind="tickets.opened").count()
    acknowledged = Message.objects.filter(kind="acknowledgement").count()
    openings = Message.objects.filter(kind="opening").count()
    found.half_recorded = sum(abs(each - found.tickets) for each in (opened, openings, acknowledged))
    verdict = verify()
    found.journal_faults = int(not verdict.sound)
    found.notes += [verdict.fault] if verdict.fault else []
    found.file_faults = len(audit_files())
    _count_mails(found, sent)
    return found


def _count_messages(found: Findings) -> None:
    titles = Counter(Ticket.rows.values_list("title", flat=True))
    seen = {number: titles[f"marker-{number:06d}"] for number in range(found.messages)}
    found.lost = sum(1 for number, times in seen.items() if not times and not is_poison(number))
    found.doubled = sum(max(0, times - 1) for times in seen.values())
    poisoned = [times for number, times in seen.items() if is_poison(number)]
    # A poisoned message is in quarantine, or was read all the same; nothing else is in quarantine.
    found.lost += abs(len(poisoned) - found.quarantined - sum(poisoned))


def _count_mails(found: Findings, sent: Counter[str]) -> None:
    meant = set(Outgoing.objects.values_list("message_id", flat=True))
    found.mails_without_intent = sum(1 for one in sent if one not in meant)
    said_sent = Outgoing.objects.filter(state="sent").values_list("message_id", flat=True)
    found.mails_lost = sum(1 for one in said_sent if one not in sent)
    unsent = Outgoing.objects.exclude(state="sent")
    found.mails_lost += unsent.count()
    found.notes += [f"{row.kind} {row.state} after {row.attempts}: {row.reason}" for row in unsent[:20]]
    found.mails_doubled = sum(times - 1 for times in sent.values())
