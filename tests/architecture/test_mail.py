"""Nothing is mailed while somebody waits for a page."""

from tests.architecture import sources


def test_letters_leave_through_the_outbox_only() -> None:
    senders = [
        sources.shown(path) for path in sources.modules() if "django.core.mail" in path.read_text(encoding="utf-8")
    ]
    assert senders == ["guichet/settings.py"]
