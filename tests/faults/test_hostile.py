"""Hostile or broken content in every place that files come from: named or passed over, bounded; the rest goes on."""

import io
import json
import os
import shutil
import tracemalloc
from collections.abc import Callable
from contextlib import redirect_stderr, redirect_stdout, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unicodedata import category

import pytest
from faults.centre import PACK, Device
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fieldassess.cli import main
from sessions.bodies import Noted
from sessions.device import DamagedDevice
from sessions.draft import Draft
from sessions.entry import NotRecorded
from sessions.rows import current_rows, rebuild
from sessions.store.bucket import FolderBucket, StoreError
from sessions.store.quarantine import read_quarantine
from sessions.store.share import ShareReport, share
from sessions.unfinished import unfinished_sessions
from sessions.verify import verify, verify_store
from sessions.workspace import Workspace
from unitdata import digest

MIB = 1024 * 1024
SLOW = settings(
    max_examples=150,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


@dataclass
class Scene:
    """Cal's workspace and the store, in which Ann and Cal each recorded about Ada and about Bo."""

    root: Path
    ada: str
    bo: str
    ann: str
    session: str

    @property
    def store(self) -> Path:
        return self.root / "store"

    @property
    def work(self) -> Path:
        return self.root / "work"

    def places(self) -> dict[str, Path]:
        """Everything in the store and the workspace that is read: a name → a file, of which some are there."""
        segment = min((self.store / "learners" / self.ada).glob(f"{self.ann}.*"))
        head = min((self.store / "heads").glob(f"{self.ann}.*"))
        return {
            "store.json": self.store / "store.json",
            "a head": head,
            "a stray head": head.with_name("stray (1).json"),
            "a pack": self.store / "packs" / f"{PACK.sha}.json",
            "a stray pack": self.store / "packs" / "stray.json",
            "a segment": segment,
            "a stray segment": segment.with_name("stray (1).jsonl"),
            "known.json": self.work / "known.json",
            "caseload.json": self.work / "caseload.json",
            "settings.json": self.work / "settings.json",
            "a draft": self.work / "drafts" / f"{self.session}.note.json",
            "a pack here": self.work / "packs" / f"{PACK.sha}.json",
            "a segment here": self.work / segment.relative_to(self.store),
            "a stray file here": self.work / "learners" / self.ada / "stray.jsonl",
            "another's journal here": self.work / "learners" / self.ada / f"{self.ann}.jsonl",
            "a note in quarantine": self.work / "quarantine" / "stray.json",
        }


@pytest.fixture
def original(ann: Device, cal: Device, store: Path, tmp_path: Path) -> Scene:
    learners = [ann.workspace.register(name=name) for name in ("Ada Example", "Bo Example")]
    for learner in learners:
        learner.enrol(PACK.sha, PACK.pack.id, ["A", "B"])
    for device in (ann, cal):
        device.share(store)
        for learner in learners:
            session = device.workspace.open_session(device.workspace.learner(learner.id), PACK, ["A"])
            session.note("Asks what the change is for", refs=["A/1.1"])
            session.judge(["A/1.1"], "met")
            device.share(store)
    ann.share(store)
    draft = Draft(id="0" * 26, learner=learners[0].id, session=session.id, place="note", at=cal.clock(), text="Half")
    cal.workspace.drafts.save(draft)
    cal.workspace.close()
    root = tmp_path / "original"
    shutil.copytree(cal.folder, root / "work", ignore=shutil.ignore_patterns(".lock"))
    shutil.copytree(store, root / "store")
    return Scene(root, learners[0].id, learners[1].id, ann.workspace.device.id, session.id)


@pytest.fixture
def fresh(original: Scene, tmp_path: Path) -> Callable[[], Scene]:
    """Makes copies of the scene, one for each example; the one before goes."""

    def copy() -> Scene:
        shutil.rmtree(tmp_path / "copy", ignore_errors=True)
        shutil.copytree(original.root, tmp_path / "copy")
        return Scene(tmp_path / "copy", original.ada, original.bo, original.ann, original.session)

    return copy


def run(*arguments: str) -> tuple[int, str]:
    """A command's exit code, and everything it said."""
    out = io.StringIO()
    with redirect_stdout(out), redirect_stderr(out):
        code = main(list(arguments))
    return code, out.getvalue()


def use(scene: Scene) -> ShareReport:
    """Everything that reads files, over a workspace that opens: none of it may raise; Bo's record must be whole."""
    workspace = Workspace(scene.work)
    try:
        with suppress(StoreError):
            verify_store(workspace, FolderBucket(scene.store))
        verify(workspace)
        unfinished_sessions(workspace)
        read_quarantine(workspace.folder)
        report = share(workspace, FolderBucket(scene.store), thorough=True)
        for learner in (scene.ada, scene.bo):
            workspace.outlook(learner)
        assert scene.bo in [row.learner for row in current_rows(workspace)]
        bo = workspace.learner(scene.bo)
        assert len(bo.portfolio.entries) == 8
        with suppress(NotRecorded):
            workspace.learner(scene.ada).set_detail("place", "Front desk")
        assert bo.set_detail("place", "Front desk")
        rebuild(workspace)
    finally:
        workspace.close()
    for command in (["learners"], ["outstanding", scene.ada], ["brief", scene.ada], ["verify"], ["sync"]):
        store = ["--store", str(scene.store)] if command[0] in ("verify", "sync") else []
        code, said = run(*command, *store, "--workspace", str(scene.work))
        assert code in (0, 1, 2, 3), said
        assert not [c for c in said if category(c) == "Cc" and c not in "\n\t"]
    return report


# Anything at all ------------------------------------------------------------------------------------------------------

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text(max_size=8)
    | st.sampled_from(["../../x", "\x1b["]),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=8,
)


def spoil(value: Any, junk: Any, at: int) -> Any:
    """A JSON value in which the value numbered `at`, counted round, is replaced by `junk`."""
    places: list[tuple[Any, Any]] = []

    def walk(inner: Any) -> None:
        for key in list(inner) if isinstance(inner, dict) else range(len(inner)) if isinstance(inner, list) else ():
            places.append((inner, key))
            walk(inner[key])

    walk(value)
    if not places:
        return junk
    holder, key = places[at % len(places)]
    holder[key] = junk
    return value


@st.composite
def spoiling(draw: st.DrawFn) -> Callable[[bytes], bytes]:
    """What to make of a file: any bytes, any JSON, half of it, one byte of it turned, or one value of another type."""
    kind = draw(st.sampled_from(["bytes", "json", "half", "flip", "type"]))
    junk, at = draw(st.binary(max_size=200)), draw(st.integers(0, 10_000))
    value = draw(JSON)

    def spoiled(whole: bytes) -> bytes:
        if kind == "half":
            return whole[: at % (len(whole) + 1)]
        if kind == "flip" and whole:
            place = at % len(whole)
            return whole[:place] + bytes([whole[place] ^ (1 << at % 8)]) + whole[place + 1 :]
        if kind == "type" and whole:
            lines = [json.loads(line) for line in whole.splitlines()] if whole.count(b"\n{") else [json.loads(whole)]
            return b"".join(json.dumps(spoil(line, value, at)).encode() + b"\n" for line in lines)
        return junk if kind == "bytes" else json.dumps(value).encode() + b"\n"

    return spoiled


def named_by(data: bytes, path: Path) -> Path:
    """The name that a file of that content would bear, where names carry the content's hash."""
    parts = path.name.split(".")
    known = next((part for part in parts if len(part) == 32), None)
    return path.with_name(path.name.replace(known, digest(data))) if known else path


@SLOW
@given(data=st.data(), spoiled=spoiling(), renamed=st.booleans())
def test_anything_in_any_place(data: st.DataObject, spoiled: Any, renamed: bool, fresh: Callable[[], Scene]) -> None:
    scene = fresh()
    place = data.draw(st.sampled_from(sorted(scene.places())))
    path = scene.places()[place]
    path.parent.mkdir(exist_ok=True)
    content = spoiled(path.read_bytes() if path.exists() else b"")
    (named_by(content, path) if renamed else path).write_bytes(content)
    report = use(scene)
    assert (report.problem is None) or place == "store.json"


@SLOW
@given(spoiled=spoiling())
def test_anything_in_the_device_file(spoiled: Any, fresh: Callable[[], Scene]) -> None:
    scene = fresh()
    state = scene.work / "device.json"
    state.write_bytes(spoiled(state.read_bytes()))
    said = ""
    try:
        Workspace(scene.work).close()
    except DamagedDevice as error:
        said = str(error)
    if said:
        assert "Restore it from a backup, or move it away" in said or "newer version" in said
        state.unlink()
    workspace = Workspace(scene.work)
    assert said == "" or len(workspace.learner(scene.bo).portfolio.entries) == 8, "no record hangs on it"
    workspace.close()


# Names, nesting, later versions ---------------------------------------------------------------------------------------

NAMES = [
    "x\x1b[31m\x07.jsonl",
    "a\nb.jsonl",
    "..%2f..%2fx.jsonl",
    "\u202egnp.jsonl",
    "CON.jsonl",
    "-rf.jsonl",
    "x" * 249 + ".jsonl",
    os.fsdecode(b"\xff\xfe.jsonl"),
]


@pytest.mark.parametrize("name", NAMES)
def test_strange_names(name: str, original: Scene) -> None:
    for folder in ("heads", "packs", f"learners/{original.ada}", "erased"):
        (original.store / folder).mkdir(exist_ok=True)
        (original.store / folder / name).write_bytes(b"{}\n")
        (original.store / folder / name.replace(".jsonl", ".json")).write_bytes(b"{}\n")
    (original.work / "learners" / original.ada / name).write_bytes(b"{}\n")
    (original.store / "learners" / name).mkdir()
    use(original)


@pytest.mark.parametrize("path", ["../../x", "../../../x", "/x", "..\\x"])
def test_names_in_files_never_become_paths(path: str, original: Scene, tmp_path: Path) -> None:
    def shown() -> set[Path]:
        return {p for p in tmp_path.parent.rglob("*") if tmp_path / "original" not in p.parents}

    before = shown()
    row = {"last": 1, "id": "0" * 32, "segments": {path: 5, f"{path}/{original.ann}.1-1.{'0' * 32}.jsonl": 5}}
    for k, head in enumerate(
        ({"learners": {path: row}}, {"learners": {original.ada: row}}, {"packs": {path: 5}}, {"device": path}), 7
    ):
        data = json.dumps({"format": 1, "device": original.ann, "k": k, **head}).encode()
        (original.store / "heads" / f"{original.ann}.{k}.{digest(data)}.json").write_bytes(data)
        (original.store / "heads" / f"stray {k}.json").write_bytes(data)
    draft = original.places()["a draft"]
    draft.write_bytes(draft.read_bytes().replace(b'"note"', json.dumps(path).encode()))
    known = {"pending": [{"learner": path, "device": path, "label": path, "entries": 1}]}
    (original.work / "known.json").write_text(json.dumps(known))
    rows = json.loads((original.work / "caseload.json").read_bytes())
    rows["learners"]["1"]["learner"] = path
    (original.work / "caseload.json").write_text(json.dumps(rows))
    use(original)
    workspace = Workspace(original.work)
    assert workspace.drafts.load(original.session, "note") is None, "it says that it is another field's"
    workspace.close()
    assert shown() == before


@pytest.mark.parametrize("nesting", [b"[" * 200_000, b'{"a":' * 200_000, b"[" * 200_000 + b"]" * 200_000])
def test_deep_nesting(nesting: bytes, fresh: Callable[[], Scene]) -> None:
    for place in fresh().places():
        scene = fresh()
        path = scene.places()[place]
        path.parent.mkdir(exist_ok=True)
        named_by(nesting + b"\n", path).write_bytes(nesting + b"\n")
        assert use(scene).problem is None or place == "store.json", place


def test_a_later_version_is_kept_shared_and_not_counted(original: Scene, new_device: Callable[..., Device]) -> None:
    """Entries of a kind and a version that are not known here, in a segment that this version passes on."""
    segments = sorted((original.store / "learners" / original.ada).glob(f"{original.ann}.*"))
    last = segments[-1].read_bytes().splitlines()[-1]
    entry = json.loads(last)
    added = []
    for kind, version in (("sampled", 1), ("noted", 2)):
        entry |= {"v": version, "n": entry["n"] + 1, "prev": digest(added[-1] if added else last)}
        entry["body"] = {"kind": kind, "by": {"role": ["verifier"]}}
        added.append(json.dumps(entry).encode())
    data = b"".join(line + b"\n" for line in added)
    name = f"{original.ann}.{entry['n'] - 1}-{entry['n']}.{digest(data)}.jsonl"
    (segments[-1].with_name(name)).write_bytes(data)
    head = b'{"format":2}'
    (original.store / "heads" / f"{'Z' * 10}.1.{digest(head)}.json").write_bytes(head)
    device = new_device("Eve Frost")
    report = device.share(original.store)
    assert report.set_aside == []
    assert report.messages == ["An announcement of device ZZZZ was written by a newer version of this program."]
    learner = device.workspace.learner(original.ada)
    assert [entry.id for entry in learner.portfolio.newer] == [digest(line) for line in added]
    assert "entries recorded by a newer version: 2, not counted" in device.workspace.outlook(original.ada).problems
    assert verify(device.workspace) == []


@pytest.mark.parametrize("at", ["0001-01-01T00:00:00+14:00", "9999-12-31T23:59:59-12:00", "2026-03-02T09:00:00-23:59"])
def test_times_at_the_ends_of_time(at: str, original: Scene) -> None:
    lines: list[bytes] = []
    for segment in sorted((original.store / "learners" / original.ada).glob(f"{original.ann}.*")):
        for line in segment.read_bytes().splitlines():
            entry = json.loads(line) | {"at": at, "seen": at, "device": "Z" * 10}
            if lines:
                entry["prev"] = digest(lines[-1])
            lines.append(json.dumps(entry).encode())
    data = b"".join(line + b"\n" for line in lines)
    name = f"{'Z' * 10}.1-{len(lines)}.{digest(data)}.jsonl"
    (original.store / "learners" / original.ada / name).write_bytes(data)
    assert use(original).taken_in == len(lines)


def test_control_characters_in_what_others_recorded(original: Scene) -> None:
    line = json.dumps(
        {
            "v": 1,
            "device": "Z" * 10,
            "n": 1,
            "at": "2026-03-02T09:00:00+00:00",
            "by": "Z" * 10,
            "learner": original.ada,
            "body": {"kind": "detail", "field": "name", "value": "\x1b]0;x\x07\x1b[2J\u202e Ada\r\n\x00"},
        }
    ).encode()
    data = line + b"\n"
    (original.store / "learners" / original.ada / f"{'Z' * 10}.1-1.{digest(data)}.jsonl").write_bytes(data)
    assert use(original).taken_in == 1


# Sizes ----------------------------------------------------------------------------------------------------------------


def peak_of(scene: Scene) -> float:
    """The most memory in use at once while a scene is used, in MiB."""
    tracemalloc.start()
    try:
        use(scene)
        return tracemalloc.get_traced_memory()[1] / MIB
    finally:
        tracemalloc.stop()


def test_huge_files_are_not_read(fresh: Callable[[], Scene]) -> None:
    for place in fresh().places():
        scene = fresh()
        path = scene.places()[place]
        path.parent.mkdir(exist_ok=True)
        with path.open("ab") as file:
            file.truncate(2048 * MIB)  # without a block on the disk
        assert peak_of(scene) < 16, place


def test_a_huge_journal_is_named_and_nothing_is_recorded_in_it(original: Scene) -> None:
    workspace = Workspace(original.work)
    journal = original.work / "learners" / original.ada / f"{workspace.device.id}.jsonl"
    workspace.close()
    with journal.open("ab") as file:
        file.truncate(2048 * MIB)
    assert peak_of(original) < 16
    workspace = Workspace(original.work)
    (said,) = workspace.outlook(original.ada).problems
    assert said.startswith(f"{journal.name}: cannot be read (larger than")
    with pytest.raises(NotRecorded):
        workspace.learner(original.ada).set_detail("place", "North branch")
    workspace.close()


@pytest.mark.parametrize(
    "content", [b"x" * (4 * MIB - 1) + b"\n", b"\n" * 4 * MIB, b"{}\n" * MIB, b'"\\u0000"\n' * (MIB // 3)]
)
def test_long_lines_and_many_lines(content: bytes, fresh: Callable[[], Scene]) -> None:
    """In files that are no larger than they may be, in the store and among what was taken in."""
    for place in ("a segment", "a stray segment", "a segment here"):
        scene = fresh()
        path = scene.places()[place]
        lines = content.count(b"\n")
        path.with_name(f"{scene.ann}.1-{lines}.{digest(content)}.jsonl").write_bytes(content)
        assert peak_of(scene) < 128, place


def test_a_head_as_large_as_heads_may_be(original: Scene) -> None:
    segment = {f"{original.ann}.{n}-{n}.{n:032x}.jsonl": 5 for n in range(1, 1000)}
    row = {"last": 999, "id": "0" * 32, "segments": segment}
    learners = {f"{n:026d}": row for n in range(50)}
    data = json.dumps({"format": 1, "device": "Z" * 10, "k": 1, "learners": learners}).encode()
    assert 3 * MIB < len(data) < 4 * MIB
    (original.store / "heads" / f"{'Z' * 10}.1.{digest(data)}.json").write_bytes(data)
    assert peak_of(original) < 128


def test_notes_of_the_good_record_are_still_there(original: Scene) -> None:
    """What the tests above count as whole is what was recorded."""
    workspace = Workspace(original.work)
    visits = workspace.learner(original.bo).portfolio.opened_visits()
    said = [e.body.text for visit in visits for e in visit.notes if isinstance(e.body, Noted)]
    assert said == ["Asks what the change is for"] * 2
    workspace.close()
