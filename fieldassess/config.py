"""The settings of this device: one small JSON file in the workspace."""

import json
from pathlib import Path
from typing import Final, Literal

from pydantic import BaseModel, ConfigDict, ValidationError

from sessions.disk import replace

FILE: Final = "settings.json"
_LARGEST: Final = 64 * 1024


class Settings(BaseModel):
    """What can be set. Keys written by a newer version are kept."""

    model_config = ConfigDict(frozen=True, extra="allow")

    theme: Literal["outdoor", "contrast"] = "contrast"
    store: str | None = None
    """The folder shared with colleagues."""


def load(workspace: Path) -> tuple[Settings, str | None]:
    """The settings of a workspace, and what to tell the user where they cannot be used."""
    file = workspace / FILE
    try:
        with file.open("rb") as source:
            raw = source.read(_LARGEST + 1)
    except FileNotFoundError:
        return Settings(), None
    except OSError as error:
        return Settings(), f"The settings cannot be read ({error.strerror}); the usual ones are in use."
    try:
        if len(raw) > _LARGEST:
            raise ValueError("too large")
        return Settings.model_validate_json(raw), None
    except ValidationError as error:
        wrong = ", ".join(sorted({".".join(map(str, e["loc"])) for e in error.errors()} - {""})) or "not JSON"
        return Settings(), f"The settings in {file.name} are not right ({wrong}); the usual ones are in use."
    except ValueError:
        return Settings(), f"{file.name} is too large to be settings; the usual ones are in use."


def save(settings: Settings, workspace: Path) -> None:
    """Write the settings so that either the old or the new ones are there whatever happens.

    Raises:
        OSError: they could not be written; the old ones stand.
    """
    text = json.dumps(settings.model_dump(mode="json"), indent=2, ensure_ascii=False)
    replace(workspace / FILE, f"{text}\n".encode())
