"""The sample centre: two assessors, their workspaces, a shared store, and three months of invented work."""

import errno
import shutil
import tempfile
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Final

from fieldassess.config import Settings, save
from fieldassess.demo.story import tell
from sessions.entry import NotRecorded
from sessions.workspace import local_now

MARK: Final = "sample-centre.txt"
FIRST, SECOND, STORE = "jo", "alex", "shared"
_MARK_TEXT = (
    "This folder holds the sample centre of fieldassess. Every person in it is invented.\n"
    f"{FIRST}, {SECOND}: the workspaces of two assessors. {STORE}: the store they share through.\n"
)


class NotEmpty(Exception):
    """The folder holds something else than a sample centre."""


def build(folder: Path, *, clock: Callable[[], datetime] = local_now) -> Path:
    """Build the sample centre in a folder that is empty or not there yet; the first assessor's workspace.

    It appears whole or not at all, and one that is there already is left as it is. Raises NotEmpty, and OSError.
    """
    if not (folder / MARK).exists():
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise NotEmpty(f"{folder} is not empty, and no sample centre either. Name a new folder.")
        folder.parent.mkdir(parents=True, exist_ok=True)
        part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
        try:
            tell(part / FIRST, part / SECOND, part / STORE, clock())
            for name in (FIRST, SECOND):
                save(Settings(store=str(folder / STORE)), part / name)
            (part / MARK).write_text(_MARK_TEXT, encoding="utf-8")
            if folder.exists():
                folder.rmdir()
            part.rename(folder)
        except NotRecorded as error:
            raise OSError(errno.EIO, str(error)) from None
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return folder / FIRST
