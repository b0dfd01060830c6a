"""Claims jobs under a lease, runs them, and gives them back when it dies."""

import os
import socket
import threading
import traceback
from collections.abc import Sequence
from datetime import datetime, timedelta

import structlog
from django.db import transaction
from django.db.models import F, Q
from django.utils.module_loading import import_string

from guichet.ground import clock
from guichet.ground.database import engine
from guichet.ground.queue.models import Job

log = structlog.get_logger()


class LeaseLost(RuntimeError):
    """Another worker took the job over: what was done here is rolled back."""


class Worker:
    """One claimant of jobs. Effects and acknowledgement commit together.

    A job that was tried before is claimed alone, so that one that kills its worker takes no other with it; after
    `most_deaths` workers it is given up.
    """

    def __init__(
        self, *, lease: timedelta = timedelta(seconds=30), batch: int = 5, most_attempts: int = 5, most_deaths: int = 10
    ) -> None:
        self.lease, self.batch, self.most_attempts, self.most_deaths = lease, batch, most_attempts, most_deaths
        self.name = f"{socket.gethostname()}:{os.getpid()}:{threading.get_ident()}"

    def claim(self) -> list[Job]:
        """Take a few ready jobs under a lease."""
        now = clock.now()
        with transaction.atomic():
            free = Q(lease_until=None) | Q(lease_until__lt=now)
            ready = Job.objects.filter(free, done_at=None, dead=False, run_at__lte=now).order_by("-priority", "run_at")
            jobs: list[Job] = list(engine().skip_locked(ready)[: self.batch])
            if jobs and jobs[0].attempts >= self.most_deaths:
                self._bury(jobs[0])
                return self.claim()
            jobs = jobs[:1] if jobs and jobs[0].attempts else [job for job in jobs if not job.attempts]
            Job.objects.filter(pk__in=[job.pk for job in jobs]).update(
                lease_until=now + self.lease, worker=self.name, attempts=F("attempts") + 1
            )
        return jobs

    def run(self, job: Job) -> bool:
        """Run one job; tell whether it ended well."""
        try:
            with transaction.atomic():
                import_string(job.path).func(*job.arguments["args"], **job.arguments["kwargs"])
                mine = Job.objects.filter(pk=job.pk, worker=self.name)
                if not mine.update(done_at=clock.now(), lease_until=None):
                    raise LeaseLost(job.path)
            return True
        except Exception:  # noqa: BLE001 -- a worker loop: the row keeps the traceback and the job is tried again
            self._give_back(job, clock.now())
            return False

    def _give_back(self, job: Job, now: datetime) -> None:
        attempts = job.attempts + 1
        log.warning("job failed", path=job.path, job=job.pk, attempts=attempts, exc_info=True)
        Job.objects.filter(pk=job.pk, worker=self.name).update(
            lease_until=None, dead=attempts >= self.most_attempts, error=traceback.format_exc()[-4000:],
            run_at=now + timedelta(seconds=5 * 3**attempts),
        )  # fmt: skip

    def _bury(self, job: Job) -> None:
        log.error("job killed every worker that held it", path=job.path, job=job.pk, attempts=job.attempts)
        Job.objects.filter(pk=job.pk).update(
            lease_until=None, dead=True, error=f"It ended each of the {job.attempts} workers that held it."
        )

    def work(self) -> int:
        """Claim and run one batch; return how many jobs were tried."""
        jobs = self.claim()
        for job in jobs:
            self.run(job)
        return len(jobs)


def sweep(*, before: datetime, paths: Sequence[str] = ()) -> int:
    """Forget jobs done before an instant; return how many."""
    done = Job.objects.filter(done_at__lt=before)
    return (done.filter(path__in=paths) if paths else done).delete()[0]
