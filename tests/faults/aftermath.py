"""What must hold wherever the program was stopped: everything that was promised, seen from outside."""

from pathlib import Path

from faults.carried import GIVEN_TWICE
from faults.stage import STORE, Fact, Stage

from sessions import disk
from sessions.rows import current_rows, rebuild
from sessions.store.bucket import FolderBucket
from sessions.store.erased import erased_learners
from sessions.store.share import share
from sessions.verify import Finding, verify, verify_store

TORN = "it ends in the middle of a line"


def check(folder: Path, told: list[Fact]) -> None:
    """Start everything in a folder again, and hold it to what users were told before."""
    stage = Stage(folder, day=4)
    try:
        names = stage.names
        for name in names:
            starts_again(stage, name, [fact for fact in told if fact.where == name])
        stores_give(stage, told)
        all_meet(stage, names)
    finally:
        stage.close()


def starts_again(stage: Stage, name: str, told: list[Fact]) -> None:
    """Everything a device told its user still stands there."""
    workspace = stage.on(name)
    assert all(TORN in finding.what for finding in _findings(verify(workspace)))
    rows, held = current_rows(workspace), stage.held(name)
    assert _findings(verify(workspace)) == []
    assert {row.learner for row in rows} == {learner for learner, _ in held}
    assert all(row.name and not row.missing for row in rows)
    erased = workspace.erasures.hidden
    assert {fact.value for fact in told if fact.what == "erased"} <= erased
    assert {fact.value for fact in told if fact.what == "recorded" and fact.value[0] not in erased} <= held
    assert workspace.device.next_number() not in [fact.value for fact in told if fact.what == "numbered"]
    assert workspace.device.me or not [fact for fact in told if fact.what == "at work"]
    for learner, session, number in [fact.value for fact in told if fact.what == "kept"]:
        draft = workspace.drafts.load(session, "note")
        visit = workspace.learner(learner).portfolio.visits[session]
        assert any(entry.draft for entry in visit.entries) or (draft and int(draft.text.split()[1]) >= number)
    assert [*workspace.folder.glob(f"*{disk.TEMPORARY}"), *workspace.folder.glob(f"*/*{disk.TEMPORARY}")] == []


def stores_give(stage: Stage, told: list[Fact]) -> None:
    """Every store is valid as it stands, and gives a newcomer all that a device was told is shared there."""
    for number, where in enumerate(stage.stores):
        name, bucket = f"newcomer {number}", FolderBucket(stage.folder / where)
        report = share(stage.on(name), bucket)
        assert (report.problem, report.pending, report.set_aside, report.messages) == (None, [], [], [])
        assert _findings(verify_store(stage.on(name), bucket)) == []
        hidden = erased_learners(bucket)
        shared = {value for fact in told if (fact.what, fact.where) == ("shared", where) for value in fact.value}
        assert {(learner, id_) for learner, id_ in shared if learner not in hidden} <= stage.held(name)


def all_meet(stage: Stage, names: list[str]) -> None:
    """The next share of each completes; after one more round all hold the same, and nothing is left to share."""
    bucket = FolderBucket(stage.folder / STORE)
    for name in [*names, *names[:-1], "newcomer"]:
        report = share(stage.on(name), bucket, join=True)
        assert (report.problem, report.damage, report.set_aside) == (None, [], [])
    everything = stage.held("newcomer")
    for name in names:
        workspace = stage.on(name)
        assert stage.held(name) == everything
        assert workspace.dirty() == []
        assert not any(workspace.unshared(learner) for learner in workspace.learner_ids())
        rows = current_rows(workspace)
        rebuild(workspace)
        assert current_rows(workspace) == rows
        assert _findings(verify(workspace)) == []
        if workspace.erasures.confirmed:
            assert _traces(workspace.folder) == []
    if erased_learners(bucket):
        assert _traces(bucket.root) == []
    assert _findings(verify_store(stage.on("newcomer"), bucket)) == []


def _findings(found: list[Finding]) -> list[Finding]:
    """What verify found, but for what a workspace and its copy cannot help."""
    return [finding for finding in found if not finding.what.endswith(GIVEN_TWICE)]


def _traces(folder: Path) -> list[Path]:
    """Files that still say something of the learner who was erased."""
    return [path for path in folder.rglob("*") if path.is_file() and b"Ada Example" in path.read_bytes()]
