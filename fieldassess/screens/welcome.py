"""The first start: who assesses here, and with what records to begin."""

from functools import partial
from typing import ClassVar, Final, cast

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from fieldassess.app import FieldAssess
from fieldassess.commands import Command
from fieldassess.commands.welcome import Begin
from fieldassess.screens.base import Page
from fieldassess.screens.records import recorded
from fieldassess.widgets.fields import ChoiceField, Field, LineField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import PlainStatic
from fieldassess.widgets.typed import Line
from sessions.bodies import Standing
from sessions.text import initials_of

STANDINGS: Final = (("qualified", "Qualified"), ("working towards", "Working towards it"))
_BEGIN: Final = (("own", "My own learners"), ("sample", "Sample data, to look round"))
_WORDS: Final = (
    "fieldassess records what you see and ask when you assess people at work, and shows what is outstanding. "
    "It needs no network; what you record stays on this device until you share it."
)
_INITIALS_LIMIT: Final = 8


class Welcome(Page[None]):
    """Asks for the assessor, and offers sample data or an own caseload."""

    TITLE = "Welcome"
    HELP = """Your name and initials stand on everything you record; the initials begin each evidence number. \
Both can be changed later in Settings."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (Begin,)
    DEFAULT_CSS = """
    Welcome #words { padding: 1; }
    Welcome.-short #words { padding: 0 1; }
    """

    app = getters.app(FieldAssess)
    _suggested = ""

    def __init__(self) -> None:
        super().__init__()
        self._begin = ChoiceField("begin", "Begin with", _BEGIN, "own")
        self._name_field = LineField("name", "Your name", required=True)
        self._initials = LineField("initials", "Initials", required=True, wrong=wrong_initials)
        self._standing = ChoiceField("standing", "As an assessor", STANDINGS, "qualified")

    def body(self) -> ComposeResult:
        yield Head("Welcome to fieldassess")
        with VerticalScroll(can_focus=False):
            yield PlainStatic(_WORDS, id="words")
            yield from (self._begin, self._name_field, self._initials, self._standing)

    def on_mount(self) -> None:
        self._name_field.take_focus()

    @on(Field.Changed, "#field-name")
    def _name_changed(self) -> None:
        if self._initials.value == self._suggested:
            self._suggested = initials_of(self._name_field.value)
            self._initials.fill(self._suggested)

    @on(Line.Submitted)
    def _next(self, event: Line.Submitted) -> None:
        here, following = (
            (self._name_field, self._initials)
            if event.input in self._name_field.walk_children()
            else (self._initials, self._standing)
        )
        if here.check():
            following.take_focus()

    @work(exclusive=True)
    async def action_begin_command(self) -> None:
        if self._begin.value == "sample":
            await self._build_sample()
            return
        wrong = [field for field in (self._name_field, self._initials) if not field.check()]
        if wrong:
            wrong[0].take_focus()
            return
        name, initials, standing = self._name_field.value, self._initials.value, self._standing.value
        become = partial(self.app.workspace.device.become, name, initials, cast(Standing, standing))
        if await recorded(self.app, become):
            from fieldassess.screens.caseload.screen import Caseload

            self.app.push_screen(Caseload())

    async def _build_sample(self) -> None:
        """Build the sample centre in a folder beside the workspace, which stays empty, and go there."""
        from fieldassess import demo

        folder = self.app.workspace.folder.with_name(f"{self.app.workspace.folder.name}-sample")
        self.loading = True
        try:
            built = await self.app.in_background(lambda: demo.build(folder))
        except (demo.NotEmpty, OSError) as error:
            self.loading = False
            self.app.notify(f"The sample data could not be made: {error}", severity="error")
            return
        self.app.exit(built)


def wrong_initials(value: str) -> str | None:
    """What is wrong with an assessor's initials, or None."""
    if len(value) > _INITIALS_LIMIT or not value.isalnum():
        return f"Letters or digits only, at most {_INITIALS_LIMIT}: they begin each evidence number."
    return None
