"""Text that is being typed, kept on disk until the entry that carries it is recorded."""

import json
from datetime import datetime
from pathlib import Path

from pydantic import BaseModel, ConfigDict, ValidationError

from sessions import disk
from sessions.fields import DraftId, LearnerId, Refs, SessionId, Short

DRAFT_LIMIT = 4 * 1024 * 1024


class Draft(BaseModel):
    """One text field's content. `place` says which field ("note", "answer"); `fields` what stood beside it."""

    model_config = ConfigDict(frozen=True)
    id: DraftId
    learner: LearnerId
    session: SessionId
    place: Short
    at: datetime
    text: str = ""
    refs: Refs = ()
    fields: dict[str, str] = {}


class Drafts:
    """The drafts folder: one file per session and place."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def _path(self, session: str, place: str) -> Path:
        return self._folder / f"{session}.{place}.json"

    def save(self, draft: Draft) -> None:
        """Put a draft on disk in place of the one before. Raises OSError; may be called from a thread."""
        whole = json.dumps(draft.model_dump(mode="json"), ensure_ascii=False)
        # Half a character can be typed or pasted, but not stored.
        disk.replace(self._path(draft.session, draft.place), whole.encode(errors="replace"))

    def load(self, session: str, place: str) -> Draft | None:
        """The draft of a place, or None. One that is damaged or says it is another's is left and not offered."""
        try:
            draft = Draft.model_validate_json(disk.read(self._path(session, place), DRAFT_LIMIT))
        except (OSError, ValidationError):
            return None
        return draft if (draft.session, draft.place) == (session, place) else None

    def drop(self, session: str, place: str) -> None:
        """Forget a draft whose text was recorded or given up."""
        disk.remove(self._path(session, place))
