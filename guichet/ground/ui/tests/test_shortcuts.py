"""A value or an address in a folded template is said as Django says it, whatever is given."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from django.http import HttpResponse
from django.template import Context, Engine, VariableDoesNotExist
from django.urls import NoReverseMatch, path, re_path
from django.utils import translation
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy

from guichet.ground.bilingual import Bilingual
from guichet.ground.ui.shortcuts import Address, Value


def _page(_request: object) -> HttpResponse:
    """Stand for a page."""
    return HttpResponse()


ROUTES = (
    path("rooms/", _page, name="rooms"),
    path("rooms/<int:pk>/", _page, name="room"),
    path("rooms/<int:pk>/keys/<str:name>/", _page, name="key"),
    re_path(r"^lists/(?P<view>mine|unit)/$", _page, name="list"),
    path("one/", _page, name="either"),
    path("one/<int:pk>/", _page, name="either"),
)
PARTS = {
    "value": "{{ x }}|{% autoescape off %}{{ x }}{% endautoescape %}|{{ x|default:'none' }}",
    "rooms": "{% url 'rooms' %}{% url 'rooms' as here %} {{ here }}",
    "room": "{% url 'room' x %} {% url 'room' pk=x %} {% url 'room' x as here %}{{ here }}",
    "key": "{% url 'key' 7 x %} {% url 'key' name=x pk=7 %}{% autoescape off %}{% url 'key' 7 x %}{% endautoescape %}",
    "list": "{% url 'list' x %}",
    "either": "{% url 'either' %}{% url 'either' 3 %}",
    "maybe": "{% url 'room' x as here %}<{{ here }}>{% url 'nowhere' as there %}<{{ there }}>",
    "names": "{{ x.real }}|{{ x.upper }}|{{ x.0 }}|{{ x.nothing }}|{{ x.fr }}|{{ x.items }}|{{ x.year }}"
    "|{{ x.called }}|{% if x.items %}yes{% endif %}{% if x.missing.deep == none %}no{% endif %}"
    "{% firstof x.year 'none' %}{% for one in x.many %}{{ one.first }}{% endfor %}{{ nothing }}{{ nothing.at.all }}",
    "fallen": "{{ x.kept }}",
    "filters": "{{ x.fr|default:x.year }}",
    "named": "{% with name='rooms' %}{% url name %}{% endwith %}",
}


class Odd:
    """Has what templates must look up with care."""

    year, fr = 2026, ""
    many = ({"first": "<i>"}, {"second": 2})

    def __str__(self) -> str:
        return "odd"

    @property
    def kept(self) -> str:
        """Fail as a property does that asks for something that is not there."""
        return self.nowhere  # type: ignore[attr-defined, no-any-return]

    def called(self) -> str:
        """Return a word, when a template says the name."""
        return "called & said"


GIVEN: list[Any] = [
    0, "", "a", "<b> & 'more'", "été", "a b/c?d", "mine", SafeString("<b>"), gettext_lazy("Services"), 7, 1234567, -1,
    True, None, 1.5, Decimal("1234.50"), datetime(2026, 3, 8, 12, tzinfo=UTC), Bilingual("Reçue", "Received"), ["a", 1],
    {"items": "<9>", "year": 2, "fr": None}, {}, Odd, Odd(), lambda: {"year": 3},
]  # fmt: skip


def engine(loader: str) -> Engine:
    inside = [("django.template.loaders.locmem.Loader", PARTS)]
    return Engine(loaders=[(loader, inside)])


def said(house: Engine, name: str, given: Any) -> str | type[Exception]:
    try:
        return house.get_template(name).render(Context({"x": given}))
    except (NoReverseMatch, AttributeError, VariableDoesNotExist) as error:
        return type(error)


@pytest.mark.parametrize("name", PARTS)
def test_the_short_way_says_the_same(settings: Any, name: str) -> None:
    settings.ROOT_URLCONF = ROUTES
    short, plain = engine("guichet.ground.ui.folding.Loader"), engine("django.template.loaders.cached.Loader")
    for language in ("fr", "en"):
        with translation.override(language):
            for given in GIVEN:
                assert said(short, name, given) == said(plain, name, given), given


def test_values_and_addresses_do_take_the_short_way(settings: Any) -> None:
    settings.ROOT_URLCONF = ROUTES
    short = engine("guichet.ground.ui.folding.Loader")
    with translation.override("fr"):
        kinds = {name: {type(node) for node in short.get_template(name).nodelist} for name in PARTS}
    assert Value in kinds["value"]
    assert all(Address in kinds[name] for name in ("rooms", "room", "key", "list"))
    assert Address not in kinds["either"]
