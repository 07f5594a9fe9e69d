"""Reading a handbook: which file, how far it is, and what came of it."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar, Final
from urllib.parse import unquote

from textual import getters, on, work
from textual.app import ComposeResult
from textual.message import Message
from textual.worker import get_current_worker

from fieldassess.app import FieldAssess
from fieldassess.commands import Command
from fieldassess.commands.packs import GiveUpReading
from fieldassess.widgets.bar import bar
from fieldassess.widgets.dialog import Box, Form
from fieldassess.widgets.fields import LineField
from fieldassess.widgets.files import FileNames
from fieldassess.widgets.plain import BAD, PlainStatic, content, join

if TYPE_CHECKING:
    from unitdata.handbook import Report

_BAR: Final = 20
_ABOUT: Final = (
    "Text, Markdown, Word (.docx), PDF or HTML. The file stays where it is and is not shared; what is read from it is "
    "shown before anything is kept. The right arrow takes a name that is offered."
)
_ENDINGS: Final = (".pdf", ".docx", ".html", ".htm", ".md", ".txt")
_SUCH_AS: Final = "~/Downloads/handbook.pdf"


class _GivenUp(Exception):
    pass


class Reading(Box["Report | str | None"]):
    """Reads a handbook beside everything else. The result: its report, why it cannot be read, or None if given up."""

    TITLE = "Reading a handbook"
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (GiveUpReading,)

    class Progressed(Message):
        """So many of so many pages are read; of none where that is not known."""

        def __init__(self, done: int, of: int) -> None:
            super().__init__()
            self.done, self.of = done, of

    class Ended(Message):
        """The reading came to a report, or to why there is none."""

        def __init__(self, found: "Report | str") -> None:
            super().__init__()
            self.found = found

    progress = getters.query_one("#text", PlainStatic)

    def __init__(self, file: str, scheme: str) -> None:
        """Read the file as it was typed, as the layout `scheme`; empty: found out from what it says."""
        super().__init__(f"Reading {Path(file).name}")
        self._file, self._scheme = file, scheme

    def body(self) -> ComposeResult:
        yield PlainStatic("Looking at the file…", id="text")

    def on_mount(self) -> None:
        self._read()

    @work(thread=True, group="reading")
    def _read(self) -> None:
        from unitdata.handbook import Unreadable, read_handbook

        worker = get_current_worker()

        def progress(done: int, of: int) -> None:
            if worker.is_cancelled:
                raise _GivenUp
            self.post_message(self.Progressed(done, of))

        try:
            self.post_message(self.Ended(read_handbook(named_file(self._file), self._scheme, progress=progress)))
        except Unreadable as error:
            self.post_message(self.Ended(str(error)))
        except _GivenUp:
            pass

    @on(Progressed)
    def _progressed(self, event: Progressed) -> None:
        if event.of:
            said = f" {event.done} of {event.of} pages" if event.done < event.of else " Finding units and statements…"
            self.progress.show(join(bar(event.done, event.of, _BAR), said))

    @on(Ended)
    def _ended(self, event: Ended) -> None:
        if self.is_current:  # it may have been given up in that very moment
            self.dismiss(event.found)

    def action_give_up_reading_command(self) -> None:
        self.dismiss(None)


async def ask_for_handbook(app: FieldAssess) -> str | None:
    """Ask for a handbook, read it and show what came of it; the hash of a qualification kept, if one was.

    For a worker.
    """
    from fieldassess.screens.packs.report import HandbookReport, kept_here

    file = ""
    found: Report | str | None = ""
    while isinstance(found, str):
        values = await app.push_screen_wait(_file_form(file, found))
        if values is None:
            return None
        file = values["file"]
        found = await app.push_screen_wait(Reading(file, ""))
    if found is None:
        return None
    return await app.push_screen_wait(HandbookReport(file, found, await kept_here(app, found)))


def _file_form(file: str, trouble: str) -> Form:
    field = LineField("file", "File", file, required=True, placeholder=_SUCH_AS, suggester=FileNames(*_ENDINGS))
    text = join(content("! ", BAD), trouble) if trouble else _ABOUT
    return Form("Read a handbook", [field], text=text, done="Read")


def named_file(typed: str) -> Path:
    """The file that a text names: a path, one in quotes or with escaped spaces as terminals drop it, or a file address.

    What is the name of a file as it stands is never taken for anything else.
    """
    within = typed[1:-1] if len(typed) > 1 and typed[0] == typed[-1] and typed[0] in "'\"" else typed
    address = unquote(typed.removeprefix("file://")) if typed.startswith("file://") else typed
    ways = [_path(way) for way in dict.fromkeys((typed, address, within, typed.replace("\\ ", " ")))]
    return next((path for path in ways if _is_there(path)), ways[0])


def _path(typed: str) -> Path:
    try:
        return Path(typed).expanduser()
    except RuntimeError:  # the home of nobody
        return Path(typed)


def _is_there(path: Path) -> bool:
    try:
        return path.exists()
    except (OSError, ValueError):  # no name that a file could have
        return False
