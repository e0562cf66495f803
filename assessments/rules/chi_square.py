"""The upper tail of the chi-square distribution."""

import math


def chance_above(value: float, degrees: int) -> float:
    """Probability that a chi-square variable with so many degrees of freedom exceeds `value`.

    By the recurrence of the incomplete gamma function, Q(a + 1, x) = Q(a, x) + x^a e^-x / G(a + 1)
    (Abramowitz and Stegun, 6.5.21 and 26.4.21), exact for whole degrees. Raises ValueError for
    degrees below 1.
    """
    if degrees < 1:
        raise ValueError("A chi-square variable has at least one degree of freedom.")
    if value <= 0:
        return 1.0
    half = value / 2
    is_odd = degrees % 2 == 1
    order = 0.5 if is_odd else 1.0
    found = math.erfc(math.sqrt(half)) if is_odd else math.exp(-half)
    while order < degrees / 2:
        found += math.exp(order * math.log(half) - half - math.lgamma(order + 1))
        order += 1
    return min(1.0, found)
