"""Every measurement, one behind the other: `make bench`, or `python -m benchmarks mix report`.

Each runs in a process of its own, so that none sees the memory or the warm caches of another.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).parent
ALL = sorted(path.stem for path in HERE.glob("[a-z]*.py"))


def main() -> None:
    """Run those that are named, or all; the status of the last that failed."""
    failed = 0
    for name in sys.argv[1:] or ALL:
        print(f"\n== {name} ==", flush=True)
        failed = subprocess.run([sys.executable, "-m", f"benchmarks.{name}"], cwd=HERE.parent).returncode or failed
    sys.exit(failed)


if __name__ == "__main__":
    main()
