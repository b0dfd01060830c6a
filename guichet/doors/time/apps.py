from django.apps import AppConfig

from guichet.ground.loops import Loop, register


class TimeConfig(AppConfig):
    name = "guichet.doors.time"
    label = "time"

    def ready(self) -> None:
        """Give the worker its turns: readers of the journal, deferred work, what falls due."""
        register(Loop("reactions", _react))
        register(Loop("jobs", _work))
        register(Loop("tick", _tick, idle=15.0))
        register(Loop("lessons", _learn, idle=600.0))
        register(Loop("problems", _propose, idle=3600.0))
        register(Loop("links", _look, idle=600.0))
        register(Loop("erasing", _erase, idle=600.0))
        register(Loop("reminders", _remind, idle=600.0))


def _react(worker: str) -> int:
    from guichet.ground.journal.readers import react

    return react()


def _work(worker: str) -> int:
    from guichet.ground.queue.worker import Worker

    return Worker().work()


def _tick(worker: str) -> int:
    from guichet.doors.time.tick import tick
    from guichet.ground import clock

    return tick(now=clock.now())


def _learn(worker: str) -> int:
    from guichet.doors.time.learn import turn

    return turn(worker)


def _propose(worker: str) -> int:
    from guichet.areas.problems.actions import propose
    from guichet.ground import clock
    from guichet.ground.access import SYSTEM

    return len(propose(by=SYSTEM, now=clock.now()))


def _look(worker: str) -> int:
    from guichet.doors.time.links import turn

    return turn(worker)


def _erase(worker: str) -> int:
    from guichet.doors.time.erasing import turn

    return turn(worker)


def _remind(worker: str) -> int:
    from guichet.areas.upkeep.actions import remind, warn_of_forms
    from guichet.ground import clock
    from guichet.ground.access import SYSTEM

    return remind(by=SYSTEM, now=clock.now()) + warn_of_forms(by=SYSTEM, now=clock.now())
