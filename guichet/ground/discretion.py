"""Addresses that open something are not written in logs."""

import logging
import re

# The code of a ticket, the token of a file or of a question, the key of a sign-in: the last part of the address.
_SECRET = re.compile(
    r"(/t/[^/\s]+/|/files/|/pulse/|/accounts/password/reset/key/)(?!reply/|settled/|not-settled/|slip/)[^/\s]+"
)


class Discreet(logging.Filter):
    """Hides what opens something from the lines that name an address."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Keep every line, without its secrets."""
        if isinstance(record.args, tuple):
            record.args = tuple(_hidden(one) if isinstance(one, str) else one for one in record.args)
        record.msg = _hidden(record.msg) if isinstance(record.msg, str) else record.msg
        return True


def _hidden(text: str) -> str:
    return _SECRET.sub(r"\1…", text)
