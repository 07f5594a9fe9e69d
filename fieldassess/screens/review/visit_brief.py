"""The brief for the next visit, to read here or to save for printing."""

from pathlib import Path
from typing import ClassVar, Final

from textual import getters, work
from textual.app import ComposeResult

from fieldassess.app import FieldAssess
from fieldassess.brief import Brief, as_html, make_brief
from fieldassess.commands import Back, Command
from fieldassess.commands.review import SaveBrief
from fieldassess.screens.base import Page
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.fields import LineField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import ACCENT, MUTED, content
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.disk import replace
from sessions.outlook import Outlook

FILE: Final = "visit-brief.html"
_OVERWRITE: Final = {"y": "Yes, put this one in its place", "n": "No"}


class BriefPage(Page[None]):
    """One page on what to look for, to ask and to confirm."""

    TITLE = "Visit brief"
    HELP = """What to look for, to ask and to confirm at the next visit. Saved as HTML it can be printed."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (SaveBrief, Back)

    app = getters.app(FieldAssess)
    rows = getters.query_one(Rows)

    def __init__(self, outlook: Outlook) -> None:
        super().__init__()
        self._outlook = outlook

    def body(self) -> ComposeResult:
        yield Head(f"{self._outlook.portfolio.name} · brief for the visit")
        yield Rows()

    def on_mount(self) -> None:
        self._brief = make_brief(self._outlook, self.app.now().date())
        self.rows.set_rows(_rows(self._brief))

    @work
    async def action_save_brief_command(self) -> None:
        place = LineField("file", "File", str(Path.home() / FILE), required=True)
        values = await self.app.push_screen_wait(Form("Save the brief", [place]))
        if values is None:
            return
        file = Path(values["file"]).expanduser()
        if await self.app.in_background(file.exists):
            answer = await self.app.push_screen_wait(Ask("There is such a file already. Replace it?", _OVERWRITE))
            if answer != "y":
                return
        page = as_html(self._brief).encode()
        try:
            await self.app.in_background(lambda: replace(file, page))
        except OSError as error:
            self.app.notify(f"The brief could not be saved: {error.strerror or error}.", severity="error")
        else:
            self.app.notify(f"Saved as {file}. It holds personal data: delete it after the visit.", timeout=8)


def _rows(brief: Brief) -> list[Row]:
    rows = [Row(f"fact:{number}", fact, wrap=True) for number, fact in enumerate(brief.facts)]
    for section in brief.sections:
        more = f"and {section.more} more" if section.more else ""
        rows.append(headed(section.heading, more, key=f"heading:{section.heading}"))
        for number, line in enumerate(section.lines):
            words = content(line.lead, ACCENT) + "  " + content(line.text) if line.lead else content(line.text)
            rows.append(Row(f"{section.heading}:{number}", words, wrap=True))
    return rows or [Row("nothing", content("Nothing is outstanding.", MUTED))]
