"""Files that come late for somebody who came late too, and a record that went on in many ways at once."""

import pytest
from faults.carried import NewDevice, Scene, notes, observe, share

from sessions.bodies import Detail
from sessions.entry import write_line
from unitdata import digest


def test_the_last_file_is_late_for_a_newcomer_and_others_shared_meanwhile(
    scene: Scene, new_device: NewDevice, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Eve knew Ann's announcement when Ada meant nothing to her: it is not forgotten that it holds something now."""
    monkeypatch.setattr("sessions.store.share.SMALL", 0)
    scene.cal.workspace.device.ask_for(learners=[scene.ada])
    eve = new_device("Eve Frost")
    eve.workspace.device.ask_for(colleagues=["Cal Dean"])
    share(scene.store, scene.cal, eve)
    late = scene.segments[3].rename(scene.store / "late")
    observe(scene.cal, scene.ada, "By Cal")
    _, first, second = share(scene.store, scene.cal, eve, eve)
    for report in (first, second):
        assert [pending.text for pending in report.pending] == [f"waiting for 2 entries of {scene.label}"]
    late.rename(scene.segments[3])
    share(scene.store, eve)
    assert notes(eve, scene.ada) == ["By Cal", "First", "Second", "Third"]


def test_more_ways_of_one_record_than_are_written_at_once(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each overlaps those before, also those that have their names by then."""
    monkeypatch.setattr("sessions.store.take_in._AT_ONCE", 2)
    at, by = scene.ann.clock(), scene.ann.workspace.device.state.me or ""
    for number in range(7):
        said = Detail(field="place", value=f"Branch {number}")
        line = write_line(said, device="ABCDEFGHJK", n=1, prev=None, at=at, by=by, learner=scene.ada) + b"\n"
        (scene.store / "learners" / scene.ada / f"ABCDEFGHJK.1-1.{digest(line)}.jsonl").write_bytes(line)
    (report,) = share(scene.store, scene.cal)
    assert report.taken_in == 8 + 7
    (report,) = share(scene.store, scene.cal, thorough=True)
    assert report.taken_in == 0
