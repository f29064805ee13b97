"""The grammar of laws, arithmetic and conditions, over the tokens of `lexer`."""

from __future__ import annotations

from functools import cache
from typing import Any

from lark import Lark
from lark.lexer import Lexer as LarkLexer

GRAMMAR = """
number: law | sum
law: signed TO signed
   | LAW LPAR signed (COMMA signed)* RPAR
signed: MINUS? NUMBER

?sum: product | sum (PLUS | MINUS) product -> binary
?product: unary | product (STAR | SLASH) unary -> binary
?unary: power | MINUS unary -> negative
?power: term | term CARET unary -> binary
?term: NUMBER -> literal
     | NAME -> named_number
     | ROUND -> round
     | WORTH_OF NAME -> worth
     | NUMBER_OF NAME -> number_of
     | COUNT LPAR condition RPAR -> count
     | FUNCTION LPAR sum (COMMA sum)* RPAR -> function
     | LPAR sum RPAR

?condition: both (OR both)* -> any_of
?both: negation (AND negation)* -> all_of
?negation: NOT negation -> negated
         | statement
         | LPAR condition RPAR -> group
?statement: NAME -> named
    | NAME IS NOT? LABEL -> is_
    | NAME IS NOT? ONE_OF LABEL (LABEL_COMMA LABEL)* -> is_
    | NAME IS NOT? (AT_LEAST | AT_MOST) LABEL -> along
    | NAME (HAPPENED | LEFT | MADE | KEPT | BROKEN | CARRIED_OUT | BACKED_DOWN) -> came
    | SHARE_OF NAME IN NAME IS NOT? (AT_LEAST | AT_MOST) NUMBER -> share_is
    | NAME AGREED -> agreed
    | NAME AGREED WITH negation -> agreed_with
    | NAME AGREED ON NAME (ISSUE_COMMA NAME)* -> agreed_on
    | ROUND IS NOT? (AT_LEAST | AT_MOST)? NUMBER -> round_is
    | (AT_LEAST | AT_MOST | EXACTLY) NUMBER OF counted -> counting
    | (ALL | ANY | NONE) OF counted -> counting
counted: statement | LPAR condition (COMMA condition)* RPAR

%declare TO LAW LPAR RPAR COMMA MINUS PLUS STAR SLASH CARET NUMBER NAME LABEL LABEL_COMMA ISSUE_COMMA ROUND WORTH_OF
%declare NUMBER_OF
%declare COUNT FUNCTION OR AND NOT IS ONE_OF AT_LEAST AT_MOST EXACTLY ALL ANY NONE OF HAPPENED LEFT MADE KEPT BROKEN
%declare CARRIED_OUT BACKED_DOWN AGREED WITH ON OTHERWISE SHARE_OF IN
"""

WORDS = {
    "LPAR": "'('", "RPAR": "')'", "COMMA": "','", "MINUS": "'-'", "PLUS": "'+'", "STAR": "'*'", "SLASH": "'/'",
    "CARET": "'^'", "NUMBER": "a number", "NAME": "a name", "LABEL": "what it is", "LABEL_COMMA": "','",
    "ISSUE_COMMA": "','", "LAW": "a law", "FUNCTION": "a function", "$END": "the end",
}  # fmt: skip
"""Kinds of tokens in words; the others are fixed words of the language."""


class _Given(LarkLexer):
    """Hands on tokens that were cut before."""

    def __init__(self, conf: Any) -> None:
        pass

    def lex(self, data: Any) -> Any:  # type: ignore[override]
        """The tokens."""
        return iter(data)


@cache
def parser() -> Lark:
    """The parser, made once."""
    return Lark(GRAMMAR, parser="lalr", lexer=_Given, start=["number", "condition"], maybe_placeholders=False)
