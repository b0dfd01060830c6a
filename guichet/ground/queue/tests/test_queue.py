"""Deferred work is done once, by whoever holds it; what fails is tried again, then given up with its reason."""

from datetime import datetime, timedelta

import pytest
from django.db import transaction
from django_tasks import task

from guichet.ground import clock
from guichet.ground.outbox.models import Gate
from guichet.ground.queue.models import Job
from guichet.ground.queue.worker import Worker, sweep
from tests.at_once import at_once
from tests.cast import NOON

pytestmark = pytest.mark.django_db
LEASE = timedelta(seconds=30)


@task()
def mark(place: int) -> None:
    """Leave a row, which stands for any effect: twice is an error that shows."""
    Gate.objects.create(reason=f"{place}")


@task()
def mark_and_fail(place: int) -> None:
    """Leave a row, then fail."""
    mark.func(place)
    raise ValueError("the form of this entry is unknown")


def marks() -> list[int]:
    return sorted(int(reason) for reason in Gate.objects.values_list("reason", flat=True))


def work(now: datetime, worker: Worker | None = None) -> int:
    with clock.at(now):
        return (worker or Worker()).work()


def enqueued(job: object, *places: int) -> None:
    with clock.at(NOON):
        for place in places:
            job.enqueue(place)  # type: ignore[attr-defined]


def test_work_and_the_reason_for_it_commit_together() -> None:
    with transaction.atomic():
        enqueued(mark, 1)
        transaction.set_rollback(True)

    assert not Job.objects.exists()


def test_a_job_is_done_once_and_kept_until_it_is_swept() -> None:
    enqueued(mark, 1)

    assert (work(NOON), work(NOON)) == (1, 0)
    assert marks() == [1]
    assert (sweep(before=NOON), sweep(before=NOON + LEASE)) == (0, 1)


def test_a_job_that_raises_leaves_nothing_behind_and_delays_no_other() -> None:
    enqueued(mark_and_fail, 1)
    enqueued(mark, 2)

    assert work(NOON) == 2

    assert marks() == [2]


def test_a_job_that_raises_is_tried_later_and_later_then_given_up_with_its_reason() -> None:
    enqueued(mark_and_fail, 1)
    now, waits = NOON, []
    while not (job := Job.objects.get()).dead:
        assert work(job.run_at - timedelta(seconds=1)) == 0 or not job.attempts
        waits.append(job.run_at - now)
        now = job.run_at
        work(now)

    assert job.attempts == Worker().most_attempts == len(waits)
    assert waits == sorted(set(waits))
    assert "ValueError: the form of this entry is unknown" in job.error
    assert (work(NOON + timedelta(days=9)), marks()) == (0, [])


@pytest.mark.proves("I11", "D01")
def test_what_a_dead_worker_held_is_taken_over_when_its_lease_ends_and_what_it_then_does_is_undone() -> None:
    enqueued(mark, 1)
    frozen, other = Worker(), Worker()
    frozen.name, other.name = "frozen", "other"
    with clock.at(NOON):
        [job] = frozen.claim()

    assert work(NOON + LEASE / 2, other) == 0
    assert work(NOON + LEASE * 2, other) == 1
    with clock.at(NOON + LEASE * 2):
        assert not frozen.run(job), "it wakes up and believes that it still holds the job"

    done = Job.objects.get()
    assert (done.worker, done.dead, done.error, marks()) == ("other", False, "", [1])


@pytest.mark.proves("O08")
def test_a_job_that_kills_its_workers_takes_no_other_with_it_and_is_given_up() -> None:
    enqueued(mark_and_fail, 1)
    enqueued(mark, 2, 3)
    now, deaths = NOON, 0
    while not Job.objects.filter(dead=True).exists():
        with clock.at(now):
            held = Worker().claim()
        if [job.arguments["args"] for job in held] == [[1]] or len(held) == 3:
            deaths += 1  # it dies here, and what it held with it
        else:
            for job in held:
                with clock.at(now):
                    Worker().run(job)
        now += LEASE / 2

    assert deaths == Worker().most_deaths
    assert marks() == [2, 3]
    assert "ended each of the 10 workers" in Job.objects.get(dead=True).error


@pytest.mark.django_db(transaction=True)
@pytest.mark.proves("I11")
def test_two_workers_that_claim_at_the_same_time_run_each_job_once() -> None:
    enqueued(mark, *range(24))

    def run_all(name: str) -> int:
        worker, tried = Worker(batch=2), 0
        worker.name = name
        while done := work(NOON, worker):
            tried += done
        return tried

    assert sum(at_once(run_all, "one", "other")) == 24
    assert marks() == list(range(24))
