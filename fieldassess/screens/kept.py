"""Text being typed, on its way to disk: never more than a second behind the keys."""

import asyncio
import threading
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from textual.message import Message
from textual.screen import Screen

from sessions.device import new_id
from sessions.draft import Draft
from sessions.entry import NotRecorded
from sessions.session import Session
from sessions.text import clean
from sessions.workspace import Workspace

EVERY: Final = 0.4
_LONGEST: Final = 60_000


class Kept:
    """The draft of one place in a session. The latest text is written, one write at a time, in a thread."""

    class Wrote(Message):
        """Keeping the text began to fail, or works again: then `trouble` is empty."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    def __init__(self, page: Screen[Any], workspace: Workspace, session: Session, place: str) -> None:
        self._page, self._workspace, self._session, self._place = page, workspace, session, place
        self._lock = threading.Lock()
        self._wanted: Draft | None = None
        self._written: Draft | None = None
        self._trouble = ""
        self.id = new_id(26)
        """What the entry made of this text has to carry."""
        page.set_interval(EVERY, self._due)

    async def load(self) -> Draft | None:
        """The text found on disk; what is put from now on takes its place."""
        found = await asyncio.to_thread(self._workspace.draft, self._session, self._place)
        if found:
            self.id, self._wanted, self._written = found.id, found, found
        return found

    def put(self, text: str, refs: Sequence[str] = (), fields: Mapping[str, str] = MappingProxyType({})) -> None:
        """Have this text, and what stands beside it, on disk within the second; with none, the draft goes."""
        if not (text.strip() or refs or any(fields.values())):
            self._wanted = None
            return
        try:
            self._wanted = Draft(
                id=self.id,
                learner=self._session.learner.id,
                session=self._session.id,
                place=self._place,
                at=self._workspace.clock(),
                text=clean(text, _LONGEST),
                refs=tuple(refs),
                fields={name: clean(value, _LONGEST) for name, value in fields.items()},
            )
        except NotRecorded as too_long:
            self._tell(str(too_long))

    def drop(self) -> None:
        """Forget the text: it was recorded, or given up."""
        self._wanted, self.id = None, new_id(26)

    def flush(self) -> None:
        """Write at once what is not yet written, before the screen goes."""
        if self._wanted is not self._written:
            self._write()

    def _due(self) -> None:
        if self._wanted is not self._written and not self._lock.locked():
            self._page.run_worker(self._write, thread=True, group=f"kept {self._place}", exit_on_error=False)

    def _write(self) -> None:
        with self._lock:
            wanted = self._wanted
            try:
                if wanted is None:
                    self._workspace.drafts.drop(self._session.id, self._place)
                else:
                    self._workspace.drafts.save(wanted)
            except OSError as error:
                self._tell(f"What you type is NOT kept: {(error.strerror or 'the disk failed').lower()}")
            else:
                self._written = wanted
                self._tell("")

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._page.post_message(self.Wrote(trouble))
