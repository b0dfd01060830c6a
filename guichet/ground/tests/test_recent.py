"""What a process keeps for some seconds."""

from itertools import count

import pytest

from guichet.ground import recent


@pytest.fixture(autouse=True)
def nothing_kept() -> None:
    recent.forget()


def test_it_is_made_once_until_it_is_old(monkeypatch: pytest.MonkeyPatch) -> None:
    now, made = [100.0], count(1)
    monkeypatch.setattr("time.monotonic", lambda: now[0])
    said = []
    for moment in (100.0, 104.9, 105.0, 109.9, 110.0):
        now[0] = moment
        said.append(recent.made("a", 5, lambda: next(made)))
    assert said == [1, 1, 2, 2, 3]


def test_nothing_can_be_kept_too() -> None:
    made = count(1)
    assert recent.made("b", 60, lambda: next(made) and None) is None
    assert recent.made("b", 60, lambda: next(made)) is None


def test_what_a_change_touches_is_made_anew() -> None:
    for key in ("house:rooms", "house:keys", "garden"):
        recent.made(key, 60, lambda: "before")
    recent.forget("house:")
    assert [recent.made(key, 60, lambda: "after") for key in ("house:rooms", "house:keys", "garden")] == [
        "after", "after", "before",
    ]  # fmt: skip


def test_what_stands_lasts_until_things_are_in_another_state() -> None:
    made = count(1)
    said = [recent.standing("c", state, lambda: next(made)) for state in ("calm", "calm", "stormy", "stormy", "calm")]
    assert said == [1, 1, 2, 2, 3], "one thing is kept, that of the last state"
    assert recent.stands("c", "calm") and not recent.stands("c", "stormy") and not recent.stands("d", "calm")
    recent.forget("c")
    assert not recent.stands("c", "calm")
