"""Signing: who signs how, and the view in which a learner reads, answers and signs."""

from functools import partial
from typing import ClassVar, Final

from textual import getters, on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical

from fieldassess.app import FieldAssess
from fieldassess.commands import ChangeTheme, Command, Help
from fieldassess.commands import finish as commands
from fieldassess.screens.base import Page
from fieldassess.screens.finish.ends import ListStep
from fieldassess.screens.finish.steps import ResponseStep, respond, response_fields
from fieldassess.screens.learner.record import session_lines
from fieldassess.widgets.dialog import Ask, Form
from fieldassess.widgets.fields import ChoiceField, Field, LineField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import BAD, GOOD, WARN, PlainStatic, Text, content
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.bodies import SignatureHow, SignatureRole, Signed
from sessions.device import Person
from sessions.entry import Entry, NotRecorded
from sessions.loose_ends import loose_ends
from sessions.session import Session

_HOW: Final[dict[str, SignatureHow]] = {
    "d": "on this device",
    "p": "on paper",
    "f": "to follow",
    "x": "declined",
}
_WORDS: Final = {
    "d": "Signs now, on this device",
    "p": "Has signed on paper",
    "f": "Will sign later",
    "x": "Declines to sign",
}


class SignStep(ListStep):
    """The signatures, each in a row of its own."""

    NAME = "Signatures"
    SAYS = "Your signature finishes the session; the others may follow."

    def __init__(self, session: Session, me: Person, *, id: str) -> None:
        super().__init__(session, id=id)
        self._me = me

    @property
    def mark(self) -> str:
        return "✓" if self.session.visit.signed_as_it_stands else super().mark

    @property
    def signature(self) -> Entry | None:
        """The last signature in the role under the cursor."""
        return self._last(self.rows.cursor_key or "")

    def _last(self, role: str) -> Entry | None:
        live = reversed(self.session.visit.live)
        return next((e for e in live if isinstance(e.body, Signed) and e.body.role == role), None)

    def read(self) -> None:
        names = {"assessor": self._me.name, "learner": self.session.portfolio.name, "witness": "Someone who was there"}
        self.rows.set_rows(
            Row(role, self._words(role, name), left=self.spoken(role).ljust(9), wrap=True)
            for role, name in names.items()
        )

    def _words(self, role: str, name: str) -> Text:
        signed = self._last(role)
        if not signed or not isinstance(signed.body, Signed):
            return f"{name}: not signed"
        body, at = signed.body, f"{signed.at:%H:%M}"
        again = "; changed since, sign again" if self.session.visit.changed_since(signed) else ""
        mark, style = ("✓ ", GOOD) if body.how in ("on this device", "on paper") else ("", WARN)
        return content(f"{mark}{body.name}: {body.how}, {at}{again}", style)

    @on(Rows.Chosen)
    def deal(self) -> None:
        self._sign_as(self.rows.cursor_key)

    @work
    async def _sign_as(self, role: str | None) -> None:
        if role == "assessor":
            await self._assessor()
        elif role == "learner":
            await self._learner()
        elif role == "witness":
            await self._witness()

    async def _assessor(self) -> None:
        if self.session.visit.feedback is None:
            self.page.say("Give the judgement first: every session ends with one", WARN)
            return
        ends = loose_ends(self.session)
        loose = "Still loose: " + ", ".join(f"{len(refs)} {title}" for title, refs in ends.items()) if ends else ""
        words = {"d": _WORDS["d"], "p": _WORDS["p"]}
        how = await self.app.push_screen_wait(Ask(f"{self._me.name} signs as assessor", words, text=loose))
        if how:
            self._sign("assessor", self._me.name, _HOW[how], self._me.id)

    async def _learner(self) -> None:
        name = self.session.portfolio.name
        if self.session.visit.feedback is None:
            self.page.say(f"Give the judgement first. {name} can read what is recorded: h", WARN)
            return
        how = await self.app.push_screen_wait(Ask(f"{name} signs as {self.spoken('learner')}", _WORDS))
        if how == "d":
            await self.page.hand_over()
        elif how and (how != "x" or await self._ask_why_declined(name)):
            self._sign("learner", name, _HOW[how])

    async def _ask_why_declined(self, name: str) -> bool:
        """Record what the learner says who does not sign, if they say something; False when that was left."""
        response = self.page.response
        why = self.spoken("Why, in the learner's words, if they say so.")
        form = Form(f"{name} declines to sign", response_fields(response.values, self.session), text=why, done="Go on")
        values = await self.app.push_screen_wait(form)
        if values is None:
            return False
        await response.renew({field: value or "" for field, value in values.items()})
        return await response.record()

    async def _witness(self) -> None:
        form = Form(
            "A witness signs",
            [
                LineField("name", "Name", required=True),
                ChoiceField("how", "How", tuple(_WORDS.items()), "d", required=True),
            ],
            done="Sign",
        )
        values = await self.app.push_screen_wait(form)
        if values:
            self._sign("witness", values["name"], _HOW[values["how"]])

    def _sign(self, role: SignatureRole, name: str, how: SignatureHow, who: str | None = None) -> None:
        if self.page.record(lambda: self.session.sign(role, name, how, who)):
            self.page.read()


class SignView(Page[None]):
    """One session, for the learner's eyes and hand. Only the assessor leads out of it."""

    TITLE = "Read and sign"
    HELP = """This is what was recorded about this session. Read it, write what you think of it, say whether you \
agree, and sign. Then give the device back."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        commands.ReadOn, commands.ReadBack, commands.SignHere, commands.HandBack,
    )  # fmt: skip
    COMMON_COMMANDS = (Help, ChangeTheme)
    # These two turn pages while a comment is being typed, which takes them for itself otherwise.
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("pagedown", "read_on_command", show=False, priority=True),
        Binding("pageup", "read_back_command", show=False, priority=True),
    ]
    KEEPS_OPEN = "Please give the device back first: esc."
    DEFAULT_CSS = """
    SignView {
        #says { padding: 0 1; height: auto; display: none; }
        #says.-shown { display: block; }
        Rows { height: 1fr; }
        #response { height: auto; border-top: solid $border; }
    }
    """

    app = getters.app(FieldAssess)
    rows = getters.query_one(Rows)

    def __init__(self, step: ResponseStep, me: Person) -> None:
        """Show the session of `step`, with what its fields hold; what is typed is kept as its draft."""
        super().__init__()
        self.session, self._step, self._me = step.session, step, me
        self._fields = response_fields(step.values, self.session)
        self._done = False

    def body(self) -> ComposeResult:
        yield Head(f"{self.session.portfolio.name}, please read and sign", self.session.visit.number)
        yield Rows()
        with Vertical(id="response"):
            yield from self._fields
        yield PlainStatic(id="says")

    def on_mount(self) -> None:
        parts = session_lines(self.session.portfolio, self.session.visit, self.session.pack)
        rows = [
            headed(title, key=str(n)) if title else Row(str(n), words, left=left, wrap=True, heading=True, strong=False)
            for n, (title, left, words) in enumerate(parts)
        ]
        self.rows.can_focus = False
        self.rows.set_rows(rows)
        self._fields[0].take_focus()
        if not self._judged:
            self._say(f"Not to be signed yet: {self._me.name} has still to give the judgement.", WARN)

    @property
    def _judged(self) -> bool:
        return self.session.visit.feedback is not None

    def possible(self, command: type[Command]) -> bool | None:
        return self._judged and not self._done if command is commands.SignHere else True

    def _say(self, text: str, style: str) -> None:
        self.query_one("#says", PlainStatic).set_class(bool(text), "-shown")
        self.query_one("#says", PlainStatic).show(text, style)

    @property
    def values(self) -> dict[str, str]:
        return {field.name or "": field.value or "" for field in self._fields}

    @on(Field.Changed)
    def _typed(self) -> None:
        self._step.kept.put("", fields=self.values if self._changed else {})

    @property
    def _changed(self) -> bool:
        return any(self.values.values()) and self.values != self._step.recorded()

    def action_read_on_command(self) -> None:
        self._read(1)

    def action_read_back_command(self) -> None:
        self._read(-1)

    def _read(self, pages: int) -> None:
        page = max(1, self.rows.size.height - 1)
        self.rows.scroll_to(y=self.rows.scroll_offset.y + pages * page, animate=False, immediate=True)

    @work
    async def action_sign_here_command(self) -> None:
        answers = {"s": "Sign this record", "d": "Decline to sign; what you wrote is recorded all the same"}
        answer = await self.app.push_screen_wait(Ask(f"{self.session.portfolio.name}, your signature", answers))
        if answer == "s":
            self._sign("on this device", "Signed. Thank you")
        elif answer == "d":
            self._sign("declined", "Noted that you do not sign")

    def _sign(self, how: SignatureHow, words: str) -> None:
        try:
            if self._changed:
                self._step.kept.spend(partial(respond, self.session, self.values))
            self.session.sign("learner", self.session.portfolio.name, how)
        except NotRecorded as error:
            self._say(str(error), BAD)
            return
        self._done = True
        self.query_one("#response").disabled = True
        self._say(f"{words}. Please give the device back to {self._me.name}", GOOD)
        self.refresh_bindings()

    @work
    async def action_hand_back_command(self) -> None:
        initials = LineField("initials", "Initials", required=True, wrong=self._not_mine)
        form = Form(
            f"Back to {self._me.name}", [initials], text="The assessor types their initials here.", done="Go on"
        )
        if await self.app.push_screen_wait(form):
            self.dismiss()

    def _not_mine(self, typed: str) -> str | None:
        return None if typed.casefold() == self._me.initials.casefold() else "Those are not the assessor's initials."
