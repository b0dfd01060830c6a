"""How a connection to a mail server is protected: no password ever travels in clear beyond this machine."""

import ipaddress
import ssl
from typing import Literal

Security = Literal["ssl", "starttls", "none"]

TIMEOUT_SECONDS = 30.0


def is_this_machine(host: str) -> bool:
    """Tell whether the host is the loopback interface, by its address or its usual name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host.strip("[]")).is_loopback
    except ValueError:
        return False


def verified(ca_file: str = "") -> ssl.SSLContext:
    """A TLS context that checks the server's name and certificate; the mail libraries' own default does not."""
    context = ssl.create_default_context(cafile=ca_file or None)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    return context
