"""Who learns whether a condition came true: whoever is told of all the facts that it speaks of."""

from __future__ import annotations

from collections.abc import Collection

from summitry.build.program import (
    Announcement,
    Decide,
    Due,
    EnterRound,
    EnterStage,
    Make,
    Program,
    Propose,
    Tally,
)
from summitry.scenario import model as m


def knowers(program: Program, cond: m.Cond) -> tuple[str, ...]:
    """The parties that learn whether a condition holds, in the order of the file.

    A party learns a step's result if it is told of it wherever the step can take place, and takes part in it if it is
    its own. All learn that a stage takes place; who heard a threat or promise learns what became of it.
    """
    told = _told(program)
    everyone = {p.name for p in program.scenario.parties}
    sets = [told.get(variable, everyone) for variable in program.conditions.reads(cond)]
    return tuple(p.name for p in program.scenario.parties if all(p.name in s for s in sets))


def _told(program: Program) -> dict[int, set[str]]:
    """Variable -> parties that learn it every time it can change; what nothing changes is left out."""
    v, scenario = program.variables, program.scenario
    out: dict[int, set[str]] = {}

    def note(variable: int, parties: Collection[str]) -> None:
        for one in {variable, v.latest.get(variable, variable)}:
            out[one] = out[one] & set(parties) if one in out else set(parties)

    for party in scenario.parties:
        note(v.index["type", party.name], (party.name, *party.known_to))
    agendas: dict[int, tuple[int, ...]] = {}
    for op in program.operations:
        match op:
            case EnterStage():
                note(op.variable, [p.name for p in scenario.parties])
            case EnterRound():
                note(op.variable, next(s.attend for s in scenario.stages if s.name == op.stage))
            case Decide():
                parties = {*op.told, *({op.by} - {""})}
                note(op.variable, parties)
                for option in op.options:
                    if option.leaves:
                        note(v.index["left", option.leaves], {*parties, option.leaves})
            case Propose():
                agendas[op.variable] = op.agenda
                note(op.variable, op.told)
            case Tally():
                note(op.variable, op.told)
                for issue in agendas.get(op.package, ()):
                    note(op.settled[issue], op.told)
                for option in op.options:
                    if option.leaves:
                        note(v.index["left", option.leaves], {*op.told, option.leaves})
            case Announcement():
                note(op.variable, op.told)
            case Make() | Due() if op.threat is not None:
                made = next(o for o in program.operations if isinstance(o, Make) and o.threat is op.threat)
                note(op.variable, {*made.told, op.threat.by})
    return out
