"""What every carrier of a store does alike: a folder, and a bucket on a real server."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from sessions.learner import Learner
from sessions.session import Session
from sessions.store.bucket import Absent, Bucket, Occupied, Refused, StoreError
from sessions.store.opening import EmptyPlace, NoStore, create_store, open_store, read_store
from sessions.store.s3 import S3Bucket
from sessions.store.share import share
from sessions.verify import verify_store
from sessions.workspace import Workspace

L = "0" * 26


@pytest.fixture(params=["folder", "bucket"])
def place(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Where nothing is yet."""
    return request.getfixturevalue("address") if request.param == "bucket" else str(tmp_path / "shared")


@pytest.fixture
def root(place: str, tmp_path: Path, request: pytest.FixtureRequest) -> Path:
    """The folder in which what the carrier holds are files."""
    if not place.startswith("s3:"):
        return tmp_path / "shared"
    return request.getfixturevalue("s3_server").folder / place.rpartition("/")[2]


@pytest.fixture
def carrier(place: str, tmp_path: Path) -> Bucket:
    """A carrier with a new store."""
    assert create_store(place, tmp_path / "elsewhere")
    return open_store(place, tmp_path / "elsewhere")


def test_what_is_created_is_listed_and_read_until_it_is_removed(carrier: Bucket) -> None:
    for key in ("packs/a.json", "heads/b.json", f"learners/{L}/c.jsonl", f"erased/{L}"):
        carrier.create(key, key.encode())
        carrier.create(key, key.encode())
        prefix = key.partition("/")[0]
        assert carrier.list(prefix) == {key: len(key)}
        assert carrier.read(key, len(key)) == key.encode()
        carrier.remove(key)
        carrier.remove(key)
        assert carrier.list(prefix) == {}
        with pytest.raises(Absent):
            carrier.read(key, 9)


def test_a_learner_goes_whole_and_alone(carrier: Bucket, root: Path) -> None:
    other = "1" * 26
    for learner in (L, other):
        carrier.create(f"learners/{learner}/a.jsonl", b"1")
        for stray in (f"learners/{learner}/.b.part", f"learners/{learner}/~c", f"learners/{learner}/d/e"):
            (root / stray).parent.mkdir(exist_ok=True)
            (root / stray).write_bytes(b"1")
    carrier.clear(f"learners/{L}")
    carrier.clear(f"learners/{L}")
    left = {path.relative_to(root / "learners").parts[0] for path in root.rglob("learners/**/*") if path.is_file()}
    assert left == {other}
    assert carrier.list("learners") == {f"learners/{other}/a.jsonl": 1}


def test_a_learner_is_cleared_away_with_all_that_is_not_listed(carrier: Bucket, root: Path) -> None:
    other = "1" * 26
    for learner in (L, other):
        carrier.create(f"learners/{learner}/a.jsonl", b"1")
        for stray in (".cut-off", "~a", "x/y/z.jsonl"):
            (root / "learners" / learner / stray).parent.mkdir(parents=True, exist_ok=True)
            (root / "learners" / learner / stray).write_bytes(b"1")
    carrier.clear(f"learners/{L}")
    carrier.clear(f"learners/{L}")
    left = {path.relative_to(root / "learners").as_posix() for path in (root / "learners").rglob("*") if path.is_file()}
    assert left == {f"{other}/{name}" for name in ("a.jsonl", ".cut-off", "~a", "x/y/z.jsonl")}


def test_an_empty_file_is_one_too(carrier: Bucket) -> None:
    carrier.create(f"erased/{L}", b"")
    assert carrier.list("erased") == {f"erased/{L}": 0}
    assert carrier.read(f"erased/{L}", 0) == b""


def test_other_content_under_the_same_name(carrier: Bucket) -> None:
    carrier.create("packs/a.json", b"one")
    if isinstance(carrier, S3Bucket):  # this server cannot keep what is there, and puts the right content in its place
        carrier.create("packs/a.json", b"two")
        assert carrier.read("packs/a.json", 3) == b"two"
        return
    with pytest.raises(Occupied, match=r"packs/a\.json in the shared folder is damaged"):
        carrier.create("packs/a.json", b"two")
    assert carrier.read("packs/a.json", 3) == b"one"


def test_a_learner_is_listed_alone_and_among_all(carrier: Bucket) -> None:
    other = "1" * 26
    for learner in (L, other):
        carrier.create(f"learners/{learner}/a.jsonl", b"1")
    assert carrier.list("learners") == {f"learners/{L}/a.jsonl": 1, f"learners/{other}/a.jsonl": 1}
    assert carrier.list(f"learners/{L}") == {f"learners/{L}/a.jsonl": 1}
    assert carrier.list("learners/2") == {}


def test_only_what_lies_where_files_belong_is_listed(carrier: Bucket, root: Path) -> None:
    for stray in ("heads/.a", "heads/~a", "heads/deep/a.json", "learners/a.jsonl", f"learners/{L}/x/a.jsonl", "headsx"):
        (root / stray).parent.mkdir(parents=True, exist_ok=True)
        (root / stray).write_bytes(b"1")
    assert carrier.list("heads") == {}
    assert carrier.list("learners") == {}
    assert carrier.list(f"learners/{L}") == {}


def test_names_that_nobody_would_give_are_told_as_they_are(carrier: Bucket) -> None:
    keys = {f"heads/{name}" for name in ("a b+%20&<>'\".json", "é🙂.json", "a" * 200, "-rf *?")}
    for key in keys:
        carrier.create(key, b"1")
    assert carrier.list("heads").keys() == keys
    assert {carrier.read(key, 1) for key in keys} == {b"1"}


def test_names_never_lead_elsewhere(carrier: Bucket) -> None:
    for key in ("../out.json", "heads/../../out.json", "/out.json", "heads//a", "a/b/c/d", "heads/\0"):
        for act in (lambda k: carrier.create(k, b""), lambda k: carrier.read(k, 9), carrier.list, carrier.remove):
            with pytest.raises(Refused, match="its name cannot be used on this system"):
                act(key)


def test_more_is_listed_than_a_server_tells_at_once(carrier: Bucket, root: Path) -> None:
    folder = root / "heads"
    folder.mkdir()
    for number in range(1050):
        (folder / f"{number}.json").write_bytes(b"1")
    assert carrier.list("heads").keys() == {f"heads/{number}.json" for number in range(1050)}


def test_reading_is_bounded(carrier: Bucket) -> None:
    carrier.create("heads/a.json", b"1234")
    with pytest.raises(StoreError, match="larger than 3 bytes"):
        carrier.read("heads/a.json", 3)


# Making and entering a store -----------------------------------------------------------------------------------------


def test_a_store_is_made_once(carrier: Bucket, place: str, tmp_path: Path) -> None:
    made = read_store(carrier)
    assert json.loads(carrier.read("store.json", 99)) == {"format": 1, "id": made.id}
    assert not create_store(place, tmp_path / "elsewhere")
    assert read_store(carrier) == made
    assert str(carrier) == place


def test_a_store_is_not_made_among_other_things(place: str, root: Path, tmp_path: Path) -> None:
    root.mkdir()
    (root / "letters.txt").touch()
    with pytest.raises(NoStore, match="is no shared store"):
        read_store(open_store(place, tmp_path / "elsewhere"))
    with pytest.raises(StoreError, match="holds other things") as raised:
        create_store(place, tmp_path / "elsewhere")
    assert not raised.value.later
    assert [path.name for path in root.iterdir()] == ["letters.txt"]


def test_of_two_who_begin_a_store_at_once_both_know_which_one_stands(
    place: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    kind = type(open_store(place, tmp_path / "elsewhere"))
    create = kind.create
    first = []

    def late(self: Bucket, key: str, data: bytes) -> None:
        monkeypatch.setattr(kind, "create", create)
        assert create_store(place, tmp_path / "elsewhere")
        first.append(read_store(self))
        create(self, key, data)  # type: ignore[arg-type]

    monkeypatch.setattr(kind, "create", late)
    made = create_store(place, tmp_path / "elsewhere")
    assert made == (read_store(open_store(place, tmp_path / "elsewhere")) not in first)


def test_nothing_is_written_where_no_store_is(place: str, root: Path, ann: Workspace, ada: Learner) -> None:
    root.mkdir()
    report = share(ann, open_store(place, ann.folder))
    assert isinstance(report.cause, EmptyPlace)
    assert str(report.problem).endswith("nothing was written.")
    assert report.later
    assert list(root.iterdir()) == []


def test_another_store_is_not_written_to(carrier: Bucket, place: str, ann: Workspace, ada: Learner, root: Path) -> None:
    assert share(ann, carrier).problem is None
    carrier.remove("store.json")
    (root / "store.json").write_bytes(b'{"format":1,"id":"' + b"7" * 26 + b'"}')
    before = sorted(root.rglob("*"))
    ann.register(name="Bo Example")
    report = share(ann, carrier)
    assert (report.later, report.summary()) == (False, [])
    assert str(report.problem).startswith("That is another shared store")
    assert sorted(root.rglob("*")) == before


# Sharing -------------------------------------------------------------------------------------------------------------


def converge(carrier: Bucket, *workspaces: Workspace) -> None:
    """Everybody shares until nobody has anything to share; all must hold the same then."""
    for _ in range(2):
        for workspace in workspaces:
            report = share(workspace, carrier)
            assert (report.problem, report.set_aside, report.damage) == (None, [], [])
    first, *others = workspaces
    for other in others:
        assert other.learner_ids() == first.learner_ids()
        for learner in first.learner_ids():
            assert other.learner(learner).portfolio == first.learner(learner).portfolio
    assert [workspace.dirty() for workspace in workspaces] == [[]] * len(workspaces)


def test_two_workspaces_end_with_the_same_portfolios(
    carrier: Bucket, ann: Workspace, cal: Workspace, ada: Learner, observe: Callable[..., Session], root: Path
) -> None:
    observe(ann, ada.id, "Greets a customer")
    converge(carrier, ann, cal)
    observe(cal, ada.id, "Counts the change")
    observe(ann, ada.id, "Packs the bag").undo()
    cal.register(name="Bo Example")
    converge(carrier, ann, cal)
    assert len(ann.learner(ada.id).portfolio.entries) == 9
    assert verify_store(ann, carrier) == []
    before = sorted(root.rglob("*"))
    assert [share(workspace, carrier).published for workspace in (ann, cal)] == [0, 0]
    assert sorted(root.rglob("*")) == before
    assert len(list((root / "heads").iterdir())) == 4, "the last two of each device"


def test_what_others_left_there_is_set_aside_and_the_rest_goes_on(
    carrier: Bucket, ann: Workspace, cal: Workspace, ada: Learner
) -> None:
    strange = [f"learners/{ada.id}/\x1b[31m.jsonl", f"learners/{ada.id}/..jsonl", "heads/%2e%2e.json"]
    carrier.create(strange[0], b"{}\n")
    carrier.create(strange[1].replace("..jsonl", "x..jsonl"), b"[" * 5000 + b"\n")
    carrier.create(strange[2], b"\xff")
    carrier.create("learners/nobody/a.jsonl", b"{}\n")
    assert share(ann, carrier).problem is None
    report = share(cal, carrier)
    assert (report.problem, report.taken_in) == (None, 2)
    assert len(report.set_aside) == 2
    assert cal.learner(ada.id).portfolio == ann.learner(ada.id).portfolio
