"""`python -m bench [NAME …]`: every module here that measures, or those named; a table, and results.json."""

import json
import platform
import sys
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

HERE = Path(__file__).parent


def main(names: list[str]) -> None:
    """Measure, print what came out beside what was aimed at, and write it down."""
    figures: dict[str, float] = {}
    for name in names or [module.name for module in iter_modules([str(HERE)])]:
        module = import_module(f"bench.{name}")
        if hasattr(module, "measure"):
            print(f"measuring {name} …", file=sys.stderr)
            aims: dict[str, float] = getattr(module, "AIMS", {})
            for figure, value in module.measure().items():
                figures[figure] = value
                print(f"{figure:64}{value:10.2f}{_beside(aims.get(figure), value)}", flush=True)
    machine = {"python": platform.python_version(), "system": platform.platform()}
    (HERE / "results.json").write_text(json.dumps(machine | {"figures": figures}, indent=1) + "\n", encoding="utf-8")


def _beside(aim: float | None, value: float) -> str:
    if aim is None:
        return ""
    return f"   aim: {aim:g} at most{'' if value <= aim else ', missed'}"


if __name__ == "__main__":
    main([name for name in sys.argv[1:] if name != "__main__"])
