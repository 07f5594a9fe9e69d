"""Hostile or broken content in every place that files come from: named or passed over, bounded; the rest goes on."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from faults.centre import Device
from faults.hostile_scene import Scene, named_by, run, use
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.bodies import Noted
from sessions.device import DamagedDevice
from sessions.verify import verify
from sessions.workspace import Workspace
from unitdata import digest

MIB = 1024 * 1024
SLOW = settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large],
)


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


@pytest.mark.parametrize("junk", [b"[" * 200_000, b'{"a":' * 200_000, bytes(8 * MIB)])
def test_a_deep_or_huge_device_file_is_named(junk: bytes, original: Scene) -> None:
    (original.work / "device.json").write_bytes(junk)
    code, said = run("learners", "--workspace", str(original.work))
    assert (code, said.partition(". ")[0]) == (1, "fieldassess: device.json in the workspace is damaged")


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
@pytest.mark.parametrize("only", ["store.json", ""])
def test_deep_nesting(nesting: bytes, only: str, original: Scene) -> None:
    """In `store.json`, at which a share ends; and everywhere else at once."""
    for place, path in original.places().items():
        if (place == only) if only else (place != "store.json"):
            path.parent.mkdir(exist_ok=True)
            named_by(nesting + b"\n", path).write_bytes(nesting + b"\n")
    assert (use(original).problem is None) == (not only)


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


def test_notes_of_the_good_record_are_still_there(original: Scene) -> None:
    """What the tests above count as whole is what was recorded."""
    workspace = Workspace(original.work)
    visits = workspace.learner(original.bo).portfolio.opened_visits()
    said = [e.body.text for visit in visits for e in visit.notes if isinstance(e.body, Noted)]
    assert said == ["Asks what the change is for"] * 2
    workspace.close()
