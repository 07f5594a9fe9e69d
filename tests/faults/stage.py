"""Assessors' devices and the folder they share, all below one folder, and a note of what each user was told."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, NamedTuple

from faults.centre import EDITIONS, PACK, edition_of

from sessions.bodies import CarriedOver, Enrolled
from sessions.carrying import carry_over, offer
from sessions.draft import Draft
from sessions.entry import Entry
from sessions.learner import Learner
from sessions.session import Session
from sessions.store.bucket import FolderBucket
from sessions.store.opening import create_store
from sessions.store.share import share
from sessions.unfinished import unfinished_sessions
from sessions.workspace import Workspace

STORE = "shared"


class Fact(NamedTuple):
    """What a user was told.

    On a device "recorded" (a learner and an entry's id), "kept" (a learner, a session and a number in a text),
    "numbered" (an evidence index number), "at work" (a person's name) or "erased" (a learner); of a store "shared"
    (learners and ids of entries).
    """

    what: str
    where: str
    value: Any


class NotShared(Exception):
    """A share was not completed."""


class NotOpened(Exception):
    """A workspace could not be opened."""


class Stage:
    """The devices below a folder, on the given day. `say` takes what users are told.

    Days follow one another within a week, so that no share looks at everything because its time has come.
    """

    def __init__(self, folder: Path, day: int, say: Callable[[Fact], None] = lambda fact: None) -> None:
        self.folder = folder
        self.say = say
        self._time = datetime(2026, 3, 2, 9, 0, tzinfo=UTC) + timedelta(days=day)
        self._open: dict[str, Workspace] = {}

    def _clock(self) -> datetime:
        self._time += timedelta(seconds=1)
        return self._time

    def on(self, name: str) -> Workspace:
        """The workspace of that name, opened as at the program's start."""
        if name not in self._open:
            try:
                self._open[name] = Workspace(self.folder / name, clock=self._clock)
            except OSError as error:
                raise NotOpened(str(error.strerror).lower()) from error
        return self._open[name]

    def close(self) -> None:
        """Close every workspace that was opened."""
        while self._open:
            self._open.popitem()[1].close()

    @property
    def names(self) -> list[str]:
        """The workspaces there are."""
        return [name for name in ("ann", "cal", "copy", "new") if (self.folder / name).is_dir()]

    @property
    def stores(self) -> list[str]:
        """The stores there are, the one that everybody shares with at the end."""
        return sorted(file.parent.relative_to(self.folder).as_posix() for file in self.folder.rglob("store.json"))

    def work(self, name: str, person: str) -> None:
        """Say who is at work on a device."""
        self.on(name).device.become(person, person[:2].upper(), "qualified")
        self.say(Fact("at work", name, person))

    def recorded(self, name: str, entry: Entry | None) -> None:
        """Tell that an entry is recorded."""
        assert entry
        self.say(Fact("recorded", name, (entry.learner, entry.id)))

    def register(self, name: str, learner: str) -> Learner:
        """Enter a learner and enrol them."""
        entered = self.on(name).register(name=learner)
        for entry in entered.portfolio.entries.values():
            self.recorded(name, entry)
        self.on(name).packs.keep(PACK)
        self.recorded(name, entered.enrol(PACK.sha, PACK.pack.id, ["A", "B"]))
        return entered

    def visit(self, name: str, learner: str) -> Session:
        """Open a session about a learner and note something."""
        workspace = self.on(name)
        about = workspace.learner(learner)
        session = workspace.open_session(about, edition_of(about), ["A"])
        self.say(Fact("numbered", name, session.opened.number))
        self.recorded(name, session.visit.opening)
        self.recorded(name, session.note("Greets each one", refs=["A/1.1"]))
        return session

    def carry_over(self, name: str, learner: str) -> None:
        """Let a learner go on with the other edition; where people disagree on which, one of them is right first."""
        workspace = self.on(name)
        about = workspace.learner(learner)
        if about.portfolio.disagreements():
            _, right = about.portfolio.enrolments()[0]
            assert isinstance(right, Enrolled | CarriedOver)
            self.recorded(name, about.state_enrolment(right))
        (other,) = (pack for pack in EDITIONS if pack is not edition_of(about))
        self.recorded(name, carry_over(workspace, offer(workspace, learner, other)))

    def type(self, name: str, session: Session, number: int) -> None:
        """Keep the text of a note that is being typed."""
        workspace = self.on(name)
        place = {"learner": session.visit.opening.learner, "session": session.id, "place": "note"}
        workspace.drafts.save(Draft(id="D" * 26, at=workspace.clock(), text=f"typed {number}", **place))
        self.say(Fact("kept", name, (place["learner"], session.id, number)))

    def share(self, name: str, store: str = STORE, *, join: bool = False) -> None:
        """Share, and tell what stands in the store from then on."""
        report = share(self.on(name), FolderBucket(self.folder / store), join=join)
        if report.problem:
            raise NotShared(report.problem)
        self.say(Fact("shared", store, self.held(name)))

    def held(self, name: str) -> set[tuple[str, str]]:
        """The learners and ids of all entries that a device shows."""
        workspace = self.on(name)
        portfolios = [workspace.learner(learner).portfolio for learner in workspace.learner_ids()]
        return {(portfolio.learner, id_) for portfolio in portfolios for id_ in portfolio.entries}

    @property
    def ada(self) -> str:
        """The learner whom both know."""
        return next(row.learner for row in self.on("cal").caseload.rows() if row.name == "Ada Example")

    def under_way(self, name: str) -> Session | None:
        """The last session that was opened on a device and is not signed."""
        unfinished = unfinished_sessions(self.on(name))
        return self.on(name).session(unfinished[0].learner, unfinished[0].session) if unfinished else None


def set_up(folder: Path) -> None:
    """What every scene begins with: Ann and Cal have shared, and each has recorded since."""
    folder.mkdir()
    stage = Stage(folder, day=0)
    create_store(folder / STORE, folder / "elsewhere")
    stage.work("ann", "Ann Sample")
    stage.work("cal", "Cal Sample")
    ada = stage.register("ann", "Ada Example").id
    stage.visit("ann", ada).close()
    stage.share("ann")
    stage.share("cal")
    stage.visit("cal", ada)
    stage.share("cal")
    stage.visit("cal", ada)
    stage.visit("ann", ada)
    stage.close()
