"""Small drawings keep the proportions of what they show."""

from hypothesis import given
from hypothesis import strategies as st

from guichet.ground.ui import drawing
from guichet.ground.ui.drawing import Segment

amounts = st.lists(st.floats(0.5, 10_000), min_size=1, max_size=12)


@given(amounts)
def test_the_ledger_fills_its_bar_exactly(values: list[float]) -> None:
    bars = drawing.bars([Segment("us", value) for value in values])
    assert len(bars) == len(values)
    assert abs(float(bars[-1].end) - drawing.WIDTH) < 0.2


def test_an_empty_stretch_is_not_drawn() -> None:
    bars = drawing.bars([Segment("us", 2), Segment("client", 0), Segment("unit", 2)])
    assert [bar.holder for bar in bars] == ["us", "unit"]
    assert bars[0].width == bars[1].width
    assert drawing.bars([]) == []


def test_a_gauge_never_leaves_its_rail() -> None:
    assert drawing.gauge(120, 100, 90) == {"fill": "240.0", "mark": "216.0"}
    assert drawing.gauge(-5, 100, None) == {"fill": "0.0", "mark": ""}
    assert drawing.gauge(5, 0, 0)["fill"] == "0.0"


def test_a_spark_line_climbs_when_the_figure_climbs() -> None:
    points = drawing.spark([1, 2, 3])["points"].split()
    heights = [float(point.split(",")[1]) for point in points]
    assert heights == sorted(heights, reverse=True)
    assert drawing.spark([5, 5])["y"] == "14.0"
    assert drawing.spark([])["points"] == ""
    assert drawing.spark([1, 2], standard=2)["standard"] == "3.0"
