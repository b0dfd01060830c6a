"""Every answer is guarded, every page can be read by both languages, even when things break."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template, render_to_string
from django.test import Client, RequestFactory
from django.urls import reverse
from django.utils.translation import override

from guichet.ground.ui import apps, showcase
from guichet.ground.ui.htmx import is_htmx, page_or_part
from guichet.ground.ui.middleware import SafeHeaders

UI = Path(apps.__file__).parent
ERRORS = ["400", "403", "404", "429", "500", "403_csrf"]


@pytest.mark.parametrize("lang", ["fr", "en"])
def test_the_style_guide_shows_both_languages(client: Client, lang: str) -> None:
    page = client.get(reverse("ui-styleguide"), headers={"accept-language": lang}).content.decode()
    assert f'<html lang="{lang}-CA">' in page
    assert "5\u00a0p.m." in page
    assert "17\u00a0h" in page


@pytest.mark.proves("W09", "A21")
def test_a_page_is_never_kept_and_runs_nothing_inline(client: Client) -> None:
    response = client.get(reverse("ui-styleguide"))
    assert response["Cache-Control"] == "private, no-store"
    policy = response["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "data:" not in policy
    assert response["X-Content-Type-Options"] == "nosniff"
    page = response.content.decode()
    assert not re.search(r"\sstyle=|\son\w+=|<style|<script(?![^>]*\ssrc=)", page)


def test_an_answer_that_chose_its_own_policy_keeps_it(rf: RequestFactory) -> None:
    def framed(request: HttpRequest) -> HttpResponse:
        return HttpResponse("", headers={"Content-Security-Policy": "default-src 'none'", "Cache-Control": "max-age=5"})

    response = SafeHeaders(framed)(rf.get("/"))
    assert response["Content-Security-Policy"] == "default-src 'none'"
    assert response["Cache-Control"] == "max-age=5"


@pytest.mark.proves("A21")
def test_what_a_signed_in_person_receives_is_not_kept(rf: RequestFactory) -> None:
    request = rf.get("/feed.json")
    answer = SafeHeaders(lambda _request: HttpResponse("{}", content_type="application/json"))
    assert "Cache-Control" not in answer(request).headers
    request.COOKIES[settings.SESSION_COOKIE_NAME] = "abc"
    assert answer(request)["Cache-Control"] == "private, no-store"


@pytest.mark.proves("EQU-01")
@pytest.mark.parametrize("name", ERRORS)
def test_an_error_page_needs_nothing_and_speaks_both_languages(name: str) -> None:
    with override("en"):
        page = render_to_string(f"{name}.html")
    assert page.index('lang="en-CA"') < page.index('lang="fr-CA"')
    assert page.count("<h1>") == 1
    assert 'href="/"' in page


def test_language_is_changed_by_a_form_that_comes_back_to_the_page(client: Client) -> None:
    response = client.post(reverse("set-language"), {"language": "en", "next": "/styleguide/"})
    assert response["Location"] == "/styleguide/"
    assert '<html lang="en-CA">' in client.get("/styleguide/").content.decode()


def test_htmx_gets_the_part_and_everybody_else_the_page(rf: RequestFactory) -> None:
    asked = rf.get("/", headers={"HX-Request": "true"})
    boosted = rf.get("/", headers={"HX-Request": "true", "HX-Boosted": "true"})
    assert is_htmx(asked)
    assert not is_htmx(boosted)
    part = page_or_part(asked, "ui/styleguide.html", "ui/themer.html")
    assert b"<html" not in part.content
    assert "HX-Request" in part["Vary"]
    assert b"<html" in page_or_part(boosted, "ui/styleguide.html", "ui/themer.html", showcase.examples()).content


def test_the_desk_shows_its_places_and_who_is_signed_in(rf: RequestFactory) -> None:
    nav = [{"url": "/desk/", "label": "My queue", "current": True, "count": 14}]
    with override("en"):
        page = get_template("ui/desk.html").render({"desk_nav": nav, "viewer_name": "Léa Comeau"}, rf.get("/"))
    assert 'aria-current="page">My queue' in page
    assert "Léa Comeau: my menu" in page


def test_every_icon_that_a_template_names_is_in_the_sprite() -> None:
    sprite = (UI / "static/ui/icons.svg").read_text(encoding="utf-8")
    sources = [*UI.glob("templates/**/*.html"), *UI.parent.parent.glob("doors/**/templates/**/*.html")]
    named = {name for path in sources for name in re.findall(r'{% icon "([\w-]+)"', path.read_text(encoding="utf-8"))}
    assert named
    assert not {name for name in named if f'id="i-{name}"' not in sprite}


def test_styles_use_no_inline_data_and_stay_light() -> None:
    styles = [path.read_text(encoding="utf-8") for path in UI.glob("static/ui/css/*.css")]
    assert not any("data:" in style or "@import" in style for style in styles)
    scripts = sum(len(path.read_text(encoding="utf-8").splitlines()) for path in UI.glob("static/ui/js/*.js"))
    assert scripts <= 400
