"""A folded template says exactly what the same template says unfolded, in each language, whatever came before."""

import sys
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.template import Context, Engine
from django.template.base import TextNode
from django.template.loader_tags import IncludeNode
from django.template.loaders import cached
from django.utils import translation

from guichet.ground.ui.folding import ByLanguage
from guichet.ground.ui.shortcuts import Part, Value

PARTS = {
    "words": '{% load i18n %}<b>{% translate "Services" %}</b> {% translate "Received" context "request" %}, {{ x }}',
    "percent": '{% load i18n %}{% translate "100%% of %s" %} {% translate "Services" noop %}{% translate x %}',
    "kept": '{% load i18n %}{% translate "Services" as name %}{{ name }}{% translate "Services"|upper %}',
    "block": '{% load i18n %}{% blocktranslate trimmed %} Ask for  something {% endblocktranslate %}|'
    "{% blocktranslate %}You are {{ x }}{% endblocktranslate %}|"
    "{% blocktranslate count n=2 %}{{ n }} thing left to do.{% plural %}{{ n }} things left to do."
    "{% endblocktranslate %}",
    "branches": '{% load i18n %}{% if x %}{% translate "Services" %}{% elif y %}{% translate "Home" %}{% endif %}'
    '{% for one in many %}<i>{% translate "Services" %}</i>{{ one }}{% empty %}{% translate "Home" %}{% endfor %}',
    "spoken": "{% load i18n %}{% for code in many %}{% language code %}"
    '{% translate "Services" %}{% include "words" %}{% endlanguage %}{% endfor %}{% translate "Services" %}',
    "base": '{% load i18n %}<h1>{% block head %}{% translate "Home" %}{% endblock %}</h1>{% include "words" %}',
    "child": '{% extends "base" %}{% load i18n %}'
    '{% block head %}{{ block.super }} / {% translate "Services" %}{% endblock %}',
    "escaped": '{% load i18n %}{% autoescape off %}{% translate "Services" %}{{ x }}{% endautoescape %}',
    "given": '{% include "words" with x=y %}{{ x }}{% include "./tree" %}{% include name %}',
    "leaves": "{% firstof x as kept %}{{ kept }}",
    "apart": '{% include "leaves" %}<{{ kept }}>{% include "leaves" with x="another" only %}',
    "tree": '{% for one in many %}{{ one }}{% with many="" %}{% include "tree" %}{% endwith %}{% endfor %}',
    "icons": '{% load ui %}{% icon "search" %}{% icon x %}{% icon "search" as drawn %}{{ drawn }}',
}  # fmt: skip
LIBRARIES = {"i18n": "django.templatetags.i18n", "ui": "guichet.ground.ui.templatetags.ui"}
INSIDE = [("django.template.loaders.locmem.Loader", PARTS)]


def engine(loader: str) -> Engine:
    return Engine(loaders=[(loader, INSIDE)], libraries=LIBRARIES)


@pytest.fixture(scope="module")
def folded() -> Engine:
    return engine("guichet.ground.ui.folding.Loader")


@pytest.mark.parametrize("name", PARTS)
def test_folding_changes_no_word(folded: Engine, name: str) -> None:
    plain = engine(f"{cached.__name__}.Loader")
    for language in ("fr", "en", "fr", "de", "en"):
        with translation.override(language):
            given = {"x": "<& it", "many": ["en", "fr"], "y": 1, "name": "words"}
            said = folded.get_template(name).render(Context(given))
            assert said == plain.get_template(name).render(Context(given)), language


def test_what_the_language_decides_is_text(folded: Engine) -> None:
    with translation.override("fr"):
        template = folded.get_template("words")
        assert isinstance(template, ByLanguage)
        said = [node.s for node in template.nodelist if isinstance(node, TextNode)]
    assert said == ["<b>Services</b> Reçue, "]


def test_a_template_that_another_one_includes_stands_in_it(folded: Engine) -> None:
    with translation.override("fr"):
        kinds = [type(node) for node in folded.get_template("apart").nodelist]
        whole = folded.get_template("tree").nodelist
    assert kinds == [Part, TextNode, Value, TextNode, IncludeNode]  # alone with what it is given, it stays apart
    assert whole.get_nodes_by_type(IncludeNode)  # nothing can stand in itself


@pytest.fixture
def threads_that_change_often():
    before = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    yield
    sys.setswitchinterval(before)


@pytest.mark.usefixtures("threads_that_change_often")
def test_threads_that_ask_for_a_new_template_at_once_all_get_it_whole() -> None:
    together = Barrier(8)

    def draw(house: Engine) -> str:
        together.wait()
        with translation.override("fr"):
            return house.get_template("child").render(Context({"x": "1"}))

    with ThreadPoolExecutor(8) as pool:
        for _ in range(60):
            house = engine("guichet.ground.ui.folding.Loader")
            said = {future.result() for future in [pool.submit(draw, house) for _ in range(8)]}
            assert len(said) == 1
