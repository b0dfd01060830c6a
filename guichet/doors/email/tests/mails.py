"""Small hands to write raw mails in tests."""

from pathlib import Path

CORPUS = Path(__file__).parent / "corpus"
HEADERS = b"From: Amina Diallo <amina@example.org>\r\nTo: guichet@example.org\r\nMessage-ID: <m1@example.org>\r\n"


def a_mail(body: str = "Bonjour", *, headers: str = "", sender: str = "Amina Diallo <amina@example.org>") -> bytes:
    """One mail with the usual headers, `headers` being lines to add."""
    lines = [f"From: {sender}", "To: guichet@example.org", "Subject: Une question", "Message-ID: <m1@example.org>"]
    if "content-type:" not in headers.lower():
        lines += ["Content-Type: text/plain; charset=utf-8"]
    return "\r\n".join([*lines, *(headers.splitlines()), "", *body.split("\n")]).encode()


def from_only(value: str | bytes) -> bytes:
    """A mail whose `From` is exactly this."""
    raw = value.encode() if isinstance(value, str) else value
    return b"From: " + raw + b"\r\nTo: guichet@example.org\r\n\r\nBonjour"


def corpus() -> list[tuple[str, bytes]]:
    """Every mail of the corpus, by name."""
    return [(path.name, path.read_bytes()) for path in sorted(CORPUS.glob("*.eml"))]
