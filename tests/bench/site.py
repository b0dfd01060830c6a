"""The pages and the API as `guichet serve` starts them, without the limits on calls: eight callers soon go past them.

`python -m tests.bench.site` loads the desk, makes it warm, and becomes the process that serves its pages.
"""

import os
from functools import partial

from guichet.forks import Fork, fork
from guichet.ground.config import Config
from guichet.loading import load, warm
from guichet.supervisor import components, obey

NO_LIMIT = 1_000_000_000


def main() -> int:
    """Serve until told to stop."""
    config = Config.from_env(os.environ)
    load()
    _lift_limits()
    warm()
    return fork(Fork(run=partial(obey, components(config)["pages"]), name="pages", piped=False)).wait()


def _lift_limits() -> None:
    # Needs Django, which `load` sets up.
    from guichet.doors.api import limits
    from guichet.doors.portal import searching

    limits.CALLS_OF_TOKEN = limits.CALLS_OF_NETWORK = NO_LIMIT
    searching.SEARCHES_OF_NETWORK = NO_LIMIT


if __name__ == "__main__":
    raise SystemExit(main())
