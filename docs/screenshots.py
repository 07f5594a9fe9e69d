"""Draw the pictures of the documentation from the program itself, on the sample centre.

.venv/bin/python docs/screenshots.py
"""

import asyncio
import re
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from fieldassess import demo
from fieldassess.app import FieldAssess
from sessions.workspace import Workspace

PICTURES = Path(__file__).parent / "pictures"
TODAY = datetime(2026, 3, 20, 10, 42, tzinfo=UTC)
WIDE, NORMAL, PHONE = (120, 36), (80, 24), (40, 20)
SHOTS = {
    "caseload": (NORMAL, ()),
    "observe": (WIDE, ("enter",)),
    "observe-phone": (PHONE, ("enter",)),
    "review": (WIDE, ("down", "r")),
}


async def draw(workspace: Path, name: str, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    """Press keys from the caseload on, and save what the screen shows."""
    opened = Workspace(workspace, clock=lambda: TODAY)
    app = FieldAssess(opened)
    try:
        async with app.run_test(size=size) as pilot:
            await app.quiet()
            for key in keys:
                await pilot.press(key)
                await app.quiet()
                await pilot.pause()
            await pilot.pause(0.5)
            picture = app.export_screenshot(title="fieldassess")
    finally:
        opened.close()
    # The picture stands alone: no font is fetched from anywhere.
    picture = re.sub(r"@font-face\s*{[^}]*}", "", picture)
    (PICTURES / f"{name}.svg").write_text(picture.replace("Fira Code", "DejaVu Sans Mono"), encoding="utf-8")


def main() -> None:
    """Build the sample centre and draw every picture."""
    PICTURES.mkdir(exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        workspace = demo.build(Path(folder) / "sample", clock=lambda: TODAY)
        for name, (size, keys) in SHOTS.items():
            asyncio.run(draw(workspace, name, size, keys))


if __name__ == "__main__":
    main()
