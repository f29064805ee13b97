"""Malformed game files: ¶ marks where the problem is found, and the words are those that the message must hold."""

HEAD = 'EFG 2 R "T" { "A" "B" }\n'
ONE = HEAD + 'p "" 1 1 "" { "x" "y" } 0\n'
CHANCE = HEAD + 'c "" 1 "" ¶{ %s } 0\nt "" 0\nt "" 0\n'
NFG = 'NFG 1 R "T" { "A" "B" } '

BAD: dict[str, tuple[str, tuple[str, ...]]] = {
    # ---------------------------------------------------------- the beginning
    "empty": ("¶", ("empty file", "EFG or NFG")),
    "only blanks": ("¶\n \t\n", ("empty file",)),
    "another format": ("\n  ¶#AGG\n2\n", ("'#AGG'", "EFG or NFG", "action-graph")),
    "a scenario": ("¶summitry: 1\ntitle: A\n", ("EFG or NFG", "`summitry run`")),
    "a workspace": ('¶<?xml version="1.0"?>\n<game/>', ("EFG or NFG", "save the game as .efg")),
    "version 1": ('EFG ¶1 R "T" { "A" } t "" 0', ("'1'", "EFG 2 R", "only version 2 is known")),
    "nfg version 2": ('NFG ¶2 R "T" { "A" } { 1 } 0', ("'2'", "NFG 1 R")),
    "letter": ('EFG 2 ¶X "T" { "A" } t "" 0', ("'X'", "EFG 2 R")),
    "no title": ('EFG 2 R ¶{ "A" } t "" 0', ("'{'", "title of the game in quotes")),
    "title without quotes": ('EFG 2 R ¶Title { "A" } t "" 0', ("'Title'", "title", "put it in quotes")),
    "no players": ('EFG 2 R "T" ¶t "" 0', ("'t'", "players' names in { }")),
    "comma between players": ('EFG 2 R "T" { "A"¶, "B" } t "" 0', ("','", "or }", "separated by blanks")),
    "player without quotes": ('EFG 2 R "T" { ¶Ann } t "" 0', ("'Ann'", "put it in quotes")),
    "no tree": (HEAD + "¶", ("end of the file", "a node: c (chance), p (player) or t (terminal)")),
    "comment without quotes": (HEAD + '¶Hello there\nt "" 0', ("'Hello'", "a node", "a comment stands in quotes")),
    # ---------------------------------------------------------- quotes
    "quote never closed": (HEAD + 't ¶"the end 0\n', ("never closed", 'closing "')),
    "quote missing": (
        HEAD + 'p "" 1 1 "A { "¶x" "y" } 0\nt "" 0\nt "" 0\n',
        ("'x'", "the actions in { }", "closing quote missing", "2:10"),
    ),
    "backslash before the last quote": (HEAD + 't ¶"a\\" 0\n', ("never closed",)),
    # ---------------------------------------------------------- nodes
    "kind of node": (HEAD + '¶q "" 0', ("'q'", "a node: c (chance)")),
    "capital letter": (HEAD + '¶T "" 0', ("'T'", "a node: c (chance)", "did you mean t?")),
    "node without a name": (HEAD + "t ¶0", ("'0'", "the node's name in quotes")),
    "player without a number": (HEAD + 'p "" ¶A 1 "" { "x" } 0 t "" 0', ("'A'", "number of a player, 1 to 2")),
    "player 3": (HEAD + 'p "" ¶3 1 "" { "x" } 0 t "" 0', ("player 3", "1 to 2", "is player 2 meant?")),
    "player 0": (HEAD + 'p "" ¶0 1 "" { "x" } 0 t "" 0', ("player 0", "chance node begins with c")),
    "player 0 and a chance set of that number": (
        HEAD + 'c "" 1 "" { "a" 1 } 0\np "" ¶0 1 0\n',
        ("player 0", "chance node begins with c"),
    ),
    "negative player": (HEAD + 'p "" ¶-1 1 "" { "x" } 0 t "" 0', ("'-1'", "number of a player")),
    "set 0": (HEAD + 'p "" 1 ¶0 "" { "x" } 0 t "" 0', ("the number 0", "information set, 1 or more")),
    "set by name": (HEAD + 'p "" 1 ¶"first" { "x" } 0 t "" 0', ("'first'", "number of an information set")),
    "set with a point": (HEAD + 'p "" 1 ¶1.0 "" { "x" } 0 t "" 0', ("'1.0'", "number of an information set")),
    "set beyond counting": (HEAD + 'p "" 1 ¶1' + "0" * 20 + ' "" { "x" } 0 t "" 0', ("number of an information set",)),
    "new set without actions": (
        HEAD + 'p "" 1 4 ¶0 t "" 0',
        ("'0'", "name and actions of information set 4 of player 1", "new here"),
    ),
    "actions without braces": (HEAD + 'p "" 1 1 "" ¶"x" "y" 0 t "" 0', ("the text 'x'", "actions in { }")),
    "no action": (HEAD + 'p "" 1 1 "" ¶{ } 0', ("no action", "at least one")),
    "action without quotes": (HEAD + 'p "" 1 1 "" { ¶x } 0 t "" 0', ("'x'", "an action in quotes", "put it in quotes")),
    "comma between actions": (HEAD + 'p "" 1 1 "" { "x"¶, "y" } 0 t "" 0 t "" 0', ("','", "an action in quotes, or }", "separated by blanks")),
    "probability of an action": (
        HEAD + 'p "" 1 1 "" { "x" ¶1/2 "y" 1/2 } 0 t "" 0 t "" 0',
        ("'1/2'", "only chance nodes (c) have probabilities"),
    ),
    "no outcome": (HEAD + 't ""¶', ("end of the file", "number of an outcome, 0 for none")),
    "no outcome, then a node": (ONE + 't ""\n¶t "" 0\n', ("'t'", "number of an outcome")),
    "too few nodes": (ONE + 't "" 0¶\n\n', ("end of the file", "at least 1 more node", "2:1 has 1 of its 2 branches")),
    "far too few nodes": (
        ONE + 'p "" 2 1 "" { "x" "y" "z" } 0¶\n',
        ("at least 4 more nodes", "3:1 has 0 of its 3 branches"),
    ),
    "too many nodes": (ONE + 't "" 0\nt "" 0\n¶t "" 0\nt "" 0\n', ("after the tree is complete", "a t too many")),
    "something behind": (ONE + 't "" 0\nt "" 0\n¶}\n', ("'}'", "the end of the file, since the tree is complete")),
    # ---------------------------------------------------------- sets that disagree
    "name of a set differs": (
        HEAD + 'c "" 1 "" { "a" 1/2 "b" 1/2 } 0\np "" 1 1 "s" { "l" } 0\nt "" 0\np "" 1 1 ¶"r" { "l" } 0\nt "" 0\n',
        ("the name 'r' for information set 1 of player 1", "first mentioned, at 3:1", "there it is 's'"),
    ),
    "actions differ": (
        HEAD + 'c "" 1 "" { "a" 1/2 "b" 1/2 } 0\np "" 1 1 "" { "l" } 0\nt "" 0\np "" 1 1 "" ¶{ "r" } 0\nt "" 0\n',
        ("'r' as action 1 of information set 1 of player 1", "3:1", "there it is 'l'"),
    ),
    "number of actions differs": (
        HEAD + 'c "" 1 "" { "a" 1/2 "b" 1/2 } 0\np "" 1 1 "" { "l" } 0\nt "" 0\np "" 1 1 "" ¶{ "l" "r" } 0\nt "" 0 t "" 0\n',
        ("2 actions for information set 1 of player 1", "there it has 1"),
    ),
    "probabilities differ": (
        ONE + 'c "" 5 "" { "a" 1/2 "b" 0.5 } 0 t "" 0 t "" 0\nc "" 5 "" ¶{ "a" 0.4 "b" 0.6 } 0 t "" 0 t "" 0',
        ("the probability 2/5 of 'a' at chance set 5", "3:1", "there it is 1/2"),
    ),
    "absent-minded": (
        ONE + 'p "" 1 1 0\nt "" 0\nt "" 0\nt "" 0\n'.replace("p", "¶p", 1),
        ("absent-mindedness", "information set 1 of player 1", "2:1", "at most one node"),
    ),
    # ---------------------------------------------------------- chance
    "sum below one": (CHANCE % '"a" 1/2 "b" 1/3', ("sum to 5/6, about 0.833333", "exactly 1")),
    "sum of rounded decimals": (
        HEAD + 'c "" 1 "" ¶{ "a" 0.333 "b" 0.333 "c" 0.333 } 0\nt "" 0\nt "" 0\nt "" 0\n',
        ("sum to 999/1000, about 0.999", "fractions, such as 1/3"),
    ),
    "sum above one": (CHANCE % '"a" 1 "b" 1', ("sum to 2", "exactly 1")),
    "off by 1e-17": (CHANCE % '"a" 0.5 "b" 0.49999999999999999', ("sum to 1 - 1e-17;", "exactly 1")),
    "probability below 0": (
        HEAD + 'c "" 1 "" { "a" ¶-1/2 "b" 3/2 } 0\nt "" 0\nt "" 0\n',
        ("the probability -1/2", "0 or more"),
    ),
    "no probability": (
        HEAD + 'c "" 1 "" { "a" ¶"b" 1 } 0\nt "" 0\nt "" 0\n',
        ("the text 'b'", "the probability of 'a'"),
    ),
    "probability of a billion digits": (
        HEAD + 'c "" 1 "" { "a" ¶1e-999999999 "b" 1 } 0\nt "" 0\nt "" 0\n',
        ("1e-999999999", "power of ten between"),
    ),
    "no move of chance": (HEAD + 'c "" 1 "" ¶{ } 0\n', ("no move of chance",)),
    "new chance set without moves": (HEAD + 'c "" 3 ¶0\n', ("'0'", "name and moves of chance set 3")),
    # ---------------------------------------------------------- outcomes and numbers
    "outcome 0 with payoffs": (HEAD + 't "" 0 ¶"none" { 0, 0 }', ("a description of outcome 0", "another number")),
    "outcome not described": (HEAD + 't "" ¶7', ("outcome 7", "not described yet", "such as 1")),
    "outcome described later": (ONE + 't "" ¶7\nt "" 7 "w" { 1, 2 }\n', ("outcome 7", "described later, at 4:6", "move")),
    "outcome without a name": (HEAD + 't "" 1 ¶{ 1, 2 }', ("'{'", "the outcome's name in quotes", '""')),
    "outcome without payoffs": (HEAD + 't "" 1 "w"¶', ("end of the file", "payoffs in { }")),
    "payoffs without braces": (HEAD + 't "" 1 "w" ¶1 2', ("'1'", "payoffs in { }")),
    "too few payoffs": (HEAD + 't "" 1 "w" ¶{ 1 }', ("1 payoff", "2, one for each player")),
    "too many payoffs": (HEAD + 't "" 1 "w" ¶{ 1 2 3 }', ("3 payoffs", "2, one for each player")),
    "decimal commas": (HEAD + 't "" 1 "w" ¶{ 1,5 2,5 }', ("4 payoffs", "decimals have a point")),
    "payoffs never closed": (HEAD + 't "" 1 "w" { 1 2¶', ("end of the file", "or }")),
    "text for a payoff": (HEAD + 't "" 1 "w" { ¶"1" 2 }', ("the text '1'", "a payoff", "without quotes")),
    "word for a payoff": (HEAD + 't "" 1 "w" { ¶one 2 }', ("'one'", "a number such as")),
    "thousands": (HEAD + 't "" 1 "w" { ¶1_000 2 }', ("'1_000'", "a number such as", "no blanks, commas")),
    "infinity": (HEAD + 't "" 1 "w" { ¶inf 2 }', ("'inf'", "a number such as")),
    "not a number": (HEAD + 't "" 1 "w" { ¶nan 2 }', ("'nan'", "a number such as")),
    "half a fraction": (HEAD + 't "" 1 "w" { ¶1/ 2 }', ("'1/'", "a number such as")),
    "fraction of decimals": (HEAD + 't "" 1 "w" { ¶1.5/2 2 }', ("'1.5/2'", "a number such as", "whole numbers on both sides")),
    "division by 0": (HEAD + 't "" 1 "w" { ¶1/0 2 }', ("'1/0'", "lower part is not 0")),
    "only a sign": (HEAD + 't "" 1 "w" { ¶- 2 }', ("'-'", "a number such as")),
    "arabic digits": (HEAD + 't "" 1 "w" { ¶١ 2 }', ("'١'", "a number such as", "digits are 0 to 9")),
    "beyond double": (HEAD + 't "" 1 "w" { ¶1e400 2 }', ("'1e400'", "below 1.8e308", "a larger unit")),
    "fraction beyond double": (HEAD + 't "" 1 "w" { ¶1' + "0" * 320 + "/3 2 }", ("below 1.8e308",)),
    "a thousand digits": (HEAD + 't "" 1 "w" { ¶' + "1" * 1000 + " 2 }", ("1000 characters", "at most 400")),
    "payoffs too far apart": (
        ONE.replace("EFG", "¶EFG") + 't "" 1 "" { 1.7e308 0 }\nt "" 2 "" { -1.7e308 0 }\n',
        ("player 1 'A'", "1.8e308", "a larger unit"),
    ),
    "sum of payoffs beyond double": (
        "¶" + HEAD + 'p "" 1 1 "" { "x" "y" } 1 "" { 1.7e308 0 }\nt "" 1\nt "" 0\n',
        ("player 1 'A'", "1.8e308"),
    ),
    "other payoffs of an outcome": (
        ONE + 't "" 1 "w" { 1, 2 }\nt "" 1 ¶"w" { 1, 3 }\n',
        ("other payoffs for outcome 1", "first described, at 3:6", "{ 1, 2 }"),
    ),
    "other name of an outcome": (
        ONE + 't "" 1 "w" { 1, 2 }\nt "" 1 ¶"v" { 1, 2 }\n',
        ("the name 'v' for outcome 1", "there it is 'w'"),
    ),
    # ---------------------------------------------------------- tables
    "table without players": ('NFG 1 R "T" ¶{ } { } 1', ("no player", "at least one")),
    "table without strategies": (NFG + "¶1 2 3", ("'1'", "the strategies")),
    "strategies of one player": (NFG + "¶{ 2 } 1 2 3 4", ("strategies of 1 player", "those of 2 players")),
    "strategies of three players": (NFG + '¶{ { "a" } { "b" } { "c" } } 1 2', ("strategies of 3 players",)),
    "no strategy": (NFG + "{ 2 ¶0 }", ("no strategy", "at least one")),
    "no strategy in a list": (NFG + '{ { "a" } ¶{ } } 1 1', ("no strategy",)),
    "strategies beyond counting": (NFG + "{ 2 ¶1000000000 } 1", ("1000000000 strategies", "at most")),
    "strategies never closed": (NFG + "{ 2 2¶", ("end of the file", "a number of strategies")),
    "too few cells": (NFG + "{ 3 2 } 1 2 3 4 5 6 7 8 9 10 11¶\n", ("11 payoffs", "12", "3 × 2 strategies × 2 players")),
    "too many cells": (NFG + "{ 1 1 } ¶1 2 3\n", ("3 payoffs", "2, which is 1 × 1 strategies")),
    "no cells": (NFG + "{ 1 1 }¶", ("end of the file", "a payoff")),
    "comma in a table": (NFG + "{ 1 1 } 1¶, 2", ("','", "separated by blanks")),
    "huge table without cells": (NFG + "{ 999999 999999 } 1 2¶", ("2 payoffs", "999999 × 999999")),
    "word in a table": (NFG + "{ 1 1 } 1 ¶x", ("'x'", "a number such as")),
    "outcome of three": (NFG + '{ 1 1 } { ¶{ "a" 1 2 3 } } 1', ("3 payoffs", "2, one for each player")),
    "outcome without quotes": (NFG + "{ 1 1 } { { ¶1 2 } } 1", ("'1'", "the outcome's name in quotes")),
    "outcome out of range": (NFG + '{ 2 1 } { { "a" 1 2 } } 1 ¶2', ("outcome 2", "0 to 1")),
    "too few outcomes": (NFG + '{ 2 2 } { { "a" 1 2 } } 1 0 1¶', ("3 outcome numbers", "4, which is 2 × 2")),
    "comma between outcomes": (NFG + '{ 2 1 } { { "a" 1 2 } } 1¶, 1', ("','", "separated by blanks")),
    "text behind a table": (NFG + '{ 1 1 } 1 2 ¶"over"', ("the text 'over'", "a payoff")),
}  # fmt: skip


def placed(name: str) -> tuple[str, int, int, tuple[str, ...]]:
    """Text without the mark, line and column of the mark, words."""
    text, words = BAD[name]
    before, _, after = text.partition("¶")
    return before + after, before.count("\n") + 1, len(before) - (before.rfind("\n") + 1) + 1, words
