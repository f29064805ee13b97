"""Agent logit quantal response equilibrium of static trees, for batches of draws.

McKelvey and Palfrey (1998), doi:10.1023/A:1009905800005; the branch is followed as in Turocy (2005),
doi:10.1016/j.geb.2004.04.003.
"""

from summitry.solve.certificate import Certificate, certify
from summitry.solve.drive import solve
from summitry.solve.plan import Plan, plan
from summitry.solve.profile import beliefs, expected, reach, reach_of_groups
from summitry.solve.response import BestResponse, best_response
from summitry.solve.solution import Event, Method, PathOptions, Solution, Status

__all__ = [
    "BestResponse",
    "Certificate",
    "Event",
    "Method",
    "PathOptions",
    "Plan",
    "Solution",
    "Status",
    "beliefs",
    "best_response",
    "certify",
    "expected",
    "plan",
    "reach",
    "reach_of_groups",
    "solve",
]
