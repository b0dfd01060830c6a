"""The words of every letter, in the client's language, and nothing that the client may not read."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import override

from guichet.areas.notifications.queries import LetterFacts
from guichet.areas.tickets.rules import Role, role_words, words_of_party, words_of_tie
from guichet.ground import clock
from guichet.ground.ui import wording


@dataclass(slots=True)
class Letter:
    """What is said, in order: the templates only lay it out."""

    subject: str = ""  # of a letter about no ticket: every other one has the ticket's number alone
    heading: str = ""
    paragraphs: list[str] = field(default_factory=list)
    figure: str = ""  # a code to type, large
    quoted: str = ""  # somebody's own words, kept as they were typed
    after: list[str] = field(default_factory=list)
    listed: list[tuple[str, list[tuple[str, str, str]]]] = field(default_factory=list)  # headings: words, link, detail
    replying: list[str] = field(default_factory=list)  # how to answer this message: said in mail, never on paper
    button: tuple[str, str] | None = None
    choices: list[tuple[str, str]] = field(default_factory=list)
    shows_stub: bool = False
    shows_code: bool = False


# Whoever is told of a question that is not theirs to answer.
ONLY_TOLD = (Role.OBSERVER, Role.BENEFICIARY)
_IN_OTHER_WORDS = {
    "fr": lambda: _("These words are in French, the language of the request."),
    "en": lambda: _("These words are in English, the language of the request."),
}


@dataclass(frozen=True, slots=True)
class Addresses:
    """Where a letter leads: the page of the request, and that of the one question."""

    follow: str = ""
    pulse: str = ""


def _when(moment: datetime | None, language: str) -> str:
    return wording.when(moment, language, clock.now()) if moment else ""


def _first(facts: LetterFacts) -> str:
    return facts.owner_first or _("Somebody of Client Services")


def _acknowledgement(facts: LetterFacts, to: Addresses) -> Letter:
    moment = _when(facts.first_due_at, facts.language)
    details = facts.details or {}
    split = words_of_tie(str(details.get("about", "")), str(details.get("other", "")))
    usual = _("Your request is in our hands. I follow it from start to finish: you will not have to tell it twice.")
    return Letter(
        heading=_("Received. %(name)s will read it by %(moment)s.") % {"name": _first(facts), "moment": moment},
        paragraphs=[split or usual],
        replying=[_("To add a word or a document, simply reply to this message.")],
        button=(_("Follow my request"), to.follow), shows_stub=True, shows_code=True,
    )  # fmt: skip


def _news(facts: LetterFacts, to: Addresses) -> Letter:
    about = (facts.details or {}).get("about")
    if about == "party":
        return _takes_part(facts, to)
    if tie := words_of_tie(str(about), str((facts.details or {}).get("other", ""))):
        return Letter(paragraphs=[tie], button=(_("Follow my request"), to.follow), shows_stub=True)
    if about == "problem":
        return Letter(
            heading=_("It does not only happen to you: we know, and we are at work on it."), quoted=facts.body,
            button=(_("Follow my request"), to.follow), shows_stub=True,
        )  # fmt: skip
    if about == "problem_fixed":
        return Letter(
            heading=_("What was broken works again. Your request goes on."), quoted=facts.body,
            button=(_("Follow my request"), to.follow), shows_stub=True,
        )  # fmt: skip
    if about in {"law", "day", "companion", "access", "introduction", "emergency"}:
        return Letter(quoted=facts.body, button=(_("Follow my request"), to.follow), shows_stub=True)
    if about == "promise":
        moment = _when(datetime.fromisoformat((facts.details or {})["due"]), facts.language)
        return Letter(
            heading=_("We need more time. New date: %(moment)s. Sorry.") % {"moment": moment},
            quoted=facts.body, button=(_("Follow my request"), to.follow), shows_stub=True,
        )  # fmt: skip
    moment = _when(facts.promised_at, facts.language)
    heading = _("We are working on it.")
    if moment:
        heading = _("We are working on it. Answer promised %(moment)s.") % {"moment": moment}
    return Letter(
        heading=heading, paragraphs=[_("%(name)s takes care of it.") % {"name": facts.owner}] if facts.owner else [],
        button=(_("Follow my request"), to.follow), shows_stub=True,
    )  # fmt: skip


def _takes_part(facts: LetterFacts, to: Addresses) -> Letter:
    """Tell somebody that they take part, and whoever asked that somebody does."""
    if not facts.asked_by:
        told = words_of_party(facts.details or {}, facts.names)
        paragraphs = [told, _("You did not expect it? Reply to this message: we close your request to them.")]
        return Letter(paragraphs=paragraphs, button=(_("Follow my request"), to.follow), shows_stub=True)
    words = {
        Role.BENEFICIARY: _("%(name)s asked us something for you. You read here what is said, and can add a word."),
        Role.REPRESENTATIVE: _("You act for the client in a request of %(name)s: you read, answer and confirm here."),
        Role.OBSERVER: _("You can read what is said in a request of %(name)s, and add a word. Others decide."),
    }[Role(facts.role)]
    return Letter(
        heading=_("You take part in a request"), paragraphs=[words % {"name": facts.asked_by}],
        replying=[_("To add a word or a document, simply reply to this message.")],
        button=(_("Read the request"), to.follow), shows_stub=True, shows_code=True,
    )  # fmt: skip


def _reply(facts: LetterFacts, to: Addresses) -> Letter:
    return Letter(quoted=facts.body, button=(_("Follow my request"), to.follow), shows_stub=True)


def _question(facts: LetterFacts, to: Addresses) -> Letter:
    if facts.role in ONLY_TOLD:
        return Letter(
            heading=_("For your information: we asked a question"), quoted=facts.body,
            button=(_("Read the request"), to.follow), shows_stub=True,
        )  # fmt: skip
    return Letter(
        heading=_("One question for you"), quoted=facts.body,
        replying=[_("Reply to this message, or on the page of your request.")],
        button=(_("Answer"), to.follow), shows_stub=True,
    )  # fmt: skip


def _answer(facts: LetterFacts, to: Addresses) -> Letter:
    refused = facts.resolution == "refused"
    if facts.role == Role.OBSERVER:
        return Letter(
            heading=_("Here is our answer"), quoted=facts.body, button=(_("Read the request"), to.follow),
            shows_stub=True,
        )  # fmt: skip
    settled = [(_("It is settled"), to.follow + "?to=confirm")] if facts.confirms else []
    return Letter(
        heading=_("Here is our answer") if refused else _("Done. Is it settled?"), quoted=facts.body,
        after=[_("“Not quite” reopens your request, with the same person.")],
        choices=[*settled, (_("Not quite"), to.follow + "?to=reject")],
        shows_stub=True,
    )  # fmt: skip


def _reminder(facts: LetterFacts, to: Addresses) -> Letter:
    if (facts.details or {}).get("about") == "resolved":
        letter = _answer(facts, to)
        letter.heading, letter.quoted = _("Is it settled?"), ""
        letter.paragraphs = [_("We answered your request and have not heard from you since.")]
        return letter
    return Letter(
        heading=_("We are waiting for your answer"),
        paragraphs=[_("We asked you a question and need your answer to go on.")],
        button=(_("Answer"), to.follow), shows_stub=True,
    )  # fmt: skip


def _pulse(facts: LetterFacts, to: Addresses) -> Letter:
    words = [_("Not at all"), _("A little"), _("So-so"), _("Quite"), _("Entirely")]
    return Letter(
        heading=_("How did it go?"),
        paragraphs=[_("Did you get what you needed?")], replying=[_("One press is enough.")],
        choices=[(f"{score} {word}", f"{to.pulse}?score={score}") for score, word in enumerate(words, 1)],
    )  # fmt: skip


WRITERS: dict[str, Callable[[LetterFacts, Addresses], Letter]] = {
    "acknowledgement": _acknowledgement, "news": _news, "reply": _reply, "question": _question, "answer": _answer,
    "reminder": _reminder, "pulse": _pulse,
}  # fmt: skip


def write(facts: LetterFacts, to: Addresses) -> Letter:
    """Write the letter in the client's language."""
    with override(facts.language):
        letter = WRITERS[facts.kind](facts, to)
        if letter.quoted and facts.words_in:
            letter.after.insert(0, _IN_OTHER_WORDS[facts.words_in]())
        if facts.asked_by and facts.kind != "pulse":
            role = {"role": role_words(facts.role), "name": facts.asked_by}
            letter.after.append(_("You get this message as %(role)s in a request of %(name)s.") % role)
        return letter
