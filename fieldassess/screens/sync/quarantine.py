"""What was set aside in sharing: which file of whose device, when, why, and what to do about it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import ClassVar, Final

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.commands import Back, Command
from fieldassess.commands.sync import LetGo
from fieldassess.dates import show_date
from fieldassess.screens.records import RecordsPage
from fieldassess.text import counted
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.store.bucket import claimed_hash
from sessions.store.held import Held
from sessions.store.known import read_known
from sessions.store.own import own_devices
from sessions.store.quarantine import Kept, let_go, read_quarantine
from sessions.workspace import Workspace

_HEALED: Final = "A good one has come since: nothing is missing any more. Press x to take this off the list."


@dataclass(frozen=True)
class Found:
    """What was set aside, latest first, and what the learners and devices it names are called, by id.

    `healed`: the names of those files of which a good one has come since.
    """

    kept: tuple[Kept, ...]
    names: Mapping[str, str]
    healed: frozenset[str]


class SetAside(RecordsPage[None]):
    """The files in the shared store that are not what they should be."""

    TITLE = "Set aside"
    HELP = """A file in the shared store that is not what its name or its announcement says does not count. It stays \
where it is; what was wrong with it is kept here, with a copy while there is room.

Once the file was removed from the shared store, its device puts it there again with its next \
thorough share: Look at everything, on its sharing screen. Once the good one has come here too, that is said; x then \
takes it off this list."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (LetGo, Back)

    head = getters.query_one(Head)
    rows = getters.query_one(Rows)

    def __init__(self) -> None:
        super().__init__()
        self._kept: tuple[Kept, ...] = ()

    def body(self) -> ComposeResult:
        yield Head("Set aside")
        yield Rows(empty="Nothing is set aside.")

    def possible(self, command: type[Command]) -> bool | None:
        return bool(self._kept) if command is LetGo else True

    def read(self) -> Found:
        workspace = self.app.workspace
        names = workspace.names() | read_known(workspace.folder).devices
        own = dict.fromkeys(own_devices(workspace), "this device")
        kept = tuple(read_quarantine(workspace.folder))
        healed = frozenset(each.name for each in kept if _is_healed(workspace, each))
        return Found(kept, names | own, healed)

    @on(RecordsPage.Read)
    def _was_read(self, event: RecordsPage.Read) -> None:
        found: Found = event.found
        self._kept = found.kept
        self.head.show("Set aside", counted(len(found.kept), "file") if found.kept else "")
        self.rows.set_rows([_row(kept, found.names, healed=kept.name in found.healed) for kept in found.kept])
        self.refresh_bindings()

    @work
    async def action_let_go_command(self) -> None:
        workspace = self.app.workspace
        here = next((kept for kept in self._kept if kept.name == self.rows.cursor_key), None)
        if here is None:
            return
        try:
            await self.app.in_background(lambda: let_go(workspace.folder, here))
        except OSError as error:
            self.app.notify(f"It is still on the list: {error.strerror or error}.", severity="error")
        self.read_again()


def _is_healed(workspace: Workspace, kept: Kept) -> bool:
    """Whether a good file of that name is here now: a share looks at it no more."""
    file = kept.file.rpartition("/")[2]
    if kept.learner:
        return file in Held(workspace, kept.learner)
    sha = claimed_hash(file)
    return kept.device is None and sha is not None and workspace.packs.path(sha).exists()


def _row(kept: Kept, names: Mapping[str, str], *, healed: bool) -> Row:
    about = names.get(kept.learner, "a learner not known here") if kept.learner else "a qualification"
    more: list[Text] = [
        content(kept.file, MUTED),
        _HEALED if healed else _what_to_do(kept, names),
        f"A copy is kept in quarantine/{kept.copy}." if kept.copy else "No copy is kept.",
    ]
    mark = content("✓ ", GOOD) if healed else content("! ", WARN)
    body = join(mark, f"{about}: {kept.reason}")
    return Row(kept.name, body, right=content(f"{show_date(kept.at.date())} {kept.at:%H:%M}", MUTED), more=lines(more))


def _what_to_do(kept: Kept, names: Mapping[str, str]) -> str:
    if kept.device:
        device = names.get(kept.device, f"device {kept.device[:4]}")
        return f"Remove it from the shared store: {device} puts it there again with its next thorough share."
    if kept.learner:
        return "It does not bear the name of any device: remove it from the shared store."
    return "Remove it from the shared store: a device that uses it puts it there again with its next thorough share."
