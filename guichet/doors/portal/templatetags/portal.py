"""`{% load portal %}`: small things of the portal's sentences."""

import json
from typing import Any

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe

from guichet.areas.knowledge import queries
from guichet.areas.people.access import ANONYMOUS
from guichet.doors.portal import offering
from guichet.ground import clock
from guichet.ground.outbox.health import is_delayed

register = template.Library()
MOST_ARTICLES = 4


@register.filter(is_safe=True)
def one_stop(sentence: str) -> str:
    """End a sentence with one full stop, also when its last word has one of its own (`2 p.m.`)."""
    return sentence.replace("..", ".")


@register.simple_tag
def mail_is_late() -> bool:
    """Tell whether our mail takes a while at the moment, so that a page can say what else to do."""
    return is_delayed(now=clock.now())


@register.simple_tag
def articles_of(code: str) -> list[Any]:
    """Return what is good to know about a service."""
    return queries.of_service(ANONYMOUS, code, on=offering.today())[:MOST_ARTICLES]


@register.simple_tag
def key_script(form: str, **ids: str) -> SafeString:
    """Tell the library's script which elements of the page ask for a key: data, which no browser runs."""
    ids = {"data": "js_data", **ids}
    words = json.dumps({"ids": ids}).replace("<", "\\u003c")
    tag = '<script data-allauth-onload="allauth.webauthn.forms.{}" type="application/json">{}</script>'
    return format_html(tag, form, mark_safe(words))  # noqa: S308  (escaped just above)


@register.simple_tag
def linked_data(words: str) -> SafeString:
    """Give search engines the page as JSON-LD that cannot end its element: data, which no browser runs."""
    return format_html('<script type="application/ld+json">{}</script>', mark_safe(words))  # noqa: S308  (escaped)
