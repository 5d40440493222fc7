"""A routine unfolded, fitted to an exact length, and fitted again while it is played."""

from unknot.fitting.fit import Fit, fit
from unknot.fitting.lines import Measure
from unknot.fitting.refitting import Again, Change, EndRest, More, Paused, Skip, refit
from unknot.fitting.report import Reach, Report
from unknot.fitting.score import Score
from unknot.fitting.unfolding import unfold

__all__ = [
    "Again",
    "Change",
    "EndRest",
    "Fit",
    "Measure",
    "More",
    "Paused",
    "Reach",
    "Report",
    "Score",
    "Skip",
    "fit",
    "refit",
    "unfold",
]
