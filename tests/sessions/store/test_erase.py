"""A learner who is erased: hidden at once, gone here and from the store, and gone again when an old device returns."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from sessions import disk
from sessions.draft import Draft
from sessions.entry import NotRecorded
from sessions.erasing import erase, to_confirm
from sessions.learner import Learner
from sessions.rows import current_rows, rebuild
from sessions.session import Session
from sessions.store.bucket import FolderBucket, StoreError
from sessions.store.known import read_known
from sessions.store.share import ShareReport, share
from sessions.unfinished import unfinished_sessions
from sessions.verify import verify, verify_store
from sessions.workspace import Workspace

Observe = Callable[..., Session]
ShareAll = Callable[..., list[ShareReport]]
FilesIn = Callable[[Path], dict[str, bytes]]
Open = Callable[..., Workspace]

PERSONAL = (b"Ada", b"Example", b"0001", b"chilblains", b"umbrella")
ASKED = (
    "Erased in the shared store: 1 learner of whom this device holds a record. "
    "What is recorded of them is hidden and no longer shared. Confirm on the sharing screen, or with "
    "`fieldassess erase`, that it goes from this device too."
)


@pytest.fixture
def told(files_in: FilesIn) -> Callable[[Path], list[str]]:
    """The files below a folder that tell anything about the learner."""

    def told_(folder: Path) -> list[str]:
        files = files_in(folder)
        return [name for name, data in files.items() if any(word in data or word in name.encode() for word in PERSONAL)]

    return told_


@pytest.fixture
def told_everywhere(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> str:
    """Ada, of whom two devices and the store hold everything that can be held; her id."""
    share_all(ann, cal)
    observe(cal, ada.id, "Greets a man with an umbrella")
    share_all(cal, ann)
    session = observe(ann, ada.id, "Asks about chilblains")
    ann.drafts.save(Draft(id="D" * 26, learner=ada.id, session=session.id, place="note", at=ann.clock(), text="Ada"))
    segment = next((store / "learners" / ada.id).glob(f"{ann.device.id}.*"))
    name = segment.name.replace(segment.name.split(".")[2], "0" * 32)
    segment.with_name(name).write_bytes(segment.read_bytes())
    (store / "learners" / ada.id / ".0123.part").write_bytes(b"Ada Exa")
    share_all(ann)
    (ann.folder / "drafts" / ".4567.part").write_bytes((ann.folder / "drafts" / f"{session.id}.note.json").read_bytes())
    (ann.folder / ".89ab.part").write_bytes((ann.folder / "caseload.json").read_bytes()[:-9])
    observe(ann, ada.id, "Not shared yet: chilblains")
    assert list((ann.folder / "quarantine").glob("*.content"))
    return ada.id


def test_nothing_about_the_learner_is_left_anywhere(
    ann: Workspace, cal: Workspace, told_everywhere: str, told: Callable[[Path], list[str]], store: Path
) -> None:
    assert len(told(ann.folder)) >= 6
    assert len(told(store)) >= 4
    erase(ann, told_everywhere)
    assert told(ann.folder) == []
    share(ann, FolderBucket(store))
    assert told(store) == []
    share(cal, FolderBucket(store))
    erase(cal, told_everywhere)
    assert (told(cal.folder), told(ann.folder), told(store)) == ([], [], [])
    for workspace in (ann, cal):
        assert (workspace.learner_ids(), workspace.caseload.rows(), workspace.dirty()) == ([], [], [])
        assert (verify(workspace), verify_store(workspace, FolderBucket(store))) == ([], [])


def test_others_stay_as_they_were(
    ann: Workspace, cal: Workspace, told_everywhere: str, observe: Observe, share_all: ShareAll, store: Path
) -> None:
    bo = ann.register(name="Bo Friend")
    session = observe(ann, bo.id, "Packs a parcel")
    ann.drafts.save(Draft(id="D" * 26, learner=bo.id, session=session.id, place="note", at=ann.clock(), text="And"))
    erase(ann, told_everywhere)
    share_all(ann, cal)
    assert ann.draft(session, "note")
    assert [row.name for row in cal.caseload.rows()] == ["Bo Friend"]
    assert cal.learner(bo.id).portfolio.entries == ann.learner(bo.id).portfolio.entries


def test_it_is_remembered_until_a_store_is_at_hand_and_survives_a_restart(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, open_workspace: Open, store: Path
) -> None:
    share_all(ann, cal)
    erase(ann, ada.id)
    ann = open_workspace("ann")
    assert ann.learner_ids() == []
    assert list((store / "learners" / ada.id).iterdir())
    (report,) = share_all(ann)
    assert (report.messages, report.published, report.taken_in) == ([], 0, 0)
    assert (store / "erased" / ada.id).read_bytes() == b""
    assert not (store / "learners" / ada.id).exists()
    head = max((store / "heads").glob(f"{ann.device.id}.*"), key=lambda path: int(path.name.split(".")[1]))
    assert ada.id not in head.read_text()


def test_a_learner_who_was_never_shared_is_erased_for_good(
    ann: Workspace, ada: Learner, told: Callable[[Path], list[str]]
) -> None:
    erase(ann, ada.id)
    erase(ann, ada.id)
    assert told(ann.folder) == []
    with pytest.raises(NotRecorded, match="was erased"):
        ada.set_detail("place", "Till 3")
    assert told(ann.folder) == []


def test_a_colleagues_device_hides_the_learner_until_its_person_confirms(
    ann: Workspace,
    cal: Workspace,
    ada: Learner,
    observe: Observe,
    share_all: ShareAll,
    open_workspace: Open,
    store: Path,
    files_in: FilesIn,
) -> None:
    share_all(ann, cal)
    session = observe(cal, ada.id, "Greets a customer")
    erase(ann, ada.id)
    _, report = share_all(ann, cal)
    assert report.messages == [ASKED]
    assert (report.published, report.taken_in, report.pending) == (0, 0, [])
    assert (cal.learner_ids(), cal.caseload.rows(), unfinished_sessions(cal), cal.dirty()) == ([], [], [], [])
    with pytest.raises(NotRecorded, match="was erased"):
        session.note("Greets another")
    assert not (store / "learners" / ada.id).exists()
    cal = open_workspace("cal")
    assert rebuild(cal) == 0
    assert [row.name for row in to_confirm(cal)] == ["Ada Example"]
    assert current_rows(open_workspace("cal", writable=False)) == []
    cal = open_workspace("cal")
    kept = files_in(cal.folder / "learners")
    shutil.rmtree(store / "erased")
    (report,) = share_all(cal)
    assert (report.published, files_in(cal.folder / "learners")) == (0, kept), "hidden stays hidden"
    erase(cal, ada.id)
    assert to_confirm(cal) == []
    assert files_in(cal.folder / "learners") == {}
    (report,) = share_all(cal)
    assert report.messages == []


def test_a_mark_that_was_made_by_mistake_destroys_no_record(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, open_workspace: Open, store: Path
) -> None:
    share_all(ann, cal)
    before = set(ada.portfolio.entries)
    mark = store / "erased" / ada.id
    mark.parent.mkdir()
    mark.touch()
    share_all(ann, thorough=True)
    assert not (store / "learners" / ada.id).exists()
    mark.unlink()
    (ann.folder / "hidden" / ada.id).unlink()
    ann = open_workspace("ann")
    rebuild(ann)
    share_all(ann, cal)
    assert set(cal.learner(ada.id).portfolio.entries) == before
    assert [row.name for row in ann.caseload.rows()] == ["Ada Example"]
    assert verify_store(cal, FolderBucket(store)) == []


def test_a_device_that_never_met_the_learner_hears_of_nothing(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, store: Path
) -> None:
    share_all(ann)
    erase(ann, ada.id)
    (store / "erased").mkdir()
    (store / "erased" / "letter.txt").touch()
    _, report = share_all(ann, cal)
    assert (report.messages, report.taken_in, report.pending, cal.learner_ids()) == ([], 0, [], [])


def test_files_that_a_carrier_or_an_old_device_brings_back_go_again(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> None:
    observe(ann, ada.id, "Greets a customer")
    share_all(ann, cal)
    in_store, here = store / "learners" / ada.id, ada.folder
    for folder in (in_store, here):
        shutil.copytree(folder, folder.parents[1] / "kept" / folder.name)
    erase(ann, ada.id)
    share_all(ann)
    for folder in (in_store, here):
        shutil.copytree(folder.parents[1] / "kept" / folder.name, folder)
    assert ann.learner_ids() == [], "hidden all the same"
    (report,) = share_all(ann)
    assert (in_store.exists(), here.exists(), report.taken_in, report.pending) == (False, False, 0, [])
    shutil.copytree(store / "kept" / in_store.name, in_store)
    share_all(cal, thorough=True)
    assert not in_store.exists(), "whoever shares thoroughly removes it"


def test_a_share_with_nothing_new_costs_no_more_for_those_who_were_erased(
    ann: Workspace, ada: Learner, share_all: ShareAll, store: Path
) -> None:
    cleared: list[str] = []

    class Counting(FolderBucket):
        def clear(self, prefix: str) -> None:
            cleared.append(prefix)
            super().clear(prefix)

    (store / "erased").mkdir()
    for number in range(9):
        (store / "erased" / f"{number:026}").touch()
    erase(ann, ada.id)
    assert share(ann, Counting(store)).ok
    assert cleared == [f"learners/{ada.id}"]
    for thorough in (False, True):
        assert share(ann, Counting(store), thorough=thorough).ok
    assert len(cleared) == 1


def test_what_a_share_that_was_cut_off_did_not_erase_goes_with_the_next(
    ann: Workspace, ada: Learner, share_all: ShareAll, store: Path
) -> None:
    class CutOff(FolderBucket):
        def clear(self, prefix: str) -> None:
            raise KeyboardInterrupt

    share_all(ann)
    erase(ann, ada.id)
    with pytest.raises(KeyboardInterrupt):
        share(ann, CutOff(store))
    assert (store / "learners" / ada.id).exists()
    share_all(ann)
    assert not (store / "learners" / ada.id).exists()


def test_what_lies_under_another_learners_name_is_not_kept_either(
    ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, store: Path, told: Callable[[Path], list[str]]
) -> None:
    bo = ann.register(name="Bo Friend")
    share_all(ann)
    (segment,) = (store / "learners" / ada.id).iterdir()
    shutil.copy(segment, store / "learners" / bo.id)
    erase(ann, ada.id)
    (report,) = share_all(ann, thorough=True)
    assert [wrong.reason for wrong in report.set_aside] == ["line 1: belongs to another device or learner"]
    assert told(ann.folder) == []


def test_known_mentions_go_with_the_record(
    ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path
) -> None:
    share_all(ann, cal)
    observe(cal, ada.id, "Greets a customer")
    share_all(cal)
    for segment in (store / "learners" / ada.id).glob(f"{cal.device.id}.*"):
        segment.unlink()
    share_all(ann)
    assert read_known(ann.folder).waiting_for(ada.id)
    erase(ann, ada.id)
    assert ada.id not in (ann.folder / "known.json").read_text()
    assert ada.id not in (ann.folder / "device.json").read_text()


@pytest.mark.parametrize("place", ["erased", "learners"])
def test_a_store_that_lets_nothing_go_still_gives_and_is_tried_again(
    place: str, ann: Workspace, cal: Workspace, ada: Learner, share_all: ShareAll, store: Path, observe: Observe
) -> None:
    bo = cal.register(name="Bo Friend")
    share_all(ann, cal)

    class Keeps(FolderBucket):
        def create(self, key: str, data: bytes) -> None:
            if key.startswith(place):
                raise StoreError("The shared folder is read-only.")
            super().create(key, data)

        def clear(self, prefix: str) -> None:
            raise StoreError("The shared folder is read-only.")

    erase(ann, ada.id)
    report = share(ann, Keeps(store))
    assert (report.problem, report.later, report.learners) == ("The shared folder is read-only.", True, [bo.id])
    assert list((store / "learners" / ada.id).iterdir())
    share_all(ann)
    assert not (store / "learners" / ada.id).exists()


class Stopped(BaseException):
    """The machine stopped."""


@pytest.fixture
def stop_at(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[int], None]]:
    """Lets the machine stop at the change of the disk with that number; half a folder is removed by then."""

    def stop_at_(number: int) -> None:
        monkeypatch.undo()
        left = iter(range(number))

        def counted(name: str) -> None:
            really = getattr(disk, name)

            def act(path: Path, *rest: object) -> None:
                if next(left, None) is None:
                    if name == "remove_folder" and path.exists():
                        next(path.iterdir()).unlink()
                    raise Stopped
                really(path, *rest)

            monkeypatch.setattr(disk, name, act)

        for name in ("touch", "replace", "remove", "remove_folder"):
            counted(name)

    return stop_at_


def test_stopped_anywhere_it_is_hidden_and_finished_when_opened_again(
    tmp_path: Path,
    ann: Workspace,
    told_everywhere: str,
    told: Callable[[Path], list[str]],
    stop_at: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ann.close()
    for number in range(1000):
        folder = shutil.copytree(ann.folder, tmp_path / "copies" / str(number))
        workspace = Workspace(folder, clock=ann.clock)
        stop_at(number)
        try:
            erase(workspace, told_everywhere)
            break
        except Stopped:
            pass
        finally:
            monkeypatch.undo()
            workspace.close()
        workspace = Workspace(folder, clock=ann.clock)
        if (folder / "erased" / told_everywhere).exists():
            assert (number, told(folder), workspace.learner_ids()) == (number, [], [])
            assert workspace.caseload.rows() == []
        else:
            assert (number, workspace.learner_ids()) == (0, [told_everywhere]), "only before the mark is all as it was"
        workspace.close()
    assert number > 8


def test_the_mark_is_durable_before_what_a_killed_program_left_goes(
    ann: Workspace, told_everywhere: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ann.erasures.confirm(told_everywhere)
    ann.close()
    synced: list[Path] = []
    monkeypatch.setattr(disk, "sync_folder", synced.append)
    assert Workspace(ann.folder, clock=ann.clock).learner_ids() == []
    assert synced.index(ann.folder / "erased") < synced.index(ann.learners_folder)
