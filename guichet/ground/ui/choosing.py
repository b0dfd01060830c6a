"""`{% options choices chosen %}`: what a `select` offers, in one node: a page of the desk offers a hundred things."""

from html import escape
from typing import Any

from django.template import Context, Node, TemplateSyntaxError
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString


class Options(Node):
    """Pairs of a value and words, or what has a `pk` and a `name`."""

    def __init__(self, choices: FilterExpression, chosen: FilterExpression | None) -> None:
        self._choices, self._chosen = choices, chosen

    def render(self, context: Context) -> SafeString:
        """List them; the chosen one, if it is there, is marked."""
        chosen = self._chosen.resolve(context, ignore_failures=True) if self._chosen else None
        mark = None if chosen is None else str(chosen)
        return SafeString("".join(_option(*_pair(one), mark) for one in self._choices.resolve(context) or ()))


def options(parser: Parser, token: Token) -> Options:
    """Read the tag."""
    _name, *given = token.split_contents()
    if len(given) not in {1, 2}:
        raise TemplateSyntaxError("{% options %} takes what is offered and, maybe, what is chosen.")
    choices, *chosen = map(parser.compile_filter, given)
    return Options(choices, chosen[0] if chosen else None)


def _pair(choice: Any) -> tuple[Any, Any]:
    value, words = choice if isinstance(choice, tuple | list) else (choice.pk, choice.name)
    return value, words


def _option(value: object, words: Any, mark: str | None) -> str:
    known = str(value)
    said = escape(words) if type(words) is str else conditional_escape(words)
    return f'<option value="{escape(known)}"{" selected" if known == mark else ""}>{said}</option>'
