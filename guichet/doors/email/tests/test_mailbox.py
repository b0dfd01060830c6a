"""A mailbox as the configuration names it."""

import pytest

from guichet.doors.email.imap import BadMailbox, Mailbox


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        (
            "imaps://bureau%40example.org:mot%20secret@imap.example.org/INBOX",
            ("imap.example.org", 993, "bureau@example.org", "mot secret", "ssl", "INBOX"),
        ),
        (
            "imap://bureau:x@imap.example.org:1143/INBOX/Demandes",
            ("imap.example.org", 1143, "bureau", "x", "starttls", "INBOX/Demandes"),
        ),
        ("imap://bureau:x@127.0.0.1", ("127.0.0.1", 143, "bureau", "x", "none", "INBOX")),
    ],
)
def test_a_mailbox_is_read_from_its_url(url: str, expected: tuple[object, ...]) -> None:
    box = Mailbox.from_url(url)

    assert (box.host, box.port, box.user, box.password, box.security, box.folder) == expected
    assert "secret" not in repr(box)


@pytest.mark.parametrize("url", ["http://x@example.org", "imaps://example.org", "bureau@example.org"])
def test_a_url_that_is_no_mailbox_is_refused(url: str) -> None:
    with pytest.raises(BadMailbox):
        Mailbox.from_url(url)
