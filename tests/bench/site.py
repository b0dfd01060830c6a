"""The pages and the API as gunicorn serves them, without the limits on calls: eight callers soon go past them."""

from guichet.doors.api import limits
from guichet.wsgi import application

NO_LIMIT = 1_000_000_000
limits.CALLS_OF_TOKEN = limits.CALLS_OF_NETWORK = NO_LIMIT

__all__ = ["application"]
