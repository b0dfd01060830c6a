"""Small sums over answers: figures, other answers, + - * / and sum(…) of what a section that repeats was told."""

import ast
import operator
from collections.abc import Callable, Mapping
from decimal import Decimal, DivisionByZero, InvalidOperation
from typing import Any

LONGEST = 200
_DO: dict[type[ast.operator], Callable[[Decimal, Decimal], Decimal]] = {
    ast.Add: operator.add, ast.Sub: operator.sub, ast.Mult: operator.mul, ast.Div: operator.truediv,
}  # fmt: skip
CENT = Decimal("0.01")


class NotASum(ValueError):
    """The expression is not one that forms understand."""


def names_in(expression: str) -> set[str]:
    """Return the answers that an expression needs, or say that it is none."""
    return {node.id for node in ast.walk(_parsed(expression)) if isinstance(node, ast.Name)} - {"sum"}


def total(expression: str, known: Mapping[str, Any]) -> str:
    """Compute an expression to the cent; nothing while one of its answers is missing."""
    try:
        value = _value(_parsed(expression), known)
        return f"{value.quantize(CENT):f}"
    except (KeyError, InvalidOperation, DivisionByZero):
        return ""


def _parsed(expression: str) -> ast.expr:
    if not expression.strip() or len(expression) > LONGEST:
        raise NotASum
    try:
        tree = ast.parse(expression.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise NotASum from error
    _check(tree)
    return tree


def _check(node: ast.expr) -> None:
    match node:
        case ast.BinOp(left=left, op=op, right=right) if type(op) in _DO:
            _check(left)
            _check(right)
        case ast.Call(func=ast.Name(id="sum"), args=[ast.Name()], keywords=[]):
            pass
        case ast.Name(id=name) if name != "sum":
            pass
        case ast.Constant(value=value) if type(value) in (int, float):
            pass
        case _:
            raise NotASum


def _value(node: ast.expr, known: Mapping[str, Any]) -> Decimal:
    match node:
        case ast.BinOp(left=left, op=op, right=right):
            return _DO[type(op)](_value(left, known), _value(right, known))
        case ast.Call(args=[ast.Name(id=name)]):
            return sum((_number(one) for one in known.get(f"sum {name}", ())), Decimal(0))
        case ast.Name(id=name):
            return _number(known[name])
        case ast.Constant(value=value):
            return Decimal(str(value))
    raise NotASum


def _number(said: Any) -> Decimal:
    if not isinstance(said, str) or not said:
        raise KeyError
    number = Decimal(said)
    if not number.is_finite():
        raise KeyError
    return number
