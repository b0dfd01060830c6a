"""Delivery reports: RFC 3464 when the server follows it, the free text of the others."""

import re

from guichet.doors.email.parse.addresses import addresses, message_ids
from guichet.doors.email.parse.auto import null_return_path
from guichet.doors.email.parse.headers import Headers, decoded, read_headers
from guichet.doors.email.parse.mime import Message, Part
from guichet.doors.email.parse.shape import Bounce
from guichet.doors.email.parse.words import single_line

MAX_RECIPIENTS = 50
MAX_PROBED = 40_000

_GROUPS = re.compile(rb"\r?\n(?:[ \t]*\r?\n)+")
_STATUS = re.compile(r"(?<![\d.])([245]\.\d{1,3}\.\d{1,3})(?![\d.])")
_BASIC = re.compile(r"(?<![\d.-])([45]\d\d)[ -](?=[A-Za-z#<5-])")
_ADDRESS = re.compile(r"(?<![\w.+@-])[\w!#$%&'*+/=?^`{|}~.-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63}){1,6}")
_MESSAGE_ID = re.compile(r"^[>\s]{0,10}Message-ID:\s{0,3}(<[!-;=?-~]{1,500}>)", re.IGNORECASE | re.MULTILINE)
_ORIGINAL = re.compile(
    r"^(?:-{2,}|>)?[^\n]{0,60}(?:copy of (?:the|your) message|original message|unsent message|message d['’]origine"
    r"|copie (?:du|de votre) message|message headers follow|included below)",
    re.IGNORECASE | re.MULTILINE,
)
_SUBJECT = re.compile(
    r"(?:undeliver(?:ed|able)|delivery (?:status notification|failure|has failed|incomplete)|failure notice"
    r"|mail delivery (?:failed|system|failure)|returned mail|mail system error|could not (?:send|be delivered)"
    r"|delivery (?:is )?delayed|delayed mail|warning: (?:message|could not)|message delayed"
    r"|non remis|échec (?:de (?:la )?(?:remise|livraison|distribution)|d['’]envoi)"
    r"|message non (?:distribué|délivré|livré)"
    r"|avis de non-remise|retour de courriel|remise (?:retardée|différée)|courriel non remis|rapport de non-remise)",
    re.IGNORECASE,
)
_DELAYED = re.compile(
    r"(?:delayed|still (?:being )?(?:retried|trying)|warning message only|no action is required|will (?:continue|keep) "
    r"(?:to )?(?:try|be retried)|retardée|différée|nouvelles? tentatives?)",
    re.IGNORECASE,
)
_DAEMON = re.compile(r"(?:^|[<\s\"])(?:mailer-daemon|postmaster|mail-daemon|mmdf|microsoftexchange[0-9a-f]+)@?")


def read(message: Message, text: str) -> Bounce | None:
    """The delivery report in a message, or nothing."""
    statuses = [leaf for leaf in message.root.leaves() if leaf.content_type.endswith("delivery-status")]
    if statuses:
        return _by_the_book(message, statuses[0], text)
    return _in_free_text(message, text)


def _by_the_book(message: Message, part: Part, text: str) -> Bounce | None:
    groups = [read_headers(block, set()) for block in _GROUPS.split(message.content(part)[:MAX_PROBED].strip())]
    reports = [group for group in groups if group.has("final-recipient", "original-recipient", "action", "status")]
    if not reports:
        return _in_free_text(message, text)
    worst = next((each for each in reports if _value(each, "action") == "failed"), reports[0])
    status = _STATUS.search(worst.first("status"))
    return Bounce(
        original_message_id=_original(message, text),
        recipients=_recipients(reports, worst),
        status=status[1] if status else "",
        action=_action(worst, status[1] if status else ""),
        diagnostic=single_line(decoded(worst.first("diagnostic-code")), 300),
    )


def _recipients(reports: list[Headers], worst: Headers) -> tuple[str, ...]:
    """Those who share the worst outcome, each by the address we wrote to when it is known."""
    same = [each for each in reports if _value(each, "action") == _value(worst, "action")]
    named = [each.first("original-recipient") or each.first("final-recipient") for each in same]
    found = addresses([name.rpartition(";")[2].strip().strip("<>") for name in named][:5])
    rest = [address for name in named[5:MAX_RECIPIENTS] for address in addresses([name.rpartition(";")[2].strip()])]
    return tuple(dict.fromkeys([*found, *rest]))


def _action(report: Headers, status: str) -> str:
    declared = _value(report, "action").split(" ")[0]
    if declared in ("failed", "delayed", "delivered", "relayed", "expanded"):
        return declared
    return {"2": "delivered", "4": "delayed"}.get(status[:1], "failed")


def _value(headers: Headers, name: str) -> str:
    return headers.first(name).split("(")[0].strip().lower()


def _original(message: Message, text: str) -> str:
    """The identifier of the message reported on, from its returned headers first."""
    for leaf in message.root.leaves():
        if leaf.content_type in ("message/rfc822", "text/rfc822-headers", "message/rfc822-headers", "message/global"):
            found = read_headers(message.content(leaf)[:MAX_PROBED], set())
            if identifiers := message_ids(found.first("message-id")):
                return identifiers[0]
    return _original_in_text(message, text)


def _original_in_text(message: Message, text: str) -> str:
    if match := _MESSAGE_ID.search(text[:MAX_PROBED]):
        return match[1]
    headers = message.root.headers
    for name in ("x-original-message-id", "in-reply-to", "references"):
        if identifiers := message_ids(headers.first(name)):
            return identifiers[-1]
    return ""


def _in_free_text(message: Message, text: str) -> Bounce | None:
    headers = message.root.headers
    probe = text[:MAX_PROBED]
    if not _is_report(headers, probe):
        return None
    # The returned copy quotes addresses and codes of its own: only what stands above it reports.
    cut = _ORIGINAL.search(probe)
    told = probe[: cut.start()] if cut and cut.start() > 0 else probe
    told = _MESSAGE_ID.sub("", told)
    status = _STATUS.search(told) or _BASIC.search(told)
    late = bool(_DELAYED.search(single_line(decoded(headers.first("subject")), 200) + "\n" + told))
    return Bounce(
        original_message_id=_original(message, text),
        recipients=_named_in(headers, told),
        status=status[1] if status else "",
        action="delayed" if late else "failed",
        diagnostic=_line_around(told, status.start() if status else 0),
    )


def _is_report(headers: Headers, text: str) -> bool:
    if headers.has("x-failed-recipients"):
        return True
    if text.lstrip().startswith("Hi. This is the qmail-send program"):
        return True
    machine = null_return_path(headers) or bool(_DAEMON.search(headers.first("from").lower()))
    return machine and bool(_SUBJECT.search(single_line(decoded(headers.first("subject")), 200)))


def _named_in(headers: Headers, told: str) -> tuple[str, ...]:
    if declared := addresses(headers.every("x-failed-recipients")):
        return declared
    own = {*addresses(headers.every("to")), *addresses(headers.every("from"))}
    found = addresses([match.strip("'.") for match in _ADDRESS.findall(told)[:5]])
    return tuple(address for address in found if address not in own and not _DAEMON.search(address.lower()))


def _line_around(text: str, at: int) -> str:
    start = text.rfind("\n", 0, at) + 1
    end = text.find("\n", at)
    return single_line(text[start : end if end >= 0 else len(text)], 300)
