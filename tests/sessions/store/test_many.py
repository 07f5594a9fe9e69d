"""A centre of many: a share costs by what is new, and a device holds whom it wants."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from sessions.caseload import Caseload
from sessions.finding import find
from sessions.joining import join
from sessions.learner import Learner
from sessions.rows import current_rows, stale
from sessions.session import Session
from sessions.store.bucket import FolderBucket
from sessions.store.known import read_known
from sessions.store.share import ShareReport, Stopped, share
from sessions.workspace import Workspace
from unitdata import PinnedPack

Observe = Callable[..., Session]
ShareAll = Callable[..., list[ShareReport]]
Open = Callable[..., Workspace]


class Counted(FolderBucket):
    """A folder that notes what is asked of it."""

    def __init__(self, root: Path) -> None:
        super().__init__(root)
        self.asked: list[str] = []

    def list(self, prefix: str) -> dict[str, int]:
        self.asked.append(f"list {prefix}")
        return super().list(prefix)

    def read(self, key: str, limit: int) -> bytes:
        self.asked.append(f"read {key}")
        return super().read(key, limit)

    def create(self, key: str, data: bytes) -> None:
        self.asked.append(f"create {key}")
        super().create(key, data)


@pytest.fixture
def asked(store: Path) -> Callable[[Workspace], list[str]]:
    """Shares, which must go well, and says what was asked of the store."""

    def asked_(workspace: Workspace) -> list[str]:
        bucket = Counted(store)
        assert share(workspace, bucket).problem is None
        return bucket.asked

    return asked_


def names(workspace: Workspace) -> list[str]:
    return [row.name for row in workspace.caseload.rows()]


# What a share costs


@pytest.mark.parametrize("learners", [1, 12])
def test_with_nothing_new_neither_side_looks_at_learners(
    learners: int,
    ann: Workspace,
    cal: Workspace,
    share_all: ShareAll,
    asked: Callable[[Workspace], list[str]],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for number in range(learners):
        ann.register(name=f"Ada Example {number}")
    share_all(ann, cal, ann)

    def refuse(*_: object) -> Any:
        raise AssertionError("nobody need be looked at")

    for look in ("learner_ids", "holds", "learner"):
        monkeypatch.setattr(Workspace, look, refuse)
    monkeypatch.setattr(Caseload, "save", refuse)
    for workspace in (ann, cal):
        assert asked(workspace) == ["read store.json", "list heads", "list erased"]


def test_only_whom_something_new_is_about_is_looked_at(
    ann: Workspace, cal: Workspace, share_all: ShareAll, observe: Observe, asked: Callable[[Workspace], list[str]]
) -> None:
    learners = [ann.register(name=f"Ada Example {number}").id for number in range(3)]
    share_all(ann, cal, ann)
    observe(ann, learners[1], "Greets a customer")
    for workspace in (ann, cal):
        about = [request for request in asked(workspace) if "learners" in request]
        assert {request.split("/")[1] for request in about} == {learners[1]}
        assert len(about) == 2, "the folder is listed, and one segment goes in or out"
    assert not [request for request in asked(cal) if "heads/" in request], "what was taken in is not read again"


def test_an_entry_whose_mark_was_lost_is_found_by_a_thorough_share(
    ann: Workspace, ada: Learner, share_all: ShareAll, observe: Observe, open_workspace: Open
) -> None:
    share_all(ann)
    observe(ann, ada.id, "Greets a customer")
    (ann.folder / "dirty" / ada.id).unlink()
    ann = open_workspace("ann")
    (report,) = share_all(ann)
    assert report.published == 0
    (report,) = share_all(ann, thorough=True)
    assert report.published == 2


@pytest.fixture
def unannounced(ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, store: Path) -> None:
    """The store holds a segment that no head names any more and that Cal has not met: about Bo."""
    share_all(ann, cal)
    heads = {path: path.read_bytes() for path in (store / "heads").iterdir()}
    ann.register(name="Bo Example")
    share_all(ann)
    for path in (store / "heads").iterdir():
        if path not in heads:
            path.unlink()


def lose_known(cal: Workspace, clock: Any) -> None:
    (cal.folder / "known.json").unlink()


def wait_a_week(cal: Workspace, clock: Any) -> None:
    clock.sleep(days=7)


def put_the_clock_back(cal: Workspace, clock: Any) -> None:
    clock.sleep(days=-1)


def ask_for_somebody(cal: Workspace, clock: Any) -> None:
    cal.device.ask_for(colleagues=["AB"])


def become_another_device(cal: Workspace, clock: Any) -> None:
    cal.renew_device()


@pytest.mark.usefixtures("unannounced")
@pytest.mark.parametrize(
    "event", [lose_known, wait_a_week, put_the_clock_back, ask_for_somebody, become_another_device]
)
def test_what_no_head_names_is_found_by_the_next_thorough_share(
    event: Callable[[Workspace, Any], None], cal: Workspace, share_all: ShareAll, clock: Any
) -> None:
    share_all(cal)
    assert names(cal) == ["Ada Example"]
    event(cal, clock)
    share_all(cal)
    assert names(cal) == ["Ada Example", "Bo Example"]


@pytest.mark.usefixtures("unannounced")
def test_a_thorough_share_that_was_cut_off_is_begun_again(cal: Workspace, share_all: ShareAll, store: Path) -> None:
    def stop(what: str, done: int, total: int) -> None:
        raise Stopped

    (cal.folder / "known.json").unlink()
    assert share(cal, FolderBucket(store), stop).problem
    share_all(cal)
    assert names(cal) == ["Ada Example", "Bo Example"]


def test_what_two_copies_announced_under_one_number_is_all_taken_in(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    share_all: ShareAll,
    observe: Observe,
    open_workspace: Open,
    store: Path,
) -> None:
    share_all(ann, cal)
    shutil.copytree(ann.folder, ann.folder.with_name("copy"), ignore=shutil.ignore_patterns(".lock"))
    copy, before = open_workspace("copy"), set((store / "heads").iterdir())
    observe(ann, ada.id, "Seen by the first")
    share_all(ann)
    (late,) = set((store / "heads").iterdir()) - before
    late.rename(store / "held back")
    observe(copy, ada.id, "Seen by the copy")
    share_all(copy, cal)
    (store / "held back").rename(late)
    share_all(cal)
    notes = [entry.body for visit in cal.learner(ada.id).portfolio.opened_visits() for entry in visit.notes]
    assert sorted(note.text for note in notes) == ["Seen by the copy", "Seen by the first"]


def test_a_new_name_of_the_assessor_is_announced_though_nothing_was_recorded(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll
) -> None:
    share_all(ann, cal)
    ann.device.change_me("Ann Bell-Rose", "ABR", "qualified")
    share_all(ann, cal)
    assert [person.name for person in read_known(cal.folder).people.values()] == ["Ann Bell-Rose"]


# Whose learners are on a device


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch, ann: Workspace, eve: Workspace, share_all: ShareAll) -> None:
    """A store with more learners than a small centre has: two of Ann's and one of Eve's."""
    monkeypatch.setattr("sessions.store.share.SMALL", 0)
    for workspace, name in ((ann, "Ada Example"), (ann, "Bo Example"), (eve, "Cy Example")):
        workspace.register(name=name)
    share_all(ann, eve)


@pytest.mark.usefixtures("large")
def test_in_a_large_centre_nobody_comes_unasked_and_it_is_said_who_there_is(
    ann: Workspace, eve: Workspace, cal: Workspace, share_all: ShareAll
) -> None:
    for _ in range(2):
        (report,) = share_all(cal)
        assert names(cal) == []
        assert report.elsewhere == {f"AB's device {ann.device.id[:4]}": 2, f"EF's device {eve.device.id[:4]}": 1}
        assert (
            f"In the shared store and not on this device: 2 learners of AB's device {ann.device.id[:4]}, "
            f"1 of EF's device {eve.device.id[:4]}. Ask for them."
        ) in report.summary("Ask for them.")


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("who", ["ab", "Ann Bell", "device"])
def test_a_colleagues_learners_come_when_asked_for_and_so_do_later_ones(
    who: str, ann: Workspace, cal: Workspace, share_all: ShareAll
) -> None:
    cal.device.ask_for(colleagues=[ann.device.id[:4] if who == "device" else who])
    share_all(cal)
    assert names(cal) == ["Ada Example", "Bo Example"]
    ann.register(name="Di Example")
    _, report = share_all(ann, cal)
    assert names(cal) == ["Ada Example", "Bo Example", "Di Example"]
    assert list(report.elsewhere.values()) == [1]


@pytest.mark.usefixtures("large")
def test_a_colleague_nobody_knows_is_named(cal: Workspace, share_all: ShareAll) -> None:
    cal.device.ask_for(colleagues=["ZZ", "AB"])
    (report,) = share_all(cal)
    assert report.messages == ["Nobody who shares goes by ZZ."]


@pytest.mark.usefixtures("large")
def test_one_learner_may_be_asked_for(ann: Workspace, cal: Workspace, share_all: ShareAll) -> None:
    (bo,) = find(ann.caseload.rows(), "Bo Example")
    cal.device.ask_for(learners=[bo.learner])
    share_all(cal)
    assert names(cal) == ["Bo Example"]


@pytest.mark.usefixtures("large")
def test_everybody_comes_until_that_is_taken_back_and_who_is_here_stays_up_to_date(
    ann: Workspace, cal: Workspace, share_all: ShareAll, observe: Observe
) -> None:
    cal.device.ask_for(everyone=True)
    share_all(cal)
    assert names(cal) == ["Ada Example", "Bo Example", "Cy Example"]
    cal.device.ask_for(everyone=False)
    ann.register(name="Di Example")
    (ada,) = find(ann.caseload.rows(), "Ada Example")
    observe(ann, ada.learner, "Greets a customer")
    _, report = share_all(ann, cal)
    assert names(cal) == ["Ada Example", "Bo Example", "Cy Example"]
    assert (report.taken_in, list(report.elsewhere.values())) == (2, [1])


def test_in_a_small_centre_too_nobody_comes_when_that_was_chosen(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll
) -> None:
    cal.device.ask_for(everyone=False)
    share_all(ann, cal)
    assert names(cal) == []


@pytest.mark.usefixtures("large")
def test_what_a_colleague_records_about_an_own_learner_comes_unasked(
    ann: Workspace, eve: Workspace, share_all: ShareAll, observe: Observe
) -> None:
    (ada,) = find(ann.caseload.rows(), "Ada Example")
    eve.device.ask_for(learners=[ada.learner])
    share_all(eve)
    observe(eve, ada.learner, "Greets a customer")
    _, report = share_all(eve, ann)
    assert (report.learners, report.taken_in, report.pending) == ([ada.learner], 2, [])


@pytest.mark.usefixtures("large")
def test_an_old_backup_finds_all_its_own_learners_again(
    ann: Workspace, share_all: ShareAll, open_workspace: Open
) -> None:
    shutil.copytree(ann.folder, ann.folder.with_name("backup"), ignore=shutil.ignore_patterns(".lock"))
    ann.register(name="Di Example")
    share_all(ann)
    restored = open_workspace("backup")
    share_all(restored)
    assert names(restored) == ["Ada Example", "Bo Example", "Di Example"]


@pytest.mark.usefixtures("large")
def test_who_turns_out_to_be_the_same_person_comes_unasked(
    ann: Workspace, eve: Workspace, cal: Workspace, share_all: ShareAll
) -> None:
    (ada,), (cy,) = find(ann.caseload.rows(), "Ada Example"), find(eve.caseload.rows(), "Cy Example")
    first, second = sorted([ada.learner, cy.learner])
    eve.device.ask_for(learners=[ada.learner])
    cal.device.ask_for(learners=[first])
    share_all(eve, cal)
    join(eve, first, second)
    share_all(eve, cal)
    assert cal.learner_ids() == [first]
    share_all(cal)
    assert cal.learner_ids() == [first, second]
    assert [row.learner for row in cal.caseload.rows()] == [first]


# Rows


def test_rows_are_worked_out_in_turn_and_written_once(
    ann: Workspace, cal: Workspace, share_all: ShareAll, store: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number in range(20):
        ann.register(name=f"Ada Example {number:02}")
    share_all(ann)
    saves: list[int] = []
    save = Caseload.save

    def counted(self: Caseload, rows: list[Any], **more: Any) -> None:
        saves.append(len(rows))
        save(self, rows, **more)

    monkeypatch.setattr(Caseload, "save", counted)
    said: list[tuple[str, int, int]] = []
    assert share(cal, FolderBucket(store), lambda *step: said.append(step)).ok
    assert saves == [20]
    assert [step for step in said if step[0] == "summing up"] == [("summing up", n, 20) for n in range(1, 21)]


def test_stopping_among_the_rows_keeps_those_that_are_done(
    ann: Workspace, cal: Workspace, share_all: ShareAll, store: Path, open_workspace: Open
) -> None:
    for number in range(5):
        ann.register(name=f"Ada Example {number}")
    share_all(ann)

    def stop(what: str, done: int, total: int) -> None:
        if (what, done) == ("summing up", 2):
            raise Stopped

    report = share(cal, FolderBucket(store), stop)
    assert (report.taken_in, report.ok) == (5, False)
    cal = open_workspace("cal")
    assert [len(each) for each in (cal.caseload.rows(), stale(cal), current_rows(cal))] == [2, 5, 5]
    share_all(cal)
    assert [len(each) for each in (cal.caseload.rows(), stale(cal))] == [5, 0]


def test_a_long_list_of_news_is_taken_in_in_batches(
    ann: Workspace, cal: Workspace, share_all: ShareAll, monkeypatch: pytest.MonkeyPatch, till: PinnedPack
) -> None:
    monkeypatch.setattr("sessions.store.take_in._AT_ONCE", 9)
    for number in range(20):
        ann.register(name=f"Ada Example {number}").enrol(till.sha, till.pack.id, ["A"])
    _, report = share_all(ann, cal)
    assert (report.taken_in, len(report.learners), len(cal.learner_ids())) == (40, 20, 20)
    assert list(cal.folder.rglob("*.part")) == []
