"""What both sides could live with: packages, their zone of agreement, bargaining points (floor 2, arrays only)."""

from summitry.deals.bargaining import POINTS, point
from summitry.deals.counting import count_above
from summitry.deals.curve import curve_points
from summitry.deals.division import Division, Fairness, adjusted_winner, fairness
from summitry.deals.domain import Domain
from summitry.deals.exchange import Attitudes, Exchange, NearMiss, attitudes, give_and_get, improvement, near_misses
from summitry.deals.frontier import Frontier, frontier, undominated
from summitry.deals.named import Bargaining
from summitry.deals.points import Point, points
from summitry.deals.questions import Narrowing, narrowing
from summitry.deals.shares import RULES, split
from summitry.deals.space import DealSpace
from summitry.deals.territory import amounts, passing

__all__ = [
    "POINTS",
    "RULES",
    "Attitudes",
    "Bargaining",
    "DealSpace",
    "Division",
    "Domain",
    "Exchange",
    "Fairness",
    "Frontier",
    "Narrowing",
    "NearMiss",
    "Point",
    "adjusted_winner",
    "amounts",
    "attitudes",
    "count_above",
    "curve_points",
    "fairness",
    "frontier",
    "give_and_get",
    "improvement",
    "narrowing",
    "near_misses",
    "passing",
    "point",
    "points",
    "split",
    "undominated",
]
