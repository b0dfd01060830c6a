"""Hand one composed message to the mail server, and say whether trying again makes sense."""

import smtplib
import ssl
from dataclasses import dataclass, field

from guichet.doors.email.parse.addresses import single_address
from guichet.doors.email.transport import TIMEOUT_SECONDS, Security, is_this_machine, verified

NULL_SENDER = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class SmtpRoute:
    """The mail server that takes what we send."""

    host: str
    port: int = 25
    security: Security = "starttls"
    user: str = ""
    password: str = field(default="", repr=False)
    ca_file: str = ""
    local_hostname: str = ""
    timeout: float = TIMEOUT_SECONDS


class DeliveryFailed(Exception):
    """The message was not taken."""

    def __init__(self, code: int, text: str) -> None:
        super().__init__(f"{code} {text}")
        self.code = code
        self.text = text


class Temporary(DeliveryFailed):
    """The message was not taken this time: it is to be tried again later."""


class Permanent(DeliveryFailed):
    """The message will never be taken for this recipient."""


def deliver(raw: bytes, mail_from: str, rcpt: str, route: SmtpRoute) -> None:
    """Hand the message over; automatic mail is given `NULL_SENDER` so that nothing answers it."""
    if not _is_envelope(mail_from, rcpt):
        raise Permanent(553, "this is not one plain address")
    if route.password and not (route.security != "none" or is_this_machine(route.host)):
        raise Temporary(0, "a password would travel in clear")
    try:
        with _connected(route) as server:
            _send(server, raw, mail_from, rcpt)
    except DeliveryFailed:
        raise
    except smtplib.SMTPResponseException as error:
        # Before any recipient is named, a refusal is about us or the server, never about the message.
        raise Temporary(error.smtp_code, _readable(error.smtp_error)) from error
    except (smtplib.SMTPException, OSError, ssl.SSLError) as error:
        raise Temporary(0, str(error)) from error


def _is_envelope(mail_from: str, rcpt: str) -> bool:
    # The library would cut a strange address short and write to somebody else.
    return single_address(rcpt) == rcpt != "" and mail_from in (NULL_SENDER, single_address(mail_from))


def _connected(route: SmtpRoute) -> smtplib.SMTP:
    name = route.local_hostname or None
    if route.security == "ssl":
        context = verified(route.ca_file)
        server: smtplib.SMTP = smtplib.SMTP_SSL(route.host, route.port, name, timeout=route.timeout, context=context)
    else:
        server = smtplib.SMTP(route.host, route.port, name, timeout=route.timeout)
    try:
        _introduce(server, route)
    except BaseException:
        server.close()
        raise
    return server


def _introduce(server: smtplib.SMTP, route: SmtpRoute) -> None:
    server.ehlo_or_helo_if_needed()
    if route.security == "starttls":
        server.starttls(context=verified(route.ca_file))
        server.ehlo_or_helo_if_needed()
    if route.user:
        server.login(route.user, route.password)


def _send(server: smtplib.SMTP, raw: bytes, mail_from: str, rcpt: str) -> None:
    _expect(server.mail(mail_from), 250)
    _expect(server.rcpt(rcpt), 250, 251)
    _expect(server.data(raw), 250)


def _expect(answer: tuple[int, bytes], *accepted: int) -> None:
    code, text = answer
    if code not in accepted:
        kind = Permanent if 500 <= code <= 599 else Temporary
        raise kind(code, _readable(text))


def _readable(text: bytes | str) -> str:
    raw = text if isinstance(text, bytes) else text.encode("utf-8", "replace")
    return raw.decode("utf-8", "replace")[:300]
