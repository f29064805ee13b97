"""Alternating offers solved backwards: what the first to move gets with so many offers, and without end.

Shares are continuous here; the catalog's `rubinstein-1982` plays the same game in the scenario language on a grid.

References
----------
Rubinstein 1982, Perfect Equilibrium in a Bargaining Model, Econometrica 50(1): 97-109, doi:10.2307/1912531; Ståhl 1972,
Bargaining Theory, Stockholm School of Economics, for a last offer
"""

from __future__ import annotations


def first_share(first: float, second: float, offers: int) -> float:
    """The share of whoever makes the first of `offers` offers, by the discounts of who moves first and second.

    >>> from summitry.validate.offers import first_share
    >>> [round(first_share(0.9, 0.9, offers), 6) for offers in (1, 2, 3, 4)]
    [1.0, 0.1, 0.91, 0.181]
    """
    share = 1.0  # of whoever makes the last offer
    for left in range(2, offers + 1):
        # with `left` offers to go the one who answers now makes the next offer, and takes no less than that discounted
        answers = second if (offers - left) % 2 == 0 else first
        share = 1.0 - answers * share
    return share


def endless_share(first: float, second: float) -> float:
    """The same without a last offer: the even number of offers at which another two change nothing.

    >>> from summitry.validate.offers import endless_share
    >>> round(endless_share(0.9, 0.8), 6)
    0.714286
    """
    share, before = 1.0, 0.0
    while abs(share - before) > 1e-15:
        before, share = share, 1.0 - second * (1.0 - first * share)
    return share
