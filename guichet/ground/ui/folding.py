"""Templates folded once for each language: what the language decides becomes text, and is asked no more.

A page of the desk says some two hundred words of the house. Each is a node that looks its word up whenever the page is
drawn; here it becomes text when a template is first drawn in a language, and joins the text on both its sides. The
nodes that are left take the short ways of `shortcuts`.
"""

from collections.abc import Iterator
from threading import RLock
from typing import Any

from django.conf import settings
from django.template import Context, Node, NodeList, Template
from django.template.base import TextNode, TokenType
from django.template.defaulttags import IfNode
from django.template.library import SimpleNode
from django.template.loader_tags import BlockNode, ExtendsNode, IncludeNode, construct_relative_path
from django.template.loaders import cached
from django.templatetags.i18n import BlockTranslateNode, LanguageNode, TranslateNode
from django.utils.translation import get_language

from guichet.ground.ui.shortcuts import Part, hasten, shortened

ALWAYS_THE_SAME = frozenset({"icon"})  # tags that give the same for the same words, whatever the page
Nodes = NodeList | list[Node]
_one_at_a_time = RLock()
_at_work: list["ByLanguage"] = []


class ByLanguage(Template):
    """A template with one list of nodes for each language of the house, made when it is first asked for."""

    _whole: NodeList | None
    _folded: dict[str, NodeList]
    _has_no_blocks: bool

    @property
    def nodelist(self) -> NodeList:
        """Return the nodes for the language in force; in a language that is not the house's, as they were written."""
        language = get_language() or ""
        if language not in dict(settings.LANGUAGES):
            return self._unfolded()
        if language not in self._folded:
            with _one_at_a_time:
                self._fold(language)
        return self._folded[language]

    @nodelist.setter
    def nodelist(self, nodes: NodeList) -> None:
        self._whole, self._folded = nodes, {}

    @property
    def is_part(self) -> bool:
        """Tell whether it can stand as it is where another one includes it."""
        return self._has_no_blocks and self not in _at_work

    def _fold(self, language: str) -> None:
        if language in self._folded:
            return
        fresh, self._whole = self._unfolded(), None  # the first language takes what the loader compiled
        nothing = Context()
        nothing.template = self
        _at_work.append(self)
        try:
            fold(fresh, nothing)
        finally:
            _at_work.remove(self)
        self._folded[language] = fresh

    def _unfolded(self) -> NodeList:
        if self._whole is None:
            self._whole = self.compile_nodelist()
        return self._whole


class Loader(cached.Loader):
    """Django's caching loader, whose templates are folded."""

    def get_template(self, template_name: str, skip: Any = None) -> Template:
        """Return a template from memory, or load it."""
        template = super().get_template(template_name, skip)
        if type(template) is Template:
            with _one_at_a_time:
                _make_foldable(template)
        return template


def _make_foldable(template: Template) -> None:
    if type(template) is not Template:  # another thread was first
        return
    # Other threads may already draw it: it must be whole before and after the one step that changes its class.
    has_blocks = any(map(template.nodelist.get_nodes_by_type, (ExtendsNode, BlockNode)))
    vars(template).update(_whole=template.nodelist, _folded={}, _has_no_blocks=not has_blocks)
    template.__class__ = ByLanguage
    del vars(template)["nodelist"]


def fold(nodes: Nodes, nothing: Context) -> None:
    """Make text, in place and all the way down, of what the language in force decides; then join what is text."""
    kept: list[Node] = []
    for node in nodes:
        if not isinstance(node, LanguageNode):  # what is inside speaks another language
            for inner in _inside(node):
                fold(inner, nothing)
        hasten(node)
        made = TextNode(str(node.render(nothing))) if _is_decided(node) else _put_in(shortened(node), nothing)
        before = kept[-1] if kept else None
        if isinstance(made, TextNode) and isinstance(before, TextNode):
            kept[-1] = TextNode(before.s + made.s)
        else:
            kept.append(made)
    nodes[:] = kept


def _put_in(node: Node, nothing: Context) -> Node:
    if not isinstance(node, IncludeNode) or node.isolated_context or not _is_constant(node.template):
        return node
    name: Any = construct_relative_path(str(node.origin.template_name), node.template.resolve(nothing))
    whole: Any = nothing.template
    part = whole.engine.get_template(name)
    return Part(part.nodelist, node.extra_context) if isinstance(part, ByLanguage) and part.is_part else node


def _inside(node: Node) -> Iterator[Nodes]:
    if isinstance(node, IfNode):
        yield from (nodes for _condition, nodes in node.conditions_nodelists)
        return
    for name in node.child_nodelists:
        inner = getattr(node, name, None)
        if isinstance(inner, NodeList):
            yield inner


def _is_decided(node: Node) -> bool:
    if isinstance(node, TranslateNode):
        given = [one for one in (node.filter_expression, node.message_context) if one is not None]
        return node.asvar is None and not node.noop and all(map(_is_constant, given))
    if isinstance(node, BlockTranslateNode):
        asks = node.extra_context or node.plural or node.countervar or node.asvar or node.message_context
        return not asks and all(token.token_type == TokenType.TEXT for token in node.singular)
    if isinstance(node, SimpleNode):
        is_pure = getattr(node.func, "__name__", "") in ALWAYS_THE_SAME and node.target_var is None
        return is_pure and all(map(_is_constant, (*node.args, *node.kwargs.values())))
    return False


def _is_constant(expression: Any) -> bool:
    return not expression.filters and (not expression.is_var or expression.var.literal is not None)
