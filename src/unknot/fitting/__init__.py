"""A routine unfolded, fitted to an exact length, and fitted again while it is played."""

from unknot.fitting.fit import Fit, fit
from unknot.fitting.lines import Measure
from unknot.fitting.refitting import refit
from unknot.fitting.report import Reach, Report
from unknot.fitting.score import Score
from unknot.fitting.unfolding import unfold

__all__ = [
    "Fit",
    "Measure",
    "Reach",
    "Report",
    "Score",
    "fit",
    "refit",
    "unfold",
]
