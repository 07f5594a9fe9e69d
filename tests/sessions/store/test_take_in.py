"""Files in the store that are short, misnamed, damaged or hostile."""

import json
import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sessions.learner import SEGMENT_LIMIT, Learner
from sessions.session import Session
from sessions.store.bucket import FolderBucket
from sessions.store.gaps import count_beyond
from sessions.store.known import Known, read_known
from sessions.store.share import ShareReport, share
from sessions.workspace import Workspace
from unitdata import PinnedPack, digest, read_pack

Observe = Callable[..., Session]
ShareAll = Callable[..., list[ShareReport]]
FilesIn = Callable[[Path], dict[str, bytes]]


@dataclass
class Scene:
    """A learner whom Ann shared in two segments, and Cal, who has yet to take them in."""

    cal: Workspace
    store: Path
    learner: str
    first: Path
    second: Path
    label: str

    def share(self, *, thorough: bool = False) -> ShareReport:
        report = share(self.cal, FolderBucket(self.store), thorough=thorough)
        assert report.problem is None
        return report

    @property
    def numbers(self) -> list[int]:
        return sorted(e.n for e in self.cal.learner(self.learner).portfolio.entries.values())


@pytest.fixture
def scene(ann: Workspace, cal: Workspace, ada: Learner, observe: Observe, share_all: ShareAll, store: Path) -> Scene:
    share_all(ann)
    (first,) = store.rglob("*.jsonl")
    observe(ann, ada.id, "Greets a customer")
    share_all(ann)
    (second,) = set(store.rglob("*.jsonl")) - {first}
    return Scene(cal, store, ada.id, first, second, f"AB's device {ann.device.id[:4]}")


def test_a_segment_that_is_still_arriving_waits(scene: Scene) -> None:
    whole = scene.second.read_bytes()
    scene.second.write_bytes(whole[:-1])
    report = scene.share()
    assert scene.numbers == [1, 2]
    assert [p.text for p in report.pending] == [f"waiting for 2 entries of {scene.label}"]
    assert report.messages == ["1 file in the shared store still arriving."]
    assert report.set_aside == []
    scene.second.write_bytes(whole)
    assert scene.share().pending == []
    assert scene.numbers == [1, 2, 3, 4]


def test_a_gap_is_named_and_what_is_here_counts(scene: Scene) -> None:
    whole = scene.first.read_bytes()
    scene.first.unlink()
    assert [p.text for p in scene.share().pending] == [f"waiting for 2 entries of {scene.label}"]
    assert scene.numbers == [3, 4]
    assert read_known(scene.cal.folder).waiting_for(scene.learner) == [f"waiting for 2 entries of {scene.label}"]
    assert scene.cal.caseload.rows()[0].name == "(name not arrived yet)"
    scene.first.write_bytes(whole)
    assert scene.share().pending == []
    assert read_known(scene.cal.folder).waiting_for(scene.learner) == []
    assert scene.cal.caseload.rows()[0].name == "Ada Example"


def test_a_gap_before_what_is_here_is_named_without_an_announcement(scene: Scene) -> None:
    shutil.rmtree(scene.store / "heads")
    scene.first.unlink()
    device = scene.first.name[:4]
    assert [p.text for p in scene.share().pending] == [f"waiting for 2 entries of device {device}"]


def test_colleagues_and_their_devices_are_known_after_a_share(scene: Scene, ann: Workspace) -> None:
    scene.share()
    known = read_known(scene.cal.folder)
    assert [person.name for person in known.people.values()] == ["Ann Bell"]
    assert known.devices == {ann.device.id: scene.label}
    shutil.rmtree(scene.store / "heads")
    scene.share()
    again = read_known(scene.cal.folder)
    assert (again.people, again.devices) == (known.people, known.devices)


@pytest.mark.parametrize("content", [b"", b"[", b'{"people": {"x": {}}}', b'{"pending": [{"entries": 0}]}'])
def test_what_is_known_is_learnt_again_when_its_file_is_damaged(content: bytes, scene: Scene) -> None:
    scene.share()
    known = read_known(scene.cal.folder)
    (scene.cal.folder / "known.json").write_bytes(content)
    assert read_known(scene.cal.folder) == Known()
    scene.share()
    again = read_known(scene.cal.folder)
    assert again.thorough > known.thorough, "everything was looked at"
    assert again == known.model_copy(update={"thorough": again.thorough})


def test_a_changed_segment_is_set_aside_with_its_reason_once(scene: Scene, files_in: FilesIn) -> None:
    whole = scene.second.read_bytes()
    scene.second.write_bytes(whole.replace(b"Greets", b"Grates"))
    report = scene.share()
    key = f"learners/{scene.learner}/{scene.second.name}"
    assert [(w.file, w.reason) for w in report.set_aside] == [(key, "its content is not what its name says")]
    assert scene.numbers == [1, 2]
    kept = files_in(scene.cal.folder / "quarantine")
    assert sorted(Path(name).suffix for name in kept) == [".content", ".json"]
    scene.share()
    assert files_in(scene.cal.folder / "quarantine") == kept
    scene.second.write_bytes(whole)
    assert scene.share().set_aside == []
    assert scene.numbers == [1, 2, 3, 4]


@pytest.mark.parametrize(
    "name",
    [
        "{} (Cal's conflicted copy 2026-03-02).jsonl",
        "{}.sync-conflict-20260302-101010-ABCDEFG.jsonl",
        "{}-LAPTOP(1).jsonl",
        "{} (conflict 10:44).jsonl",
        "{}\\copy.jsonl",
        "übertragen [bold] \x1b[31m.jsonl",
        os.fsdecode(b"caf\xe9 {}.jsonl"),
    ],
)
def test_a_conflicted_copy_counts_by_its_content(name: str, scene: Scene) -> None:
    scene.second.rename(scene.second.with_name(name.format(scene.second.stem)))
    assert scene.share().pending == []
    assert scene.numbers == [1, 2, 3, 4]
    assert (scene.cal.learners_folder / scene.learner / scene.second.name).exists()
    assert (scene.share().taken_in, scene.numbers) == (0, [1, 2, 3, 4])


def test_what_is_set_aside_takes_no_more_room_than_it_may(
    scene: Scene, files_in: FilesIn, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sessions.store.quarantine.QUARANTINE_LIMIT", 6000)
    for number in range(40):
        scene.second.with_name(f"copy {number}.jsonl").write_bytes(b"x" * 1999 + b"\n")
    for _ in range(2):
        assert len(scene.share(thorough=True).set_aside) == 40, "each is named, kept or not"
        kept = files_in(scene.cal.folder / "quarantine")
        assert sum(map(len, kept.values())) <= 6000
        suffixes = [Path(name).suffix for name in kept]
        assert (suffixes.count(".content"), suffixes.count(".json") > 2) == (2, True)
    assert scene.numbers == [1, 2, 3, 4]


def test_a_wrong_file_is_set_aside_whatever_its_name(scene: Scene) -> None:
    scene.second.with_name(os.fsdecode(b"caf\xe9 10:44.jsonl")).write_bytes(b"{}\n")
    report = scene.share()
    (wrong,) = report.set_aside
    assert wrong.file == f"learners/{scene.learner}/caf\ufffd 10:44.jsonl"
    assert "\n".join(report.summary()).encode()
    assert scene.numbers == [1, 2, 3, 4]


def test_a_name_that_this_system_refuses_is_set_aside(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sessions.store.bucket._BANNED", frozenset("\\:\0"))
    odd = scene.second.with_name("conflict 10:44.jsonl")
    shutil.copy(scene.second, odd)
    report = scene.share()
    assert [(Path(w.file).name, w.reason) for w in report.set_aside] == [
        (odd.name, "its name cannot be used on this system")
    ]
    assert scene.numbers == [1, 2, 3, 4]


def test_a_conflicted_head_counts_by_its_content(scene: Scene) -> None:
    for head in (scene.store / "heads").iterdir():
        head.rename(head.with_name(f"{head.stem} (conflicted copy).json"))
    scene.second.unlink()
    assert [p.text for p in scene.share().pending] == [f"waiting for 2 entries of {scene.label}"]


def test_an_earlier_head_serves_while_the_newest_arrives(scene: Scene) -> None:
    newest = max((scene.store / "heads").iterdir(), key=lambda path: int(path.name.split(".")[1]))
    newest.write_bytes(newest.read_bytes()[:-9])
    report = scene.share()
    assert report.early == 2
    device = newest.name[:4]
    assert report.messages == [f"An announcement of device {device} is damaged or has not fully arrived."]


def test_a_head_of_a_newer_version_is_said_and_passed_over(scene: Scene) -> None:
    data = b'{"format":2,"device":"news"}'
    (scene.store / "heads" / f"{'Z' * 10}.1.{digest(data)}.json").write_bytes(data)
    report = scene.share()
    assert report.messages == ["An announcement of device ZZZZ was written by a newer version of this program."]
    assert scene.numbers == [1, 2, 3, 4]


def test_a_segment_sealed_again_in_other_pieces_does_no_harm(scene: Scene) -> None:
    both = scene.first.read_bytes() + scene.second.read_bytes()
    device = scene.first.name.split(".")[0]
    (scene.first.parent / f"{device}.1-4.{digest(both)}.jsonl").write_bytes(both)
    assert scene.share().taken_in == 4
    assert scene.numbers == [1, 2, 3, 4]


def named(data: bytes, device: str, first: int, last: int) -> str:
    return f"{device}.{first}-{last}.{digest(data)}.jsonl"


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        (lambda lines: [lines[1], lines[0]], "line 1: is number 4 where 3 was expected"),
        (lambda lines: [lines[0]], "it holds another number of entries than its name says"),
        (lambda lines: [lines[0], b"{}\n"], "line 2: v: Field required"),
        (lambda lines: [lines[0], lines[1][:-1]], "it ends in the middle of a line"),
        (lambda lines: [b"x" * SEGMENT_LIMIT, *lines], "it is larger than a segment may be"),
        (lambda lines: [lines[0].replace(b"Ann", b"Nan"), lines[1]], "line 2: does not follow from entry 3: "),
    ],
)
def test_a_segment_whose_name_fits_and_whose_lines_do_not(
    change: Callable[[list[bytes]], list[bytes]], reason: str, scene: Scene
) -> None:
    data = b"".join(change(scene.second.read_bytes().splitlines(keepends=True)))
    scene.second.unlink()
    scene.second.with_name(named(data, scene.first.name.split(".")[0], 3, 4)).write_bytes(data)
    (wrong,) = scene.share().set_aside
    assert wrong.reason.startswith(reason)
    assert scene.numbers == [1, 2]


def test_entries_of_another_learner_or_device_are_refused(scene: Scene) -> None:
    elsewhere = scene.store / "learners" / ("0" * 26)
    elsewhere.mkdir()
    shutil.copy(scene.first, elsewhere)
    data = scene.first.read_bytes()
    scene.first.with_name(named(data, "Z" * 10, 1, 2)).write_bytes(data)
    reasons = {wrong.reason for wrong in scene.share().set_aside}
    assert reasons == {"line 1: belongs to another device or learner"}
    assert scene.cal.learner_ids() == [scene.learner]


def test_folders_that_are_no_learners_are_left_alone(scene: Scene) -> None:
    for name in ("..hidden", "CON", "a" * 26, "0" * 25):
        shutil.copytree(scene.first.parent, scene.store / "learners" / name)
    assert scene.share().set_aside == []
    assert scene.cal.learner_ids() == [scene.learner]


def test_packs_are_taken_in_by_their_hash(scene: Scene) -> None:
    (pack,) = (scene.store / "packs").iterdir()
    whole = pack.read_bytes()
    pack.write_bytes(whole.replace(b"Minding", b"Missing"))
    (wrong,) = scene.share().set_aside
    assert (wrong.file, wrong.reason) == (f"packs/{pack.name}", "its content is not what its name says")
    assert scene.cal.caseload.rows()[0].units == 0
    pack.write_bytes(whole)
    scene.share()
    assert scene.cal.caseload.rows()[0].units == 2, "the row is worked out again when the pack has come"


def test_a_row_is_worked_out_again_too_when_only_the_pack_of_the_other_qualification_was_missing(
    ann: Workspace, scene: Scene, share_all: ShareAll, till: PinnedPack
) -> None:
    other = read_pack(json.dumps(json.loads(till.data) | {"id": "stall"}).encode())
    ann.packs.keep(other)
    ann.learner(scene.learner).enrol(other.sha, "stall", ["A"])
    share_all(ann)
    first = scene.store / "packs" / f"{till.sha}.json"
    first.rename(scene.store / "away")
    scene.share()
    (row,) = scene.cal.caseload.rows()
    assert (row.pack_id, row.also, row.units, row.missing) == ("stall", ("till",), 1, True)
    (scene.store / "away").rename(first)
    scene.share()
    (row,) = scene.cal.caseload.rows()
    assert (row.units, row.missing) == (3, False)


def test_a_pack_that_this_version_cannot_read_is_said(scene: Scene) -> None:
    data = json.dumps({"format": 9}).encode()
    (scene.store / "packs" / f"{digest(data)}.json").write_bytes(data)
    report = scene.share()
    assert report.messages == ["1 qualification there cannot be read by this version."]
    assert report.set_aside == []


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=8), inner, max_size=4),
    max_leaves=12,
)


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(
    junk=st.binary(max_size=300) | JSON.map(lambda value: json.dumps(value).encode()),
    end=st.sampled_from([b"", b"\n"]),
    where=st.sampled_from(["heads", "packs", "learners", "same"]),
    seed=st.integers(0, 2**32),
    k=st.integers(1, 10**9),
)
def test_nothing_in_the_store_stops_the_rest(
    junk: bytes, end: bytes, where: str, seed: int, k: int, scene: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = shutil.copytree(scene.store, tmp_path_factory.mktemp("hostile") / "store")
    data = junk + end
    folder = store / "learners" / scene.learner
    device = scene.first.name.split(".")[0]
    if where == "heads":
        (store / "heads" / f"{device}.{min(k, 10**9 - 1)}.{digest(data)}.json").write_bytes(data)
        (store / "heads" / "stray.json").write_bytes(data)
    elif where == "packs":
        (store / "packs" / f"{digest(data)}.json").write_bytes(data)
    elif where == "learners":
        (folder / named(data, device, min(k, 99_999_990), min(k, 99_999_990) + 1)).write_bytes(data)
        (folder / "stray.jsonl").write_bytes(data)
    else:
        whole = bytearray(scene.second.read_bytes())
        chance = Random(seed)
        whole[chance.randrange(len(whole))] ^= 1 << chance.randrange(8)
        (folder / scene.second.name).write_bytes(whole)
        (folder / named(bytes(whole), device, 3, 4)).write_bytes(whole)
    reader = Workspace(store.with_name("reader"))
    try:
        assert share(reader, FolderBucket(store)).problem is None
        held = {e.n for e in reader.learner(scene.learner).portfolio.entries.values()}
        assert {1, 2} <= held
        assert where == "same" or held == {1, 2, 3, 4}
    finally:
        reader.close()


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=JSON, row=JSON, extra=st.dictionaries(st.text(max_size=6), JSON, max_size=2))
def test_a_head_of_any_shape_does_no_harm(
    rows: object, row: object, extra: dict[str, object], scene: Scene, tmp_path_factory: pytest.TempPathFactory
) -> None:
    store = shutil.copytree(scene.store, tmp_path_factory.mktemp("hostile") / "store")
    device = "Z" * 10
    for k, learners in enumerate((rows, {scene.learner: row}, {"../..": {"segments": {"../x": 1}}}), 1):
        data = json.dumps({"format": 1, "device": device, "k": k, "learners": learners, **extra}).encode()
        (store / "heads" / f"{device}.{k}.{digest(data)}.json").write_bytes(data)
    reader = Workspace(store.with_name("reader"))
    try:
        assert share(reader, FolderBucket(store)).problem is None
        assert len(reader.learner(scene.learner).portfolio.entries) == 4
    finally:
        reader.close()


def test_a_head_that_promises_the_moon_costs_nothing(scene: Scene) -> None:
    device = "Z" * 10
    segment = f"{device}.1-99999999.{'0' * 32}.jsonl"
    row = {"last": 10_000_000, "id": "0" * 32, "segments": {segment: 1}}
    data = json.dumps({"format": 1, "device": device, "k": 1, "learners": {scene.learner: row}}).encode()
    (scene.store / "heads" / f"{device}.1.{digest(data)}.json").write_bytes(data)
    assert [p.text for p in scene.share().pending] == ["waiting for 99999999 entries of device ZZZZ"]


def test_a_damaged_head_in_the_name_of_this_device_does_no_harm(scene: Scene) -> None:
    scene.share()
    device = scene.cal.device.id
    (scene.store / "heads" / f"{device}.999999999.{'0' * 32}.json").write_bytes(b"{}")
    scene.cal.register(name="Bo Example")
    assert (scene.share().published, scene.cal.device.id) == (1, device)


RANGES = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 9)).map(lambda r: (r[0], r[0] + r[1])), max_size=6)


@given(wanted=RANGES, held=RANGES)
def test_counting_ranges_is_counting_numbers(wanted: list[tuple[int, int]], held: list[tuple[int, int]]) -> None:
    def numbers(ranges: list[tuple[int, int]]) -> set[int]:
        return {n for first, last in ranges for n in range(first, last + 1)}

    assert count_beyond(wanted, held) == len(numbers(wanted) - numbers(held))
