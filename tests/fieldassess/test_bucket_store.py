"""Sharing through a bucket, from the command line and from the app."""

import json
import socket
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from s3_server import KEY, SECRET, Server

from fieldassess.app import FieldAssess
from fieldassess.cli import main
from fieldassess.config import Settings
from fieldassess.screens.sync.screen import Sync
from sessions.store.opening import create_store
from sessions.workspace import Workspace

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    def run_(*argv: str) -> tuple[int, str, str]:
        code = main(argv)
        said = capsys.readouterr()
        return code, said.out, said.err

    return run_


@pytest.fixture
def recorded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A workspace with one learner, which commands are about when none is named."""
    folder = tmp_path / "ann"
    monkeypatch.setenv("FIELDASSESS_WORKSPACE", str(folder))
    ann = Workspace(folder)
    ann.device.become("Ann Bell", "AB", "qualified")
    ann.register(name="Ada Example")
    ann.close()
    return folder


@pytest.fixture
def no_network(aws: pytest.MonkeyPatch, address: str, monkeypatch: pytest.MonkeyPatch) -> str:
    """An address to which no way leads."""
    with socket.create_server(("127.0.0.1", 0)) as taken:
        aws.setenv("AWS_ENDPOINT_URL", f"http://127.0.0.1:{taken.getsockname()[1]}")
    monkeypatch.setattr("sessions.store.s3.TRIES", 1)
    return address


def kept_in(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_two_devices_share_through_a_bucket(run: Run, recorded: Path, address: str, tmp_path: Path) -> None:
    code, out, err = run("store", "create", address, "--json")
    assert (code, json.loads(out), err) == (0, {"created": True, "folder": address}, "")
    assert run("store", "create", address)[:2] == (0, "That is a shared store already; nothing was changed.\n")
    assert run("sync", "--store", f"{address}/")[:2] == (
        0,
        "Shared 1 entry about 1 learner.\nNothing new from others.\n",
    )
    code, out, _ = run("sync", "--store", address, "--workspace", str(tmp_path / "cal"), "--json")
    assert (code, json.loads(out)["taken_in"]) == (0, 1)
    assert run("sync")[0] == 0, "the address is remembered"
    assert run("verify") == (0, "", "nothing wrong was found\n")
    assert json.loads((recorded / "settings.json").read_bytes())["store"] == address
    assert KEY.encode() not in kept_in(tmp_path)
    assert SECRET.encode() not in kept_in(tmp_path)


def test_an_address_with_credentials_is_refused_and_kept_nowhere(run: Run, recorded: Path) -> None:
    for command in (("store", "create"), ("sync", "--store"), ("verify", "--store")):
        code, out, err = run(*command, f"s3://{KEY}:{SECRET}@centre/records")
        assert (code, out) == (2, "")
        assert "leave keys and passwords out" in err
        assert SECRET not in err
    assert SECRET.encode() not in kept_in(recorded)


def test_without_a_network_it_is_for_later(run: Run, recorded: Path, no_network: str) -> None:
    for command in (("store", "create"), ("sync", "--store"), ("verify", "--store")):
        code, _, err = run(*command, no_network)
        assert code == 3
        assert "The bucket does not answer. Is there a network?" in err
    assert not (recorded / "settings.json").exists()


def test_without_the_library_it_says_what_to_install(run: Run, recorded: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "boto3.session", None)
    code, _, err = run("sync", "--store", "s3://centre/records")
    assert (code, err) == (
        2,
        "fieldassess: Sharing through a bucket needs one more package: pip install 'fieldassess[s3]', or boto3.\n",
    )


def test_an_address_where_nothing_is_yet(run: Run, recorded: Path, address: str, s3_server: Server) -> None:
    code, _, err = run("sync", "--store", address)
    assert code == 3
    assert err == (
        "fieldassess: There is nothing at that address in the bucket yet; nothing was written. "
        "To begin a new store there: fieldassess store create STORE\n"
    )


# In the app ----------------------------------------------------------------------------------------------------------


def said(app: FieldAssess, screen_text: Any) -> str:
    return " ".join(" ".join(screen_text(app)).replace("│", "").split())


async def test_a_bucket_is_chosen_made_and_shared_with(
    caseload: Workspace, press: Any, screen_text: Any, address: str
) -> None:
    app = FieldAssess(caseload, start=Sync)
    async with app.run_test() as pilot:
        await press(pilot, "c")
        app.screen.query_one("#field-folder").fill(address)  # type: ignore[attr-defined]
        await press(pilot, "enter")
        assert "look at the spelling" in said(app, screen_text)
        await press(pilot, "m")
        assert app.settings.store == address
        shown = screen_text(app)
        assert shown[1].strip() == "Shared bucket"
        assert "It is reached for when you share." in "\n".join(shown)
        await press(pilot, "s")
        assert "✓ all shared" in "\n".join(screen_text(app))
    assert caseload.dirty() == []


async def test_an_address_with_credentials_is_asked_for_again(caseload: Workspace, press: Any) -> None:
    app = FieldAssess(caseload, start=Sync)
    async with app.run_test() as pilot:
        await press(pilot, "c")
        app.screen.query_one("#field-folder").fill(f"s3://{KEY}:{SECRET}@centre")  # type: ignore[attr-defined]
        await press(pilot, "enter")
        (note,) = app._notifications
        assert "leave keys and passwords out" in note.message
        assert SECRET not in note.message
        assert app.settings.store is None
    assert SECRET.encode() not in kept_in(caseload.folder)


async def test_the_network_is_left_alone_until_it_is_asked_for(
    caseload: Workspace, press: Any, screen_text: Any, no_network: str
) -> None:
    app = FieldAssess(caseload, settings=Settings(store=no_network), start=Sync)
    async with app.run_test() as pilot:
        await press(pilot)
        assert "It is reached for when you share." in "\n".join(screen_text(app))
        await press(pilot, "s")
        shown = "\n".join(screen_text(app))
        assert "! The bucket does not answer. Is there a network?" in shown
        assert "! Not complete" in shown


async def test_another_store_in_a_bucket_is_joined_only_when_asked_for(
    caseload: Workspace, press: Any, screen_text: Any, address: str
) -> None:
    create_store(address, caseload.folder)
    caseload.device.change(store="0" * 26)
    app = FieldAssess(caseload, settings=Settings(store=address), start=Sync)
    async with app.run_test() as pilot:
        await press(pilot, "s")
        assert "Press s to share with it from now on" in said(app, screen_text)
        await press(pilot, "s", "b")
        assert caseload.device.state.store == "0" * 26
        await press(pilot, "s", "j")
        assert "✓ all shared" in "\n".join(screen_text(app))
    assert caseload.device.state.store != "0" * 26
