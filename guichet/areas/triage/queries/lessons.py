"""What was learned last, read from its file once a process."""

from functools import lru_cache

from guichet.areas.triage.models import Lesson
from guichet.areas.triage.rules.learned import Learned, read
from guichet.ground.files import store
from guichet.ground.files.models import StoredFile


def latest_model() -> Learned | None:
    """Return what the last lesson taught, or nothing."""
    lesson = Lesson.objects.exclude(model=None).order_by("-pk").select_related("model").first()
    return _read(lesson.model.sha256) if lesson and lesson.model else None


@lru_cache(maxsize=1)
def _read(sha256: str) -> Learned:
    return read(store.read(StoredFile(sha256=sha256)))
