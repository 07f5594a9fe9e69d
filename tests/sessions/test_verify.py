"""Whatever is changed, removed or moved in a journal, a segment or the store is found and named."""

from collections.abc import Callable
from pathlib import Path

import pytest

from sessions.learner import Learner
from sessions.session import Session
from sessions.store.bucket import FolderBucket, StoreError
from sessions.store.opening import create_store
from sessions.store.share import share
from sessions.verify import Finding, verify, verify_store
from sessions.workspace import Workspace
from unitdata import digest

REMARK = "a plainly invented remark"


@pytest.fixture
def store(tmp_path: Path) -> Path:
    create_store(tmp_path / "shared", tmp_path / "elsewhere")
    return tmp_path / "shared"


@pytest.fixture
def journal(workspace: Workspace, session: Session) -> Path:
    """A journal of seven entries; the last is a note."""
    session.judge(["A/1.1"], "met")
    session.note("A customer asked for change")
    session.note(REMARK)
    return session.learner.folder / f"{workspace.device.id}.jsonl"


@pytest.fixture
def reader(open_workspace: Callable[..., Workspace], workspace: Workspace, journal: Path, store: Path) -> Workspace:
    """A colleague's workspace that has taken the journal in, in two segments."""
    reader = open_workspace("reader", "Cal Dean")
    share(workspace, FolderBucket(store))
    workspace.learner(journal.parent.name).plan(None, REMARK)
    share(workspace, FolderBucket(store))
    assert share(reader, FolderBucket(store)).taken_in == 7
    return reader


def lines_of(path: Path) -> list[bytes]:
    return path.read_bytes().splitlines(keepends=True)


def test_nothing_wrong_nothing_found(workspace: Workspace, reader: Workspace, store: Path) -> None:
    for one in (workspace, reader):
        assert verify(one) == []
        assert verify_store(one, FolderBucket(store)) == []


def test_every_flipped_byte_of_a_journal_is_found(workspace: Workspace, journal: Path) -> None:
    whole = journal.read_bytes()
    last = len(b"".join(lines_of(journal)[:-1]))
    for place in range(last):
        journal.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
        (first, *_) = verify(workspace)
        assert first.file == f"learners/{journal.parent.name}/{journal.name}"
        assert first.learner == journal.parent.name


def test_lines_removed_or_moved_in_a_journal_are_found(workspace: Workspace, journal: Path) -> None:
    lines = lines_of(journal)
    for number in range(len(lines) - 1):
        journal.write_bytes(b"".join(lines[:number] + lines[number + 1 :]))
        assert verify(workspace)[0].what.startswith(f"line {number + 1}:")
        journal.write_bytes(b"".join([*lines[:number], lines[number + 1], lines[number], *lines[number + 2 :]]))
        assert verify(workspace)[0].what.startswith(f"line {number + 1}:")


def test_a_torn_tail_is_found_and_left_for_the_app_to_mend(
    workspace: Workspace, journal: Path, open_workspace: Callable[..., Workspace]
) -> None:
    with journal.open("ab") as file:
        file.write(b'{"v":1')
    assert [f.what for f in verify(workspace)] == ["line 7: it ends in the middle of a line (6 bytes)"]
    assert journal.read_bytes().endswith(b'{"v":1')
    workspace = open_workspace()
    workspace.learner(journal.parent.name)
    assert verify(workspace) == []


def test_findings_quote_nothing(workspace: Workspace, journal: Path) -> None:
    whole = journal.read_bytes()
    for damage in (whole.replace(b"change", b"chance"), whole.replace(b'"kind"', b'"kind of remark"'), whole + whole):
        journal.write_bytes(damage)
        assert verify(workspace)
        assert not [f for f in verify(workspace) if "remark" in f.what or "customer" in f.what or "Ada" in f.what]


def test_every_flipped_byte_of_a_segment_is_found(reader: Workspace) -> None:
    for segment in reader.learners_folder.rglob("*.jsonl"):
        whole = segment.read_bytes()
        for place in range(len(whole)):
            segment.write_bytes(whole[:place] + bytes([whole[place] ^ 1]) + whole[place + 1 :])
            assert f"learners/{segment.parent.name}/{segment.name}" in [f.file for f in verify(reader)]
        segment.write_bytes(whole)


def test_a_segment_that_follows_from_another_record_is_found(
    reader: Workspace, workspace: Workspace, journal: Path
) -> None:
    first = min(reader.learners_folder.rglob("*.jsonl"), key=lambda path: int(path.name.split(".")[1].split("-")[0]))
    forged = [line.replace(REMARK.encode(), b"a forged remark") for line in lines_of(first)]
    data = b"".join(forged)
    first.unlink()
    name = f"{first.name.rpartition('.')[0].rpartition('.')[0]}.{digest(data)}.jsonl"
    first.with_name(name).write_bytes(data)
    assert [f.what for f in verify(reader)] == ["line 1: does not follow from entry 6 as it stands here"]


def test_a_journal_that_lost_shared_entries_is_found(workspace: Workspace, reader: Workspace, journal: Path) -> None:
    journal.write_bytes(b"".join(lines_of(journal)[:-1]))
    assert [f.what for f in verify(workspace)] == ["line 6: it ends here, and 7 entries were shared"]


def test_a_changed_last_line_is_found_once_it_was_shared(
    workspace: Workspace, reader: Workspace, journal: Path, store: Path
) -> None:
    whole = journal.read_bytes()
    at = whole.rindex(REMARK.encode())
    journal.write_bytes(whole[:at] + b"A" + whole[at + 1 :])
    assert [f.what for f in verify(workspace)] == ["line 7: it is not what was shared"]
    file = f"learners/{journal.parent.name}/{journal.name}"
    assert verify_store(workspace, FolderBucket(store)) == [
        Finding(file, "lines 7 to 7: they are not what was shared", journal.parent.name)
    ]


def test_packs_are_checked(workspace: Workspace, journal: Path) -> None:
    (pack,) = (workspace.folder / "packs").iterdir()
    pack.write_bytes(pack.read_bytes() + b" ")
    assert verify(workspace) == [Finding(f"packs/{pack.name}", "its content is not what its name says")]


def test_every_file_of_the_store_is_checked(reader: Workspace, store: Path) -> None:
    files = [path for path in store.rglob("*") if path.is_file() and path.name != "store.json"]
    assert len(files) == 6
    for path in files:
        whole = path.read_bytes()
        for damage in (whole[:-1] + bytes([whole[-1] ^ 1]), whole[: len(whole) // 2], b""):
            path.write_bytes(damage)
            found = [f.file for f in verify_store(reader, FolderBucket(store)) if f.in_store]
            assert path.relative_to(store).as_posix() in found
        path.write_bytes(whole)


def test_a_segment_removed_from_the_store_is_found(reader: Workspace, store: Path, workspace: Workspace) -> None:
    gone = next(store.rglob("*.jsonl"))
    gone.unlink()
    found = verify_store(reader, FolderBucket(store))
    what = f"it is announced by JS's device {workspace.device.id[:4]} and not there"
    assert Finding(f"learners/{gone.parent.name}/{gone.name}", what, gone.parent.name, in_store=True) in found


def test_another_store_is_not_checked(reader: Workspace, tmp_path: Path) -> None:
    create_store(tmp_path / "other", tmp_path / "elsewhere")
    with pytest.raises(StoreError, match="another shared store"):
        verify_store(reader, FolderBucket(tmp_path / "other"))


def test_other_files_among_the_journals_are_named(workspace: Workspace, learner: Learner) -> None:
    (learner.folder / "notes.jsonl").write_bytes(b"")
    assert [f.what for f in verify(workspace)] == [
        "it is neither a journal of this device nor a segment, and is not read"
    ]
