"""Agent logit quantal response equilibrium of static trees, for batches of draws.

McKelvey and Palfrey (1998), doi:10.1023/A:1009905800005; the branch is followed as in Turocy (2005),
doi:10.1016/j.geb.2004.04.003.
"""

from summitry.solve.branches import Branches, Equilibrium, branches
from summitry.solve.certificate import Certificate, certify
from summitry.solve.derivatives import (
    Derivatives,
    DerivativeStatus,
    Directional,
    derivatives,
    directional,
    linearisations,
)
from summitry.solve.drive import solve
from summitry.solve.glance import glance
from summitry.solve.limit import Limit, Polished, limit
from summitry.solve.linearised import Linearised
from summitry.solve.plan import Plan, plan
from summitry.solve.profile import beliefs, expected, reach, reach_of_groups
from summitry.solve.response import BestResponse, best_response
from summitry.solve.solution import Event, Method, PathOptions, Solution, Status
from summitry.solve.targets import Choice, Probability, Target, Value

__all__ = [
    "BestResponse",
    "Branches",
    "Certificate",
    "Choice",
    "DerivativeStatus",
    "Derivatives",
    "Directional",
    "Equilibrium",
    "Event",
    "Limit",
    "Linearised",
    "Method",
    "PathOptions",
    "Plan",
    "Polished",
    "Probability",
    "Solution",
    "Status",
    "Target",
    "Value",
    "beliefs",
    "best_response",
    "branches",
    "certify",
    "derivatives",
    "directional",
    "expected",
    "glance",
    "limit",
    "linearisations",
    "plan",
    "reach",
    "reach_of_groups",
    "solve",
]
