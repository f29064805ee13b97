"""The linear equilibrium of a sale by sealed bids: buyer and seller each name a price, and the middle is paid.

Bids are continuous and the game has other equilibria besides, so this is the analytic form: best answers to linear bids
are linear again, and are iterated until they stay.

References
----------
Chatterjee & Samuelson 1983, Bargaining under Incomplete Information, Operations Research 31(5): 835-851,
doi:10.1287/opre.31.5.835; Myerson & Satterthwaite 1983, Journal of Economic Theory 29(2): 265-281,
doi:10.1016/0022-0531(83)90048-0, which shows that no way of trading does better
"""

from __future__ import annotations

from collections.abc import Mapping

from scipy.integrate import quad


def linear_bids() -> Mapping[str, float]:
    """Bids for values and costs uniform from 0 to 1, the chance of trade, and the share of possible gains realised.

    >>> from summitry.validate.sealed_bids import linear_bids
    >>> round(linear_bids()["trade"], 5)
    0.28125
    """
    slope = 2 / 3  # half of the other's distribution function over its density is what both shade by
    buyer = seller = 0.0  # what each bids at 0
    for _ in range(200):
        # against costs bid uniformly from `seller` on the best bid of value v is 2/3 v + 1/3 seller, and the like
        buyer, seller = seller / 3, (buyer + slope) / 3
    gap = (seller - buyer) / slope  # a trade needs a value that is higher than the cost by this
    trade = quad(lambda value: max(value - gap, 0.0), gap, 1)[0]
    gains = quad(lambda value: quad(lambda cost: value - cost, 0, max(value - gap, 0.0))[0], gap, 1)[0]
    return {"trade": trade, "efficiency": gains / (1 / 6), "gap": gap, "seller": seller, "buyer": buyer}
