"""Who shares, and how many of their learners are not here."""

from collections.abc import Callable

import pytest

from sessions.store.colleagues import Colleague, colleagues
from sessions.store.known import keep_known, read_known
from sessions.store.own import own_devices
from sessions.store.share import ShareReport
from sessions.workspace import Workspace

ShareAll = Callable[..., list[ShareReport]]


@pytest.fixture(autouse=True)
def shared(
    monkeypatch: pytest.MonkeyPatch, ann: Workspace, eve: Workspace, cal: Workspace, share_all: ShareAll
) -> None:
    """Ann has two learners and Eve one; Cal has none, and none of theirs."""
    monkeypatch.setattr("sessions.store.share.SMALL", 0)
    for workspace, name in ((ann, "Ada Example"), (ann, "Bo Example"), (eve, "Cy Example")):
        workspace.register(name=name)
    share_all(eve, ann, cal)


def known_to(workspace: Workspace) -> list[Colleague]:
    return colleagues(read_known(workspace.folder), own_devices(workspace))


def test_each_is_named_with_the_number_of_their_learners_who_are_not_here(cal: Workspace, share_all: ShareAll) -> None:
    assert [(each.name, each.people[0].initials, each.elsewhere) for each in known_to(cal)] == [
        ("Ann Bell", "AB", 2),
        ("Eve Frost", "EF", 1),
    ]
    cal.device.ask_for(colleagues=[known_to(cal)[0].who])
    share_all(cal)
    assert [(each.name, each.elsewhere) for each in known_to(cal)] == [("Ann Bell", 0), ("Eve Frost", 1)]


def test_two_devices_of_one_colleague_are_asked_for_as_one(
    ann: Workspace, cal: Workspace, share_all: ShareAll, open_workspace: Callable[..., Workspace]
) -> None:
    tablet = open_workspace("tablet", "Ann Bell")
    tablet.register(name="Di Example")
    share_all(tablet, cal)
    first = known_to(cal)[0]
    assert (first.name, first.elsewhere) == ("Ann Bell", 3)
    assert set(first.devices) == {ann.device.id, tablet.device.id}
    assert [first.goes_by(who) for who in ("ann bell", "AB", tablet.device.id[:4], "Eve Frost", "")] == [
        True, True, True, False, False,
    ]  # fmt: skip


def test_a_device_of_which_nobody_is_known_to_be_at_work_on_it_is_asked_for_by_its_id(
    ann: Workspace, cal: Workspace, share_all: ShareAll
) -> None:
    keep_known(cal.folder, read_known(cal.folder).model_copy(update={"owners": {}}))
    unknown = next(each for each in known_to(cal) if each.devices == (ann.device.id,))
    assert (unknown.name, unknown.who) == (f"AB's device {ann.device.id[:4]}", ann.device.id)
    cal.device.ask_for(colleagues=[unknown.who])
    share_all(cal)
    assert [row.name for row in cal.caseload.rows()] == ["Ada Example", "Bo Example"]
