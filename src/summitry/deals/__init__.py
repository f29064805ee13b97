"""What both sides could live with: packages, their zone of agreement, bargaining points (floor 2, arrays only)."""

from summitry.deals.bargaining import POINTS, point
from summitry.deals.questions import Narrowing, narrowing
from summitry.deals.space import DealSpace, undominated

__all__ = ["POINTS", "DealSpace", "Narrowing", "narrowing", "point", "undominated"]
