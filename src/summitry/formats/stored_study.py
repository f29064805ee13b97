"""A finished study as JSON, so that its report can be written again without solving (floor 6).

What stands once in the folder already is not repeated: chances by draw are read from the study store, and a scenario
is its text with the settings and rules under which it was solved.
"""

from __future__ import annotations

import base64
import json
import math
from collections.abc import Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Any, get_origin

import numpy as np

from summitry.errors import InputError, Problem
from summitry.formats import scenario_yaml
from summitry.scenario import Scenario, with_fixes, with_values
from summitry.scenario.model import Outlines
from summitry.study import Findings, Study
from summitry.study.comparison import Comparison
from summitry.study.findings import Chance
from summitry.study.information import InformationStudy
from summitry.study.lever_study import LeverStudy
from summitry.study.process import ProcessStudy
from summitry.study.stories import StoryStudy
from summitry.study.tipping import LeastChange, TipMap, TipStudy

if TYPE_CHECKING:
    import xarray as xr
    from cattrs import Converter

FORMAT = 1
"""Raised when a stored study can no longer be read as before."""
FURTHER: Mapping[str, type] = {
    kind.__name__: kind
    for kind in (LeverStudy, ProcessStudy, TipStudy, TipMap, LeastChange, StoryStudy, Comparison, InformationStudy)
}
"""Other studies that may stand beside the chances."""
_EXPECTED = "the study of a run, as `summitry run --out` writes it"
_NONE = np.zeros(0)


class _Scenarios:
    """Scenarios by their place in a list: most studies of a run share one."""

    def __init__(self) -> None:
        self.known: list[Scenario] = []

    def place(self, scenario: Scenario) -> int:
        for k, one in enumerate(self.known):
            if one is scenario or (
                one.sha256 == scenario.sha256 and one.settings == scenario.settings and one.fixes == scenario.fixes
            ):
                return k
        self.known.append(scenario)
        return len(self.known) - 1


def _is_array(kind: Any) -> bool:
    return get_origin(kind) is np.ndarray


@cache
def _plain() -> Converter:
    """The part of the converter that does not depend on a file."""
    from cattrs import Converter

    made = Converter(forbid_extra_keys=True)
    # JSON knows no infinity and no NaN
    made.register_unstructure_hook(float, lambda x: x if math.isfinite(x) else repr(float(x)))
    made.register_structure_hook(float, lambda x, _: float(x))
    made.register_unstructure_hook_func(
        _is_array,
        lambda x: {
            "shape": list(x.shape),
            "float64": base64.b64encode(np.ascontiguousarray(x, "<f8").tobytes()).decode("ascii"),
        },
    )
    made.register_structure_hook_func(
        _is_array,
        lambda x, _: np.frombuffer(base64.b64decode(x["float64"]), "<f8").astype(np.float64).reshape(x["shape"]),
    )
    return made


def _converter(scenarios: _Scenarios) -> Converter:
    made = _plain().copy()
    made.register_unstructure_hook(Scenario, scenarios.place)
    made.register_structure_hook(Scenario, lambda k, _: scenarios.known[k])
    return made


def dumps(study: Study) -> str:
    """The study as JSON, without chances by draw and without how long it took."""
    scenarios = _Scenarios()
    put = _converter(scenarios)
    said = {
        "format": FORMAT,
        **_said(put, study),
        "further": [{"study": type(x).__name__, **put.unstructure(x, type(x))} for x in study.further],
        "against": None if study.against is None else _said(put, study.against),
    }
    said["scenarios"] = [
        {
            "file": s.file,
            "text": s.text,
            "settings": dict(s.settings),
            "fixes": list(s.fixes),
            # a file of outlines may lie anywhere; what was drawn of it goes along
            "outlines": {i.name: put.unstructure(i.outlines, Outlines) for i in s.issues if i.outlines is not None},
        }
        for s in scenarios.known
    ]
    return json.dumps(said, ensure_ascii=False, allow_nan=False, indent=1) + "\n"


def _said(put: Converter, study: Study) -> dict[str, Any]:
    f = study.findings
    bare = replace(
        f,
        outcomes=tuple(replace(c, by_draw=_NONE) for c in f.outcomes),
        markers=tuple(replace(c, by_draw=_NONE) for c in f.markers),
    )
    return {
        "summitry": study.version,
        "draws": study.draws,
        "seed": study.seed,
        "settings": dict(study.settings),
        "scenario": put.unstructure(study.scenario),
        "findings": put.unstructure(bare, Findings),
    }


def loads(text: str, draws: xr.Dataset, name: str = "study.json") -> Study:
    """The study again, with its chances by draw; `InputError` where the text is none, or does not go with the draws."""
    try:
        said = json.loads(text)
        found = said["format"]
    except (ValueError, KeyError, TypeError, RecursionError):
        raise InputError([Problem(name, 0, 0, "no stored study", _EXPECTED)]) from None
    if found != FORMAT:
        raise InputError(
            [Problem(name, 0, 0, f"a study stored in format {found}", f"format {FORMAT}", "run the scenario again")]
        )
    try:
        scenarios = _Scenarios()
        take = _converter(scenarios)
        scenarios.known.extend(_scenario(take, s) for s in said["scenarios"])
        bare = _study(take, scenarios, said)
        f = bare.findings
        findings = replace(
            f,
            outcomes=tuple(_filled(c, draws, "outcome", "ending") for c in f.outcomes),
            markers=tuple(_filled(c, draws, "marker", "event") for c in f.markers),
        )
        return replace(
            bare,
            findings=findings,
            parts=lambda: iter([draws]),
            further=tuple(_further(take, x) for x in said["further"]),
            # its draws are not stored: only marks are taken from it
            against=None if said["against"] is None else _study(take, scenarios, said["against"]),
        )
    except InputError:
        raise
    # whatever a spoilt file makes the readers say: cattrs raises groups of any of these
    except Exception as error:
        raise InputError(
            [Problem(name, 0, 0, f"a stored study that does not fit ({type(error).__name__})", _EXPECTED)]
        ) from error


def _study(take: Converter, scenarios: _Scenarios, said: Mapping[str, Any]) -> Study:
    return Study(
        scenario=scenarios.known[said["scenario"]],
        findings=take.structure(said["findings"], Findings),
        draws=int(said["draws"]),
        seed=int(said["seed"]),
        version=str(said["summitry"]),
        settings={str(k): str(v) for k, v in said["settings"].items()},
    )


def _scenario(take: Converter, said: Mapping[str, Any]) -> Scenario:
    read = scenario_yaml.read(str(said["text"]).encode("utf-8"))
    drawn = {name: take.structure(x, Outlines) for name, x in said["outlines"].items()}
    read = replace(read, issues=tuple(replace(i, outlines=drawn.get(i.name)) for i in read.issues))
    settings = {str(k): str(v) for k, v in said["settings"].items()}
    found = with_values(read, settings) if settings else read
    return replace(with_fixes(found, [str(x) for x in said["fixes"]]), file=str(said["file"]))


def _filled(chance: Chance, draws: xr.Dataset, kind: str, dimension: str) -> Chance:
    return replace(chance, by_draw=draws[kind].sel({dimension: chance.name}).values.astype(np.float64))


def _further(take: Converter, said: dict[str, Any]) -> Any:
    kind = FURTHER[said.pop("study")]
    return take.structure(said, kind)
