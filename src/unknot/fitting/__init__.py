"""A routine unfolded, and fitted to an exact length."""

from unknot.fitting.fit import Fit, fit
from unknot.fitting.lines import Measure
from unknot.fitting.report import Reach, Report
from unknot.fitting.score import Score
from unknot.fitting.unfolding import unfold

__all__ = ["Fit", "Measure", "Reach", "Report", "Score", "fit", "unfold"]
