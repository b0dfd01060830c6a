"""An institution may choose any colour: words stay readable."""

import pytest
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import Settings

from guichet.ground.ui import mailstyle, palette

colours = st.integers(0, 0xFFFFFF).map(lambda value: f"#{value:06x}")


def test_contrast_is_that_of_wcag() -> None:
    assert palette.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert palette.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


@given(colours, colours)
def test_any_two_colours_stay_readable_in_light_and_in_dark(accent: str, wall: str) -> None:
    day, night = palette.light(accent, wall), palette.dark(accent, wall)
    for tokens, paper in ((day, palette.PAPER), (night, palette.NIGHT)):
        assert palette.contrast(tokens["accent"], paper) >= 4.5
        assert palette.contrast(tokens["accent"], tokens["on-accent"]) >= 4.5
        assert palette.contrast(tokens["accent"], tokens["accent-tint"]) >= 4.5
        assert palette.contrast(tokens["wall"], tokens["on-wall"]) >= 4.5
        assert palette.contrast(tokens["wall-2"], tokens["on-wall-2"]) >= 4.5
        assert palette.contrast(tokens["on-wall"], tokens["on-wall-ink"]) >= 4.5


@pytest.mark.urls("guichet.ground.ui.urls")
def test_the_colours_of_the_institution_are_a_stylesheet_that_may_be_kept(client: Client, settings: Settings) -> None:
    settings.INSTITUTION = {"accent": "#1f4b6e", "wall": "#23303b"}
    response = client.get(reverse("ui-institution-css"))
    assert response["Content-Type"].startswith("text/css")
    assert "public" in response["Cache-Control"]
    assert "--accent:light-dark(#1f4b6e," in response.content.decode()


def test_without_colours_the_house_keeps_its_own(settings: Settings) -> None:
    settings.INSTITUTION = {}
    assert palette.stylesheet() == ""
    assert "#452049" in mailstyle.attribute("stub_tab")


def test_mails_wear_the_colours_of_the_institution(settings: Settings) -> None:
    settings.INSTITUTION = {"accent": "#1f4b6e", "wall": "#23303b"}
    assert "#23303b" in mailstyle.attribute("stub_tab")


@pytest.mark.parametrize("part", sorted(mailstyle.PARTS))
def test_every_part_of_a_mail_has_a_style_without_quotes_that_would_break_it(part: str) -> None:
    assert mailstyle.attribute(part).count('"') == 2
