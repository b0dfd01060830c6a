"""`{% load portal %}`: small things of the portal's sentences."""

from django import template

from guichet.ground import clock
from guichet.ground.outbox.health import is_delayed

register = template.Library()


@register.filter(is_safe=True)
def one_stop(sentence: str) -> str:
    """End a sentence with one full stop, also when its last word has one of its own (`2 p.m.`)."""
    return sentence.replace("..", ".")


@register.simple_tag
def mail_is_late() -> bool:
    """Tell whether our mail takes a while at the moment, so that a page can say what else to do."""
    return is_delayed(now=clock.now())
