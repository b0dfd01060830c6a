"""What a submission is, and what can be decided about it without asking the database."""

import hashlib
from dataclasses import dataclass, field
from datetime import datetime

TITLE_LENGTH = 90


@dataclass(frozen=True, slots=True)
class File:
    """A file that came with a submission."""

    name: str
    content_type: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Sender:
    """Whoever the door says is asking: an id when it knows, what they gave otherwise."""

    person: int | None = None
    email: str = ""
    phone: str = ""
    given_name: str = ""
    family_name: str = ""
    group: str = "citizen"
    certain: bool = False  # the door made sure (signed in, reply token, recognised at the counter)


@dataclass(frozen=True, slots=True)
class Thread:
    """What a submission answers, as far as the door could make sure.

    `ticket` and `person` come from a signed reply address; `message_ids` are what the mail says it follows;
    `numbers` are ticket numbers read in the subject, which prove nothing.
    """

    ticket: int | None = None
    person: int | None = None
    message_ids: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Submission:
    """What came in, whatever the door: the one thing that intake takes."""

    channel: str
    sender: Sender
    body: str
    received_at: datetime
    title: str = ""
    language: str = ""  # chosen by the person; empty when it has to be guessed
    service: str = ""  # code, when the person chose one
    organisation: str = ""  # code, when the person said on whose behalf
    behalf: int | None = None  # the compartment of somebody who lets the sender act for them, when they ask for them
    files: tuple[File, ...] = ()
    thread: Thread = field(default_factory=Thread)
    duration: int | None = None
    identity: str = ""
    value_class: str = ""  # was the contact needed: value, failure, or nothing when nobody said
    failure_cause: str = ""
    contact: int | None = None  # the contact that this is one more matter of
    key: str = ""  # idempotency key
    client: str = ""  # whose key it is
    draft: int | None = None  # the form that says the rest: its answers become fields of the ticket
    key_is_new: bool = False  # the door expects it to be, and asks again when the database says otherwise


def title_of(title: str, body: str) -> str:
    """Return a title: the one given, or the first sentence of the words."""
    given = " ".join(title.split())
    if given:
        return given[:300]
    first = " ".join(body.split())
    if len(first) <= TITLE_LENGTH:
        return first or "—"
    return first[:TITLE_LENGTH].rsplit(" ", 1)[0] + "…"


def digest_parts(submission: Submission) -> list[str]:
    """Return what makes two submissions under one key the same."""
    sender = submission.sender
    known = [
        sender.email.casefold(),
        sender.phone,
        str(sender.person),
        sender.given_name,
        sender.family_name,
        sender.group,
    ]
    files = [f"{file.name} {hashlib.sha256(file.content).hexdigest()}" for file in submission.files]
    return [
        submission.channel, *known, submission.language, submission.title, submission.body, submission.service,
        submission.organisation, *files, *([f"form {submission.draft}"] if submission.draft else []),
        *([f"for {submission.behalf}"] if submission.behalf else []),
    ]  # fmt: skip


# What the window is not for, in words folded to lower case (N3): it looks after administrative matters.
BEYOND = {
    "strategy": (
        "stratégie électorale", "stratégie politique", "stratégie du caucus", "plan de campagne", "sondage interne",
        "ligne de parti", "argumentaire politique", "electoral strategy", "political strategy", "campaign strategy",
        "caucus strategy", "internal polling", "party line", "talking points",
    ),
    "case_file": (
        "dossier d’un citoyen", "dossier d’une citoyenne", "dossier du citoyen", "dossier citoyen",
        "dossier d’un commettant", "dossier de commettant", "constituent’s case", "constituent’s file",
        "constituent case", "constituent file", "case file",
    ),
}  # fmt: skip


def beyond(*texts: str) -> str:
    """Tell what words or names of files look like that the window is not for: strategy, case_file, or nothing (N3)."""
    said = " ".join(" ".join(texts).lower().replace("'", "’").replace("_", " ").replace("-", " ").split())
    return next((kind for kind, known in BEYOND.items() if any(one in said for one in known)), "")
