"""Sessions in the database, as Django keeps them, looked up with SQL written once: every page begins with it."""

from datetime import datetime

from django.contrib.sessions.backends import db
from django.contrib.sessions.models import Session
from django.db.models import QuerySet
from django.utils import timezone

from guichet.ground.database.prepared import prepared


class SessionStore(db.SessionStore):
    """Reads a session; everything else is Django's."""

    def _get_session_from_db(self) -> Session | None:
        found = _session(key=self.session_key or "", now=timezone.now())
        if not found:
            self._session_key = None
            return None
        return found[0]


@prepared
def _session(*, key: str, now: datetime) -> QuerySet[Session]:
    return Session.objects.filter(session_key=key, expire_date__gt=now)
