"""`{% load portal %}`: small things of the portal's sentences."""

from django import template

register = template.Library()


@register.filter(is_safe=True)
def one_stop(sentence: str) -> str:
    """End a sentence with one full stop, also when its last word has one of its own (`2 p.m.`)."""
    return sentence.replace("..", ".")
