"""Everything this program does to a disk, in short scenes."""

import errno
import shutil
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from faults.stage import STORE, Fact, NotShared, Stage

from sessions.erasing import erase
from sessions.rows import refresh
from sessions.store.bucket import StoreError
from sessions.store.opening import create_store

Scene = Callable[[Stage], None]


def first_entry(stage: Stage) -> None:
    stage.register("ann", "Bo Example")


def later_entries(stage: Stage) -> None:
    session = stage.under_way("ann")
    assert session
    stage.recorded("ann", session.note("Counts the change into the hand"))
    stage.recorded("ann", session.judge(["A/1.1"], "met"))


def session_opened(stage: Stage) -> None:
    stage.visit("ann", stage.ada)


def text_typed(stage: Stage) -> None:
    session = stage.under_way("ann")
    assert session
    for number in range(3):
        stage.type("ann", session, number)
    stage.recorded("ann", session.note("typed 3", draft="D" * 26))
    stage.on("ann").drafts.drop(session.id, "note")


def carried_over(stage: Stage) -> None:
    """With a visit under way, which goes on with the edition that it was opened with."""
    stage.carry_over("ann", stage.ada)
    later_entries(stage)


def published(stage: Stage) -> None:
    stage.share("ann")


def taken_in(stage: Stage) -> None:
    stage.share("cal")


def shared_where_files_have_one_name_each(stage: Stage) -> None:
    with mock.patch("os.link", side_effect=OSError(errno.EPERM, "Operation not permitted")):  # as on many sticks
        stage.share("ann")
        stage.share("cal")


def caseload_saved(stage: Stage) -> None:
    refresh(stage.on("ann"), stage.on("ann").learner_ids())


def people_changed(stage: Stage) -> None:
    for name in ("Dee Other", "Dee Another"):
        stage.on("ann").device.change_me(name, "DO", "qualified")
        stage.say(Fact("at work", "ann", name))


def workspace_made(stage: Stage) -> None:
    stage.work("new", "Eve Sample")
    stage.visit("new", stage.register("new", "Bo Example").id)


def store_made(stage: Stage) -> None:
    try:
        create_store(stage.folder / "centre" / "other", stage.folder / "ann")
    except StoreError as error:
        raise NotShared(str(error)) from None
    stage.share("ann", "centre/other", join=True)


def torn_line_cut_off(stage: Stage) -> None:
    later_entries(stage)


def going_on_as_a_copy(stage: Stage) -> None:
    stage.share("copy")


def shared_with_an_older_store(stage: Stage) -> None:
    stage.share("ann")


def without_its_device_file(stage: Stage) -> None:
    stage.work("ann", "Ann Sample")
    stage.visit("ann", stage.ada)


def erased(stage: Stage) -> None:
    ada = stage.ada
    erase(stage.on("ann"), ada)
    stage.say(Fact("erased", "ann", ada))
    stage.share("ann")


def erased_elsewhere(stage: Stage) -> None:
    ada = stage.ada
    stage.share("cal")
    erase(stage.on("cal"), ada)
    stage.say(Fact("erased", "cal", ada))


# What goes before some of them ---------------------------------------------------------------------------------------


def _ann_shares(stage: Stage) -> None:
    stage.share("ann")


def _cal_shares(stage: Stage) -> None:
    stage.share("cal")


def _ann_shares_much(stage: Stage) -> None:
    for number in range(2):
        stage.register("ann", f"Cy Example {number}")
    stage.share("ann")


def _torn(stage: Stage) -> None:
    own = stage.on("ann").device.id
    journal = stage.folder / "ann" / "learners" / stage.ada / f"{own}.jsonl"
    journal.write_bytes(journal.read_bytes() + b'{"v":1,"dev')


def _copied(stage: Stage) -> None:
    shutil.copytree(stage.folder / "ann", stage.folder / "copy")
    stage.visit("copy", stage.ada)
    stage.share("ann")


def _restored(stage: Stage) -> None:
    shutil.copytree(stage.folder / STORE, stage.folder / "backup")
    stage.share("ann")
    shutil.rmtree(stage.folder / STORE)
    (stage.folder / "backup").rename(stage.folder / STORE)


def _device_file_lost(stage: Stage) -> None:
    (stage.folder / "ann" / "device.json").unlink()


def _ada_erased(stage: Stage) -> None:
    erase(stage.on("ann"), stage.ada)
    stage.share("ann")


SCENES: dict[Scene, Scene] = {
    first_entry: _ann_shares,
    later_entries: _ann_shares,
    session_opened: lambda stage: None,
    text_typed: lambda stage: None,
    carried_over: lambda stage: None,
    published: _cal_shares,
    taken_in: _ann_shares_much,
    shared_where_files_have_one_name_each: lambda stage: None,
    caseload_saved: lambda stage: None,
    people_changed: lambda stage: None,
    workspace_made: lambda stage: None,
    store_made: lambda stage: None,
    torn_line_cut_off: _torn,
    going_on_as_a_copy: _copied,
    shared_with_an_older_store: _restored,
    without_its_device_file: _device_file_lost,
    erased: lambda stage: None,
    erased_elsewhere: _ada_erased,
}
"""Each with what goes before it."""


MAY_RAISE: frozenset[Scene] = frozenset(
    {first_entry, session_opened, text_typed, carried_over, caseload_saved, people_changed}
    | {workspace_made, without_its_device_file, erased, erased_elsewhere}
)
"""Those that call what says of itself that it raises OSError: keeping a pack, opening a session, saving a draft or the
caseload, changing the device, erasing. All else says in words of its own what happened."""


def prepare(scene: Scene, at_first: Path, folder: Path) -> list[Fact]:
    """Make a folder in which a scene can begin, from what `set_up` made; everything that users were told by then."""
    shutil.copytree(at_first, folder)
    stage = Stage(folder, day=1)
    SCENES[scene](stage)
    told = [Fact("recorded", name, value) for name in stage.names for value in stage.held(name)]
    stage.close()
    return told
