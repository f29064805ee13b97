"""Agent logit quantal response equilibrium of static trees, for batches of draws.

McKelvey and Palfrey (1998), doi:10.1023/A:1009905800005; the branch is followed as in Turocy (2005),
doi:10.1016/j.geb.2004.04.003.
"""

from summitry.solve.branches import Branches, Equilibrium, branches
from summitry.solve.certificate import Certificate, certify
from summitry.solve.drive import solve
from summitry.solve.limit import Limit, Polished, limit
from summitry.solve.plan import Plan, plan
from summitry.solve.profile import beliefs, expected, reach
from summitry.solve.solution import Event, Method, PathOptions, Solution, Status

__all__ = [
    "Branches",
    "Certificate",
    "Equilibrium",
    "Event",
    "Limit",
    "Method",
    "PathOptions",
    "Plan",
    "Polished",
    "Solution",
    "Status",
    "beliefs",
    "branches",
    "certify",
    "expected",
    "limit",
    "plan",
    "reach",
    "solve",
]
