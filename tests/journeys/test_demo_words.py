"""What the demonstration tells has a name on the desk."""

from guichet.doors.demo.acts import SPOKEN
from guichet.doors.demo.stage import RECOGNISED
from guichet.doors.desk.labels import IDENTITIES


def test_callers_are_recognised_in_ways_that_the_desk_names() -> None:
    assert RECOGNISED.keys() == set(SPOKEN)
    assert set(RECOGNISED.values()) <= IDENTITIES.keys()
