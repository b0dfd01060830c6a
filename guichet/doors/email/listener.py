"""Mail handed to us by SMTP or LMTP: 250 is said only once the message is kept for good."""

import asyncio
import logging
import os
import re
import threading
from collections.abc import Callable, Coroutine, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from aiosmtpd.lmtp import LMTP
from aiosmtpd.smtp import SMTP, Envelope, Session

log = logging.getLogger(__name__)

T = TypeVar("T")
# Given the envelope sender, the envelope recipients and the bytes; it returns only once they are durable.
Accept = Callable[[str, Sequence[str], bytes], None]
Knows = Callable[[str], bool]

MAX_SIZE = 30 * 1024 * 1024
MAX_RECIPIENTS = 50
MAX_LINE = 64 * 1024
IDLE_SECONDS = 60
STOP_SECONDS = 10.0
# Without these, the library would announce itself, its version and the machine's name.
IDENTITY = "Guichet"
HOSTNAME = "guichet"

OK = "250 2.0.0 Kept"
TRY_AGAIN = "451 4.3.0 try again"
UNKNOWN = "550 5.1.1 Unknown recipient"
TOO_MANY = "452 4.5.3 Too many recipients"
BARE_LINE_END = "550 5.6.0 A line ends without CR LF"

_BARE = re.compile(rb"(?<!\r)\n|\r(?!\n)")


def knows_everyone(_: str) -> bool:
    """Take mail for every recipient: the server in front of this listener has already chosen."""
    return True


class Listener:
    """A mail server of ours, in a thread of its own, until it is stopped."""

    def __init__(
        self,
        host: str,
        port: int,
        accept: Accept,
        *,
        lmtp: bool = False,
        max_size: int = MAX_SIZE,
        knows: Knows = knows_everyone,
    ) -> None:
        self._host, self._port = host, port
        self._protocol: type[SMTP] = _Lmtp if lmtp else _Smtp
        self._max_size = max_size
        self._workers = ThreadPoolExecutor(max_workers=4, thread_name_prefix="mail-accept")
        self._handler = _Handler(accept, knows, self._workers, lmtp=lmtp)
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, name="mail-listener", daemon=True)
        self._server: asyncio.Server | None = None

    @property
    def port(self) -> int:
        """The port listened to, which the system chose when 0 was asked for."""
        return self._port

    def start(self) -> None:
        """Listen; connections are accepted when this returns."""
        self._thread.start()
        self._server = self._in_loop(self._listen())
        if not self._is_socket:
            self._port = int(self._server.sockets[0].getsockname()[1])

    def stop(self) -> None:
        """Take no more connections, let the messages being kept be answered, and end."""
        self._in_loop(self._finish())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()
        self._workers.shutdown(wait=True)

    def _in_loop(self, work: Coroutine[Any, Any, T]) -> T:
        return asyncio.run_coroutine_threadsafe(work, self._loop).result()

    @property
    def _is_socket(self) -> bool:
        return self._host.startswith("/")

    async def _listen(self) -> asyncio.Server:
        if self._is_socket:
            server = await self._loop.create_unix_server(self._connection, self._host)
            os.chmod(self._host, 0o660)
            return server
        return await self._loop.create_server(self._connection, self._host, self._port)

    def _connection(self) -> SMTP:
        return self._protocol(
            self._handler,
            data_size_limit=self._max_size,
            enable_SMTPUTF8=True,
            hostname=HOSTNAME,
            ident=IDENTITY,
            timeout=IDLE_SECONDS,
            loop=self._loop,
        )

    async def _finish(self) -> None:
        if self._server is not None:
            self._server.close()
        await self._handler.wait_until_idle()
        others = [task for task in asyncio.all_tasks(self._loop) if task is not asyncio.current_task()]
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)


class _Handler:
    """What the protocol asks us at each recipient and each message."""

    def __init__(self, accept: Accept, knows: Knows, workers: ThreadPoolExecutor, *, lmtp: bool) -> None:
        self._accept, self._knows, self._workers, self._lmtp = accept, knows, workers, lmtp
        self._keeping = 0

    async def handle_RCPT(  # the library calls it by this name, with these arguments
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        """Accept a recipient we know."""
        if len(envelope.rcpt_tos) >= MAX_RECIPIENTS:
            return TOO_MANY
        known = await self._in_thread(self._knows, address)
        if known:
            envelope.rcpt_tos.append(address)
            envelope.rcpt_options.extend(options)
        return "250 2.1.5 OK" if known else UNKNOWN

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:
        """Keep a message, then say so; LMTP wants one answer for each recipient."""
        answer = await self._keep(envelope)
        return "\r\n".join([answer] * (len(envelope.rcpt_tos) if self._lmtp else 1))

    async def handle_exception(self, error: Exception) -> str:
        """Ask to try again whenever we are at fault."""
        log.error("A mail connection failed: %s", type(error).__name__, exc_info=error)
        return TRY_AGAIN

    async def _keep(self, envelope: Envelope) -> str:
        raw = envelope.original_content or b""
        # A lone CR or LF may hide a second message from the server in front of us (SMTP smuggling).
        if _BARE.search(raw):
            return BARE_LINE_END
        self._keeping += 1
        try:
            mail_from = (envelope.mail_from or "").strip("<>")
            await self._in_thread(self._accept, mail_from, tuple(envelope.rcpt_tos), raw)
        except Exception:
            log.exception("A message could not be kept; the sender was asked to try again")
            return TRY_AGAIN
        finally:
            self._keeping -= 1
        return OK

    async def _in_thread(self, work: Callable[..., T], *args: object) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._workers, work, *args)

    async def wait_until_idle(self) -> None:
        """Wait for the messages being kept, and for their answers to leave, no longer than the stop limit."""
        for _ in range(int(STOP_SECONDS / 0.05)):
            if not self._keeping:
                break
            await asyncio.sleep(0.05)
        await asyncio.sleep(0.05)


class _Smtp(SMTP):
    line_length_limit = MAX_LINE


class _Lmtp(LMTP):
    line_length_limit = MAX_LINE

    async def push(self, status: str | bytes) -> None:
        """Repeat the library's own refusal of a message for each recipient, as LMTP asks."""
        text = status.decode() if isinstance(status, bytes) else status
        if text.startswith(("552 Error: Too much", "500 Line too long")) and self.envelope is not None:
            text = "\r\n".join([text] * len(self.envelope.rcpt_tos))
        await super().push(text)
