"""Intervals of what few units have, which are shown only where enough have it.

That a value is shown says by itself that many units happened to have it: of a word that a tenth of all articles use,
ten articles show a rate only where three of them use it, three times too much. An interval that does not know this
leaves out the truth in up to half of those draws. So what the number of units that have it, a binomial one, adds to
the interval is exchanged for what it adds given that it is shown: the ends of a binomial share in a distribution
that is cut off below (Lee, Sun, Sun & Taylor 2016, Annals of Statistics 44(3), on intervals after selection), put in
place of its plain ends as squares of distances (MOVER: Zou & Donner 2008, Statistics in Medicine 27(10)).
"""

from __future__ import annotations

import numpy as np

# The number of units is one part of the spread, and its ends at the whole confidence reach too far: these leave out
# five times as much. Chosen by simulation (`benchmarks.validity`) of words that 3 to 90 % of the articles use.
TIMES = 5
NEAR = 4  # times as many units as are needed: of more, it makes no difference that fewer would not be shown
_ENDS = 25.0  # log-odds of the shares between which ends are looked for
_STEPS = 50


def moved(
    have: np.ndarray, least: np.ndarray, units: np.ndarray, confidence: float
) -> tuple[np.ndarray, np.ndarray]:
    """What to add to the squared distances of the low and the high end from the logarithm of a share or rate.

    So many of `units` `have` what is counted, and it is shown because `least` do. The first is 0 or more, and
    infinite where they are just as many; the second is 0 or less, and 0 both where they are many, or too few.
    """
    down, up = np.zeros(len(have)), np.zeros(len(have))
    near = np.flatnonzero((have >= least) & (have < NEAR * least))
    if not len(near):
        return down, up
    cells, back = np.unique(np.column_stack([have, least, units])[near], axis=0, return_inverse=True)
    k, cut, n = cells.T.astype(float)
    tail = min(TIMES * (1 - confidence), 1) / 2
    tails = np.repeat([tail, 1 - tail, tail, 1 - tail], len(k))
    cuts = np.concatenate([np.zeros(2 * len(k)), cut, cut])  # plain, and given that it is shown
    with np.errstate(divide="ignore"):
        ends = np.log(_end(np.tile(k, 4), cuts, np.tile(n, 4), tails).reshape(4, -1) * n / k)
    squares = np.array([[-1], [1], [-1], [1]]) * np.abs(ends) * ends
    down[near], up[near] = (squares[2] - squares[0])[back], (squares[3] - squares[1])[back]
    return down, up


def _end(have: np.ndarray, least: np.ndarray, units: np.ndarray, tail: np.ndarray) -> np.ndarray:
    """The share at which more than `have` units, and half of just as many, have the chance `tail`, given `least` do.

    Found by halving, as that chance grows with the share; 0 and 1 where none is as small or as large.
    """
    low, high = np.full(len(have), -_ENDS), np.full(len(have), _ENDS)
    for _ in range(_STEPS):
        middle = (low + high) / 2
        enough = _chance(have, least, units, 1 / (1 + np.exp(-middle))) >= tail
        low, high = np.where(enough, low, middle), np.where(enough, middle, high)
    share = 1 / (1 + np.exp(-high))
    return np.where(high <= -_ENDS + 1e-6, 0.0, np.where(low >= _ENDS - 1e-6, 1.0, share))


def _chance(have: np.ndarray, least: np.ndarray, units: np.ndarray, share: np.ndarray) -> np.ndarray:
    """See `_end`. Binomial chances by their formulas: `scipy.stats.binom` takes twenty times as long for a few."""
    from scipy.special import bdtrc, gammaln, xlog1py, xlogy

    whole = units.astype(int)
    choices = gammaln(units + 1) - gammaln(have + 1) - gammaln(units - have + 1)
    just = choices + xlogy(have, share) + xlog1py(units - have, -share) + np.log(0.5)
    with np.errstate(divide="ignore", invalid="ignore"):
        more = np.logaddexp(np.log(bdtrc(have, whole, share)), just)
        return np.exp(more - np.log(bdtrc(least - 1, whole, share)))
