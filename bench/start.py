"""What starting costs: processes timed in turn, as ratios to a bare interpreter in the same run.

.venv/bin/python bench/start.py
"""

import statistics
import subprocess
import sys
from time import perf_counter

ROUNDS = 7
STARTS = {
    "interpreter": "pass",
    "command line, --version": "import sys; sys.argv = ['f', '--version']\nfrom fieldassess.cli import main\nmain()",
    "textual alone": "import textual.app",
    "app and first screen": "import fieldassess.app, fieldassess.screens.caseload.screen",
    "app and every screen": "import fieldassess.app; from fieldassess.screens import every_page; every_page()",
}


def seconds(code: str) -> float:
    """How long a process takes that runs this and leaves."""
    begun = perf_counter()
    subprocess.run([sys.executable, "-c", code], check=False, stdout=subprocess.DEVNULL)
    return perf_counter() - begun


def main() -> None:
    """Time every start in turn, so that a busy machine slows them alike."""
    found: dict[str, list[float]] = {name: [] for name in STARTS}
    for _ in range(ROUNDS):
        for name, code in STARTS.items():
            found[name].append(seconds(code))
    bare = statistics.median(found["interpreter"])
    for name, times in found.items():
        median = statistics.median(times)
        print(f"{name:26} {median * 1000:6.0f} ms  {median / bare:5.1f} times the interpreter")


if __name__ == "__main__":
    main()
