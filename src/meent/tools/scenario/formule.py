"""Formulas of a model: names of quantities, `+ - * /`, brackets, and no number but 1.

A number in a formula would be a figure without a source; `1 - aandeel` is the one exception. A formula is read by
Python's own parser and walked by hand: nothing of it is ever executed as code.
"""

import ast
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from meent.tools.scenario import eenheden
from meent.tools.scenario.eenheden import GEEN, Maat

Getal = Any
"""A number or many at once: a Fraction in the sheet, a numpy array of draws when chances are reckoned."""

SIGNS: dict[type[ast.operator], str] = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
LENGTH_MAX, DEPTH_MAX = 500, 30


class FormuleFout(ValueError):
    """What is wrong with a formula, and how to mend it: two Dutch sentences."""

    def __init__(self, wat: str, herstel: str) -> None:
        super().__init__(wat, herstel)
        self.wat, self.herstel = wat, herstel


@lru_cache(4096)
def parse(text: str) -> ast.expr:
    """The formula as a tree of which every node is allowed. Raises FormuleFout."""
    if len(text) > LENGTH_MAX:
        raise FormuleFout(f"De formule is langer dan {LENGTH_MAX} tekens.", "Maak tussenstappen in [afgeleid].")
    try:
        tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormuleFout(f"De formule '{text}' is niet te lezen.", "Gebruik namen, + - * / en haakjes.") from error
    _require_allowed(tree, 0)
    return tree


def _require_allowed(node: ast.expr, depth: int) -> None:
    if depth > DEPTH_MAX:
        raise FormuleFout("De formule is te diep genest.", "Maak tussenstappen in [afgeleid].")
    match node:
        case ast.Name():
            return
        case ast.Constant(value=value) if type(value) is int and value == 1:
            return
        case ast.Constant(value=value):
            raise FormuleFout(f"{value!r} in de formule heeft geen bron.", "Maak er een grootheid met een bron van.")
        case ast.BinOp(left=left, op=op, right=right) if type(op) in SIGNS:
            _require_allowed(left, depth + 1)
            _require_allowed(right, depth + 1)
        case _:
            raise FormuleFout(f"'{ast.unparse(node)}' mag niet in een formule.", "Gebruik namen, + - * / en haakjes.")


def names(tree: ast.expr) -> list[str]:
    """Names in the formula, each once, in the order in which they stand there."""
    found = [node for node in ast.walk(tree) if isinstance(node, ast.Name)]
    return list(dict.fromkeys(node.id for node in sorted(found, key=lambda n: n.col_offset)))


def unit(tree: ast.expr, units: Mapping[str, Maat]) -> Maat:
    """The unit of the outcome. Raises FormuleFout where unlike units are added."""
    match tree:
        case ast.Name(id=name):
            return units[name]
        case ast.BinOp(left=left, op=op, right=right):
            first, second = unit(left, units), unit(right, units)
            if isinstance(op, ast.Mult | ast.Div):
                return eenheden.times(first, second, 1 if isinstance(op, ast.Mult) else -1)
            if first != second:
                raise FormuleFout(
                    f"'{ast.unparse(tree)}' telt {eenheden.shown(first)} en {eenheden.shown(second)} bij elkaar.",
                    "Reken een van de twee eerst om, zodat de eenheden gelijk zijn.",
                )
            return first
    return GEEN


def outcome(tree: ast.expr, values: Mapping[str, Getal]) -> Getal:
    """The formula worked out. A division by zero rises as ZeroDivisionError."""
    match tree:
        case ast.Name(id=name):
            return values[name]
        case ast.BinOp(left=left, op=op, right=right):
            first, second = outcome(left, values), outcome(right, values)
            return _applied(SIGNS[type(op)], first, second)
    return 1


def _applied(sign: str, first: Getal, second: Getal) -> Getal:
    match sign:
        case "+":
            return first + second
        case "-":
            return first - second
        case "*":
            return first * second
    return first / second
