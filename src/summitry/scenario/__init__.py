"""The scenario: what the analyst wrote, resolved and checked (floor 3)."""

from summitry.scenario.model import Scenario
from summitry.scenario.observed import Observed, observed
from summitry.scenario.remarks import Remark, remarks
from summitry.scenario.resolve import resolve
from summitry.scenario.settings import with_fixes, with_known, with_values, with_variant

__all__ = [
    "Observed",
    "Remark",
    "Scenario",
    "observed",
    "remarks",
    "resolve",
    "with_fixes",
    "with_known",
    "with_values",
    "with_variant",
]
