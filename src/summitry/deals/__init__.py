"""What both sides could live with: packages, their zone of agreement, bargaining points (floor 2, arrays only)."""

from summitry.deals.bargaining import POINTS, point
from summitry.deals.division import Division, Fairness, adjusted_winner, fairness
from summitry.deals.frontier import Frontier, frontier, undominated
from summitry.deals.named import Bargaining
from summitry.deals.questions import Narrowing, narrowing
from summitry.deals.space import DealSpace

__all__ = [
    "POINTS",
    "Bargaining",
    "DealSpace",
    "Division",
    "Fairness",
    "Frontier",
    "Narrowing",
    "adjusted_winner",
    "fairness",
    "frontier",
    "narrowing",
    "point",
    "undominated",
]
