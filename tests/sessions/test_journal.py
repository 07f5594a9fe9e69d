"""One growing file under torn writes, failing disks, cut-off power and flipped bytes."""

import errno
import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from sessions import disk
from sessions.bodies import Noted
from sessions.entry import Entry, NotRecorded, NotSaved
from sessions.journal import Journal, read_journal

ME, LEARNER, PERSON = "0" * 10, "2" * 26, "1" * 10
AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "learners" / LEARNER / f"{ME}.jsonl"


def open_journal(path: Path, *, repair: bool = True) -> Journal:
    return Journal(path, ME, LEARNER, repair=repair)


def note(journal: Journal, text: str) -> Entry:
    return journal.append(Noted(text=text), at=AT, by=PERSON)


def texts(entries: list[Entry]) -> list[str]:
    return [entry.body.text for entry in entries if isinstance(entry.body, Noted)]


def filled(path: Path, *words: str) -> Journal:
    journal = open_journal(path)
    for word in words:
        note(journal, word)
    return journal


def test_a_journal_goes_on_where_it_was(path: Path) -> None:
    filled(path, "one", "two é🛒", "three")
    again = open_journal(path)
    note(again, "four")
    reading = read_journal(path.read_bytes(), ME, LEARNER)
    assert texts(reading.entries) == ["one", "two é🛒", "three", "four"]
    assert [entry.n for entry in reading.entries] == [1, 2, 3, 4]
    assert [entry.prev for entry in reading.entries] == [None, *(e.id for e in reading.entries[:-1])]
    assert reading.problems == []
    assert again.tail(2) == path.read_bytes().splitlines()[2:]


def test_it_survives_being_cut_off_at_every_byte(path: Path) -> None:
    filled(path, "one", "two é🛒", "three")
    whole = path.read_bytes()
    for cut in range(len(whole) + 1):
        path.write_bytes(whole[:cut])
        complete = whole[:cut].count(b"\n")
        journal = open_journal(path)
        assert texts(journal.entries) == ["one", "two é🛒", "three"][:complete]
        note(journal, "next")
        reading = read_journal(path.read_bytes(), ME, LEARNER)
        assert reading.problems == []
        assert [entry.n for entry in reading.entries] == list(range(1, complete + 2))
        assert path.read_bytes().startswith(whole[: whole[:cut].rfind(b"\n") + 1])


def test_a_reader_never_touches_the_file(path: Path) -> None:
    filled(path, "one", "two")
    torn = path.read_bytes()[:-5]
    path.write_bytes(torn)
    assert texts(open_journal(path, repair=False).entries) == ["one"]
    assert path.read_bytes() == torn


def test_every_flipped_byte_is_found_but_one_in_the_last_line(path: Path) -> None:
    """The last line has no successor that names it; the head in the shared store does that."""
    filled(path, "one", "two", "three")
    whole = path.read_bytes()
    last = whole[:-1].rfind(b"\n")
    for place in range(last):
        for bit in (1, 0x20, 0x80):
            data = bytearray(whole)
            data[place] ^= bit
            assert read_journal(bytes(data), ME, LEARNER).problems, (place, bit)
    # Losing the newline before the last line merges two lines; losing the last newline leaves a torn tail.
    assert read_journal(whole[:last] + b" " + whole[last + 1 :], ME, LEARNER).problems
    assert texts(read_journal(whole[:-1] + b" ", ME, LEARNER).entries) == ["one", "two"]


def test_lines_taken_out_doubled_or_swapped_are_found(path: Path) -> None:
    filled(path, "one", "two", "three", "four")
    a, b, c, d = path.read_bytes().splitlines(keepends=True)
    for lines in ([a, c, d], [b, c, d], [a, b, b, c, d], [a, c, b, d]):
        assert read_journal(b"".join(lines), ME, LEARNER).problems


def test_a_damaged_line_is_named_and_the_rest_read_but_nothing_is_added(path: Path) -> None:
    filled(path, "one", "two", "three")
    lines = path.read_bytes().splitlines(keepends=True)
    path.write_bytes(lines[0] + b"rubbish\n" + lines[2])
    damaged = path.read_bytes()
    journal = open_journal(path)
    assert texts(journal.entries) == ["one", "three"]
    assert journal.problems[0].startswith("line 2: ")
    with pytest.raises(NotRecorded, match=r"journal is damaged \(line 2"):
        note(journal, "four")
    assert path.read_bytes() == damaged


def test_lines_of_another_learner_or_device_do_not_count(path: Path) -> None:
    filled(path, "one")
    for device, learner in (("3" * 10, LEARNER), (ME, "3" * 26)):
        reading = read_journal(path.read_bytes(), device, learner)
        assert reading.entries == []
        assert reading.problems == ["line 1: belongs to another device or learner"]


class FailingDisk:
    """Makes the disk's own functions fail at the nth call, or always."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch

    def fail(self, name: str, *, after: int = 0, wrote: int = 0) -> None:
        """Let `name` of os fail with a full disk after so many good calls; a write first takes `wrote` bytes."""
        good = getattr(os, name)
        calls = 0

        def failing(handle: int, *rest: Any) -> Any:
            nonlocal calls
            calls += 1
            if calls <= after:
                return good(handle, *rest)
            if wrote and calls == after + 1:
                return good(handle, bytes(rest[0])[:wrote])
            raise OSError(errno.ENOSPC, "No space left on device")

        self.monkeypatch.setattr(os, name, failing)

    def mend(self) -> None:
        self.monkeypatch.undo()


@pytest.fixture
def failing_disk() -> Iterator[FailingDisk]:
    with pytest.MonkeyPatch.context() as monkeypatch:
        yield FailingDisk(monkeypatch)


@pytest.mark.parametrize("fault", [("write", 0, 0), ("write", 0, 7), ("fsync", 0, 0)], ids=["write", "part", "fsync"])
@pytest.mark.parametrize("before", [(), ("one",)], ids=["new", "old"])
def test_what_the_disk_did_not_take_is_not_there(
    path: Path, failing_disk: FailingDisk, fault: tuple[str, int, int], before: tuple[str, ...]
) -> None:
    journal = filled(path, *before)
    kept = path.read_bytes() if before else b""
    disk.make_folder(path.parent)
    name, after, wrote = fault
    failing_disk.fail(name, after=after, wrote=wrote)
    with pytest.raises(NotRecorded, match="NOT recorded: no space left on device"):
        note(journal, "lost")
    assert texts(journal.entries) == [*before]
    failing_disk.mend()
    note(journal, "kept")
    assert path.read_bytes().startswith(kept)
    assert texts(open_journal(path).entries) == [*before, "kept"]
    assert open_journal(path).problems == []


@pytest.mark.parametrize("error", [errno.ESTALE, errno.EIO, errno.EACCES], ids=errno.errorcode.get)
def test_a_journal_that_cannot_be_looked_at_is_not_added_to(
    path: Path, error: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = filled(path, "one")

    def failing(_: object) -> int:
        raise OSError(error, os.strerror(error))

    with monkeypatch.context() as broken:
        broken.setattr(os.path, "getsize", failing)
        with pytest.raises(NotSaved, match=f"NOT recorded: {os.strerror(error).lower()}"):
            note(journal, "lost")
    note(journal, "kept")
    assert texts(open_journal(path).entries) == ["one", "kept"]


def test_what_cannot_be_made_durable_on_opening_is_shown_and_neither_added_to_nor_shared(
    path: Path, failing_disk: FailingDisk
) -> None:
    filled(path, "one")
    before = path.stat()
    assert open_journal(path).doubt == ""
    failing_disk.fail("fsync")
    journal = open_journal(path)
    assert (texts(journal.entries), journal.problems) == (["one"], [])
    assert journal.doubt == "the disk fails, and what was recorded last may not last"
    with pytest.raises(NotSaved, match="NOT recorded: the disk still fails"):
        note(journal, "lost")
    with pytest.raises(OSError, match="may not last"):
        journal.tail(0)
    failing_disk.mend()
    assert (len(journal.tail(0)), journal.doubt) == (1, "")
    assert path.stat().st_mtime_ns == before.st_mtime_ns, "opening changes nothing"
    note(journal, "two")
    assert texts(open_journal(path).entries) == ["one", "two"]


def test_nothing_is_added_while_the_disk_cannot_even_cut_back(path: Path, failing_disk: FailingDisk) -> None:
    journal = filled(path, "one")
    failing_disk.fail("write", wrote=9)
    failing_disk.fail("ftruncate")
    for _ in range(2):
        with pytest.raises(NotRecorded):
            note(journal, "lost")
    failing_disk.mend()
    note(journal, "kept")
    assert texts(open_journal(path, repair=False).entries) == ["one", "kept"]


def test_short_writes_are_carried_on(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    journal, whole = open_journal(path), os.write
    monkeypatch.setattr(os, "write", lambda handle, data: whole(handle, bytes(data)[:3]))
    note(journal, "in small pieces")
    monkeypatch.undo()
    assert texts(open_journal(path).entries) == ["in small pieces"]


def test_an_interrupted_append_leaves_no_second_entry_of_its_number(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    journal = filled(path, "one")

    def stop(handle: int) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(os, "fsync", stop)
    with pytest.raises(KeyboardInterrupt):
        note(journal, "interrupted")
    monkeypatch.undo()
    note(journal, "two")
    reading = read_journal(path.read_bytes(), ME, LEARNER)
    assert (texts(reading.entries), reading.problems) == (["one", "two"], [])


@pytest.fixture
def synced(monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What was written and made durable since last asked, in order."""
    calls: list[str] = []

    def watch(name: str) -> None:
        good = getattr(os, name)

        def watched(handle: int, *rest: Any) -> Any:
            done = good(handle, *rest)
            calls.append(f"{name} {Path(os.readlink(f'/proc/self/fd/{handle}')).name}")
            return done

        monkeypatch.setattr(os, name, watched)

    watch("write")
    watch("fsync")

    def since() -> list[str]:
        found = calls[:]
        calls.clear()
        return found

    return since


@pytest.mark.skipif(not Path("/proc/self/fd").exists(), reason="asks the system which file a handle is")
class TestDurable:
    """What must be on disk before an append returns."""

    def test_a_new_file_its_folder_and_the_folders_above(self, path: Path, synced: Callable[[], list[str]]) -> None:
        note(open_journal(path), "one")
        done = synced()
        assert done[-3:] == [f"write {path.name}", f"fsync {path.name}", f"fsync {LEARNER}"]
        assert "fsync learners" in done[:-3]

    def test_a_further_line(self, path: Path, synced: Callable[[], list[str]]) -> None:
        journal = filled(path, "one")
        synced()
        note(journal, "two")
        assert synced() == [f"write {path.name}", f"fsync {path.name}"]

    def test_what_a_killed_program_wrote_last(self, path: Path, synced: Callable[[], list[str]]) -> None:
        filled(path, "one")
        synced()
        open_journal(path, repair=False)
        assert synced() == []
        open_journal(path)
        assert synced() == [f"fsync {path.name}"]

    def test_the_name_of_a_file_whose_folder_could_not_be_synced_at_first(
        self, path: Path, synced: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
    ) -> None:
        journal = open_journal(path)
        disk.make_folder(path.parent)
        path.with_suffix(".other").touch()  # the folder itself is durable

        def fail(folder: Path) -> None:
            raise OSError(errno.EIO, "Input/output error")

        with monkeypatch.context() as failing:
            failing.setattr(disk, "sync_folder", fail)
            with pytest.raises(NotRecorded, match="input/output error"):
                note(journal, "lost")
        assert path.read_bytes() == b""
        synced()
        note(journal, "kept")
        assert synced()[-1] == f"fsync {LEARNER}"


def test_a_journal_that_another_program_changed_is_left_as_it_is(path: Path) -> None:
    journal = filled(path, "one", "two")
    shorter = path.read_bytes().splitlines(keepends=True)[0]
    path.write_bytes(shorter)
    with pytest.raises(NotRecorded, match="another program changed"):
        note(journal, "three")
    assert path.read_bytes() == shorter
