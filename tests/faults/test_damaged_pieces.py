"""Pieces that were damaged, in the store or on a device: the rest goes on, and what is good anywhere comes back."""

import pytest
from faults.carried import Scene, notes, observe, share, wrong

from sessions.verify import verify


@pytest.mark.parametrize("which", [0, 1, 3])
def test_a_damaged_file_in_the_store_stops_no_later_entries(which: int, scene: Scene) -> None:
    segment = scene.segments[which]
    segment.write_bytes(segment.read_bytes()[:50])
    observe(scene.ann, scene.ada, "Afterwards")
    share(scene.store, scene.ann)
    (report,) = share(scene.store, scene.ann, thorough=True)
    share(scene.store, scene.cal)
    assert notes(scene.cal, scene.ada) == ["Afterwards", "First", "Second", "Third"]
    assert report.published == 0, "in other pieces than before, and nothing twice"
    assert scene.ann.workspace.unshared(scene.ada) == 0


def test_a_single_entry_whose_file_was_damaged_is_put_there_with_its_neighbour(scene: Scene) -> None:
    scene.ann.workspace.learner(scene.ada).set_detail("place", "North")
    share(scene.store, scene.ann)
    (single,) = scene.store.rglob("*.9-9.*.jsonl")
    single.write_bytes(b"{}")
    (report,) = share(scene.store, scene.ann, thorough=True)
    assert f"{single.name} in the shared folder is damaged" in report.damage[0]
    share(scene.store, scene.cal)
    assert scene.cal.workspace.learner(scene.ada).portfolio.detail("place") == "North"


def test_an_entry_whose_mark_was_lost_is_found_though_old_pieces_came_back(scene: Scene) -> None:
    away = [(path, path.read_bytes()) for path in scene.segments[1:]]
    for path, _ in away:
        path.unlink()
    share(scene.store, scene.ann, thorough=True)
    for path, data in away:
        path.write_bytes(data)
    observe(scene.ann, scene.ada, "One more")
    (report,) = share(scene.store, scene.ann)
    assert report.published == 2, "entries, not pieces"
    scene.ann.workspace.learner(scene.ada).set_detail("place", "North")
    (scene.ann.folder / "dirty" / scene.ada).unlink()
    scene.ann.workspace.close()
    scene.ann.open()
    (report,) = share(scene.store, scene.ann, thorough=True)
    assert report.published == 1


def test_a_piece_that_was_damaged_here_is_named_and_taken_in_again(scene: Scene) -> None:
    share(scene.store, scene.cal)
    held = scene.cal.folder / scene.segments[3].relative_to(scene.store)
    held.write_bytes(held.read_bytes().replace(b"Third", b"THIRD"))
    scene.cal.workspace.close()
    scene.cal.open()
    said = f"{held.name}: its content is not what its name says"
    assert said in scene.cal.workspace.outlook(scene.ada).problems
    (report,) = share(scene.store, scene.cal, thorough=True)
    assert [wrong.reason for wrong in report.set_aside] == [
        "the copy on this device was damaged, and is taken in again"
    ]
    assert scene.complete()
    assert said not in scene.cal.workspace.outlook(scene.ada).problems
    assert wrong(scene.cal, scene.store) == []


def test_a_piece_that_was_damaged_here_stays_where_nobody_else_has_it(scene: Scene) -> None:
    share(scene.store, scene.cal)
    held = scene.cal.folder / scene.segments[3].relative_to(scene.store)
    held.write_bytes(held.read_bytes().replace(b"Third", b"THIRD"))
    scene.segments[3].unlink()
    share(scene.store, scene.cal, thorough=True)
    assert [finding.what for finding in verify(scene.cal.workspace)] == ["its content is not what its name says"]
