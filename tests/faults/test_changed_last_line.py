"""The last line of a file, which no other line's hash tells of, is changed after it was shared."""

from pathlib import Path

import pytest
from faults.carried import GIVEN_TWICE, NewDevice, Scene, notes, observe, share, wrong

from sessions.entry import NotSaved
from sessions.verify import verify


@pytest.fixture
def journal(scene: Scene) -> Path:
    """Ann's journal of Ada, of which the last line was changed after Cal took it in."""
    share(scene.store, scene.cal)
    journal = scene.ann.folder / "learners" / scene.ada / f"{scene.ann.workspace.device.id}.jsonl"
    journal.write_bytes(journal.read_bytes().replace(b"Third", b"THIRD"))
    scene.ann.workspace.close()
    scene.ann.open()
    return journal


def test_of_a_journal_it_is_named_and_nothing_is_recorded_behind_it(scene: Scene, journal: Path) -> None:
    said = f"{journal.name}: line 8: it is not what was shared"
    assert said in scene.ann.workspace.outlook(scene.ada).problems
    assert [finding.what for finding in verify(scene.ann.workspace)] == ["line 8: it is not what was shared"]
    with pytest.raises(NotSaved, match=r"damaged \(line 8: it is not"):
        observe(scene.ann, scene.ada, "After the change")
    before = sorted(scene.store.rglob("*.jsonl"))
    for thorough in (False, True):
        report, _ = share(scene.store, scene.ann, scene.cal, thorough=thorough)
        assert "is damaged and was only shared up to line 7: line 8: it is not what was shared" in report.damage[0]
        assert report.published == 0
        assert sorted(scene.store.rglob("*.jsonl")) == before
        assert notes(scene.cal, scene.ada) == ["First", "Second", "Third"]


def test_what_was_recorded_behind_it_all_the_same_is_not_shared(scene: Scene, journal: Path) -> None:
    """As an earlier version of the program left it, which did not look."""
    scene.ann.workspace.device.change(ends={})
    scene.ann.workspace.close()
    scene.ann.open()
    observe(scene.ann, scene.ada, "After the change")
    report, _ = share(scene.store, scene.ann, scene.cal)
    assert "was only shared up to line 6: lines 7 to 8 are not what was shared" in report.damage[0]
    assert notes(scene.cal, scene.ada) == ["First", "Second", "Third"]
    assert scene.ann.workspace.dirty() == [scene.ada]
    assert f"learners/{scene.ada}/{journal.name}: lines 7 to 8: they are not what was shared" in wrong(
        scene.ann, scene.store
    )


def test_moved_away_the_device_goes_on_under_a_new_id(scene: Scene, journal: Path) -> None:
    journal.unlink()
    scene.ann.workspace.close()
    scene.ann.open()
    observe(scene.ann, scene.ada, "After the change")
    share(scene.store, scene.ann, scene.cal)
    for device in (scene.ann, scene.cal):
        assert notes(device, scene.ada) == ["After the change", "First", "Second", "Third"]
        assert wrong(device, scene.store) == []


def test_an_entry_that_stands_with_two_contents_is_named(scene: Scene, new_device: NewDevice) -> None:
    copy = new_device("Ann Bell", copy_of=scene.ann)
    observe(scene.ann, scene.ada, "By the first")
    observe(copy, scene.ada, "By the copy")
    share(scene.store, scene.ann, copy, scene.cal)
    said = [finding.what for finding in verify(scene.cal.workspace) if finding.what.startswith("entry")]
    assert [what.partition(" of device")[0] for what in said] == ["entry 9", "entry 10"]
    assert all(what.endswith(GIVEN_TWICE) for what in said)
