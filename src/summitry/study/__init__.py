"""Studies: solutions over draws, summarised (floor 5)."""

from summitry.study.findings import Findings
from summitry.study.remarks import remarks
from summitry.study.run import run
from summitry.study.study import Study

__all__ = ["Findings", "Study", "remarks", "run"]
