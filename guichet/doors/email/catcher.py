"""The mail server of the demonstration: it keeps everything and sends nothing."""

from guichet.doors.email.listener import Accept, Listener


class Catcher(Listener):
    """Take every message for everyone and hand it to `keep(mail_from, recipients, raw)`."""

    def __init__(self, keep: Accept, *, host: str = "127.0.0.1", port: int = 0) -> None:
        super().__init__(host, port, keep)
