"""Nodes that say the same as Django's, by a shorter way for what nearly all of them hold: a word, and an address.

A page of the desk looks up a thousand names, says some five hundred values and ninety addresses. Whatever is not of
the usual kind goes by Django's own way.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from typing import Any

from django.template import Context, Node
from django.template.base import (
    FilterExpression,
    NodeList,
    Variable,
    VariableDoesNotExist,
    VariableNode,
    render_value_in_context,
)
from django.template.defaulttags import URLNode
from django.template.smartif import TokenBase
from django.urls import get_resolver, get_script_prefix
from django.utils.functional import Promise
from django.utils.safestring import SafeString

PLAIN = re.compile(r"[\w/.-]*", re.ASCII)  # nothing to quote or to escape


def shortened(node: Node) -> Node:
    """Return a node that says the same by a shorter way, or the node itself."""
    if type(node) is VariableNode:
        return Value(node.filter_expression)
    if type(node) is URLNode and (route := _route_of(node)):
        return Address(node, route)
    return node


class Name(Variable):
    """A name of a template: keys of dictionaries and attributes, with nothing to call."""

    __slots__ = ()

    def resolve(self, context: Any) -> Any:
        """Return what it stands for."""
        current = context
        for bit in self.lookups or ():
            kind = type(current)
            try:
                current = current[bit] if hasattr(kind, "__getitem__") else getattr(current, bit)
            except KeyError:
                if hasattr(current, bit):
                    return super().resolve(context)
                raise VariableDoesNotExist("Failed lookup for key [%s] in %r", (bit, current)) from None
            except (TypeError, AttributeError, ValueError, IndexError):
                return super().resolve(context)
            if callable(current):
                return super().resolve(context)
        return current


def hasten(node: Node) -> None:
    """Let the names that a node looks up take the short way, but for those inside of it."""
    for name in _names(list(vars(node).values())):
        if type(name) is Variable and name.lookups and not name.translate and name.lookups[-1].isidentifier():
            name.__class__ = Name


def _names(thing: Any) -> Iterator[Any]:
    if isinstance(thing, FilterExpression):
        yield thing.var
        yield from (given for _filter, args in thing.filters for is_name, given in args if is_name)
    elif isinstance(thing, TokenBase):
        yield from _names(list(vars(thing).values()))
    elif isinstance(thing, dict):
        yield from _names(list(thing.values()))
    elif isinstance(thing, list | tuple) and not isinstance(thing, NodeList):
        for one in thing:
            yield from _names(one)


class Value(VariableNode):
    """A value in a page."""

    def render(self, context: Context) -> str:
        """Return the value, escaped."""
        value = self.filter_expression.resolve(context)
        if isinstance(value, Promise):  # a word that waited for its language
            value = str(value)
        if type(value) is SafeString:
            return value
        if type(value) is str and context.autoescape:
            return escape(value)
        if type(value) is int:  # as it is: where thousands are to be set apart, `wording` does it
            return str(value)
        return str(render_value_in_context(value, context))


class Part(Node):
    """A template that another one includes by name: its nodes, with the values that it is given."""

    child_nodelists = ()  # folded where they were written

    def __init__(self, nodes: NodeList, given: dict[str, Any]) -> None:
        self._nodes, self._given = nodes, given

    def render(self, context: Context) -> SafeString:
        """Draw the nodes; what they name stays among them."""
        values = {name: value.resolve(context) for name, value in self._given.items()}
        with context.push(values):
            return self._nodes.render(context)


@dataclass(frozen=True, slots=True)
class Route:
    """The one address that a name has: its form, what its places take, and what the whole must look like."""

    form: str
    places: tuple[tuple[str, Any], ...]
    pattern: re.Pattern[str]


class Address(URLNode):
    """The address of a page that has one form."""

    def __init__(self, node: URLNode, route: Route) -> None:
        super().__init__(node.view_name, node.args, node.kwargs, node.asvar)
        self._route = route
        given = node.kwargs or dict(zip((name for name, _write in route.places), node.args, strict=True))
        self._places = [(name, given[name], write) for name, write in route.places]

    def render(self, context: Context) -> str:
        """Return the address."""
        try:
            values = {name: write(value.resolve(context)) for name, value, write in self._places}
        except ValueError:  # not what this place takes: Django says which address it was
            return str(super().render(context))
        path = self._route.form % values
        if not (PLAIN.fullmatch(path) and self._route.pattern.match(path)):
            return str(super().render(context))
        if self.asvar:
            context[self.asvar] = get_script_prefix() + path
            return ""
        return get_script_prefix() + path


def _route_of(node: URLNode) -> Route | None:
    name = node.view_name
    if name.filters or not isinstance(name.var, str):
        return None
    known = get_resolver().reverse_dict.getlist(name.var)
    if len(known) != 1 or len(known[0][0]) != 1:
        return None
    ((form, places),), pattern, defaults, converters = known[0]
    if defaults or (set(node.kwargs) != set(places) if node.kwargs else len(node.args) != len(places)):
        return None
    writers = tuple((place, converters[place].to_url if place in converters else str) for place in places)
    return Route(form, writers, re.compile(pattern))
