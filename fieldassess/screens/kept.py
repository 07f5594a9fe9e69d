"""Text being typed, on its way to disk: never more than a second behind the keys."""

import threading
from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Final, TypeVar

from textual import events, getters, on
from textual.content import Content
from textual.message import Message
from textual.screen import ScreenResultType

from fieldassess.app import FieldAssess
from fieldassess.screens.base import Page
from fieldassess.widgets.plain import BAD, GOOD, content
from sessions.device import new_id
from sessions.draft import Draft
from sessions.entry import NotRecorded
from sessions.session import Session
from sessions.text import clean
from sessions.workspace import Workspace
from unitdata import Vocabulary

EVERY: Final = 0.4
_LONGEST: Final = 60_000
Made = TypeVar("Made")


class KeepsText(Page[ScreenResultType]):
    """A page on which text is typed into a session. What is not yet on disk is written before the page has gone."""

    app = getters.app(FieldAssess)

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__()
        self.session, self.workspace = session, workspace
        self._places: dict[str, Kept] = {}
        self.failing = False
        """Whether the disk fails; a refusal is no failure."""

    @property
    def vocabulary(self) -> Vocabulary:
        return self.session.pack.vocabulary

    @property
    def saved(self) -> Content:
        """What the save place shows: a failing disk until it is mended, whatever else is said."""
        return content("✗ NOT saved", BAD) if self.failing else content("✓ saved", GOOD)

    def keep(self, place: str) -> "Kept":
        """The text of one place on the page."""
        return self._places.setdefault(place, Kept(self, place))

    @on(events.Mount)
    def _keep_on_writing(self) -> None:
        self.set_interval(EVERY, self._write_soon)

    def _write_soon(self) -> None:
        for kept in self._places.values():
            kept.write_soon()

    @on(events.Unmount)
    async def _write_the_rest(self) -> None:
        for kept in self._places.values():
            await self.app.in_background(kept.write)


class Kept:
    """The draft of one place in a session. The latest text is written, one write at a time, in a thread."""

    class Wrote(Message):
        """Keeping the text began to fail, or works again: then `trouble` is empty."""

        def __init__(self, trouble: str) -> None:
            super().__init__()
            self.trouble = trouble

    def __init__(self, page: KeepsText[ScreenResultType], place: str) -> None:
        self._page, self._workspace, self._session, self._place = page, page.workspace, page.session, place
        self._lock = threading.Lock()
        self._wanted: Draft | None = None
        self._written: Draft | None = None
        self._trouble = ""
        self._id = new_id(26)

    async def load(self) -> Draft | None:
        """The text found on disk; what is put from now on takes its place."""
        found = await self._page.app.in_background(lambda: self._workspace.draft(self._session, self._place))
        if found:
            self._id, self._wanted, self._written = found.id, found, found
        return found

    def put(self, text: str, refs: Sequence[str] = (), fields: Mapping[str, str] = MappingProxyType({})) -> None:
        """Have this text, and what stands beside it, on disk within the second; with none, the draft goes."""
        if not (text.strip() or refs or any(fields.values())):
            self._wanted = None
            self._tell("")
            return
        try:
            self._wanted = Draft(
                id=self._id,
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

    def spend(self, act: Callable[[str], Made]) -> Made:
        """Record the text with `act`, which is given the id that the entry carries, and forget it.

        No other entry ever gets that id. When `act` raises, the text stays.
        """
        made = act(self._id)
        self.drop()
        return made

    def drop(self) -> None:
        """Forget the text: it was recorded, or given up."""
        self._wanted, self._id = None, new_id(26)
        self._tell("")

    @property
    def kept(self) -> bool:
        """Whether the text as it stands is on disk, or there is none."""
        return self._wanted is self._written and not self._trouble

    def write_soon(self) -> None:
        """Write in a thread what is not yet written."""
        if self._wanted is not self._written and not self._lock.locked():
            self._page.run_worker(self.write, thread=True, group=f"kept {self._place}", exit_on_error=False)

    def write(self) -> None:
        """Write what is not yet written."""
        with self._lock:
            wanted = self._wanted
            if wanted is self._written:
                return
            try:
                if wanted is None:
                    self._workspace.drafts.drop(self._session.id, self._place)
                else:
                    self._workspace.drafts.save(wanted)
            except OSError as error:
                if self._wanted is not wanted:
                    return  # given up, or typed on: that is told when it is written
                self._tell(f"What you type is NOT kept: {(error.strerror or 'the disk failed').lower()}")
            else:
                self._written = wanted
                self._tell("")

    def _tell(self, trouble: str) -> None:
        if trouble != self._trouble:
            self._trouble = trouble
            self._page.post_message(self.Wrote(trouble))
