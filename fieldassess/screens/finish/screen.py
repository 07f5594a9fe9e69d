"""Finish: from loose ends over judgement and next step to the signatures, one step at a time."""

from collections.abc import Callable
from typing import ClassVar, Final, Literal

from textual import getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal
from textual.widgets import ContentSwitcher

from fieldassess.commands import Command
from fieldassess.commands import finish as commands
from fieldassess.dates import show_date
from fieldassess.screens.finish.confirm import ConfirmStep, many
from fieldassess.screens.finish.ends import EndsStep, ListStep
from fieldassess.screens.finish.sign import SignStep, SignView
from fieldassess.screens.finish.steps import JudgementStep, NextStep, ResponseStep, Step
from fieldassess.screens.kept import KeepsText, Kept
from fieldassess.widgets.dialog import Form, Pick
from fieldassess.widgets.fields import NoteField
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import BAD, GOOD, MUTED, PlainStatic, content
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.entry import Asked, Entry, Noted, NotRecorded, Responded
from sessions.session import Session
from sessions.visit import Visit
from sessions.workspace import Workspace

_SAID: Final = {
    "closed": "The clock has stopped",
    "noted": "Note recorded",
    "judged": "Reason recorded",
    "confirmed": "Confirmation recorded",
    "feedback": "Judgement recorded",
    "planned": "Next step recorded",
    "responded": "Response recorded",
    "signed": "Signature recorded",
    "resumed": "The clock runs again",
}
Left = Literal["observe", "finished"]


class Finish(KeepsText[Left | None]):
    """The end of a session. Its result: "observe" (or ask) again, "finished", or None when left for later."""

    TITLE = "Finish"
    AUTO_FOCUS = ""
    HELP = """What is left before signing: loose ends, the judgement and why, what comes next, the learner's \
response, the signatures. Every step may be left and taken up again later; what was typed is kept.

Your signature finishes the session. What is changed after it needs a reason and shows as an amendment."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        commands.GoOn, commands.Deal, commands.HandOver, commands.TakeBack, commands.GoOnWatching, commands.GoToStep,
        commands.StepBack, commands.LeaveForLater,
    )  # fmt: skip
    DEFAULT_CSS = """
    Finish {
        #about, #step-title, #status, .says { padding: 0 1; height: auto; }
        #about { color: $text-muted; }
        #middle { height: 1fr; }
        #steps { width: 22; border-right: solid $border; }
        ContentSwitcher { width: 1fr; height: 1fr; }
        Step { height: 1fr; }
        .title { padding: 0 1; color: $text-accent; text-style: bold; }
        #said { background: $panel; }
        #step-title { text-style: bold; display: none; }
        &.-narrow #steps { display: none; }
        &.-narrow #step-title { display: block; }
    }
    """

    head = getters.query_one(Head)
    steps = getters.query_one("#steps", Rows)
    switcher = getters.query_one(ContentSwitcher)

    def __init__(self, session: Session, workspace: Workspace) -> None:
        super().__init__(session, workspace)
        me = workspace.device.me
        if me is None:
            raise LookupError("nobody is entered as the assessor on this device")
        self.me = me
        self._all: dict[str, Step] = {}
        self._at = "ends"

    def body(self) -> ComposeResult:
        yield Head()
        yield PlainStatic(id="about")
        yield PlainStatic(id="step-title")
        with Horizontal(id="middle"):
            yield Rows(id="steps", one_tap=True)
            yield ContentSwitcher()
        yield PlainStatic(id="status")

    async def on_mount(self) -> None:
        await self.app.quiet()
        self.kept = {place: self.keep(place) for place in ("loose end", "judgement", "next step", "response")}
        self.steps.can_focus = False
        self.say("")
        self.record(self.session.close)
        drafts = {place: await kept.load() for place, kept in self.kept.items()}
        typed = {place: draft.fields if draft else {} for place, draft in drafts.items()}
        session, kept = self.session, self.kept
        self.next_step = NextStep(session, kept["next step"], drafts["next step"], self.app.now().date(), id="next")
        made: list[Step] = [
            EndsStep(session, kept["loose end"], drafts["loose end"], id="ends"),
            JudgementStep(session, kept["judgement"], typed["judgement"], id="judgement"),
            self.next_step,
            ConfirmStep(session, id="confirm"),
            ResponseStep(session, kept["response"], typed["response"], id="response"),
            SignStep(session, self.me, id="sign"),
        ]
        self._all = {step.id or "": step for step in made}
        for step in made:
            await self.switcher.add_content(step)
        self._go_to("sign" if session.visit.signature("assessor") else "ends")
        if any(drafts.values()):
            self.say("What you had typed is back; it is not recorded yet", MUTED)

    # What is shown -----------------------------------------------------------------------------------------------

    @property
    def step(self) -> Step | None:
        """The step on screen."""
        return self._all.get(self._at)

    @property
    def put_off(self) -> tuple[str, ...]:
        """Statements to look for at the next visit, recorded so or not yet."""
        return (*self.next_step.refs, *(ref for _, plan in self.session.portfolio.plans() for ref in plan.refs))

    def say(self, text: str, style: str = MUTED) -> None:
        """Say in the last line what happened; a failure also stands in the head."""
        saved = content("✗ NOT saved", BAD) if style == BAD else content("✓ saved", GOOD)
        visit = self.session.visit
        self.head.show(f"{self.session.portfolio.name} · finish", content(f"{visit.number}  ") + saved)
        self.query_one("#status", PlainStatic).show(text, style)

    def read(self) -> None:
        """Show what stands now, in the step on screen and in the list of steps."""
        visit = self.session.visit
        units = ", ".join(unit.ref for unit in self.session.units)
        about = f"{show_date(visit.day)} · {units} · {counts(visit)}"
        self.query_one("#about", PlainStatic).show(about, MUTED)
        names = list(self._all)
        self.steps.set_rows(
            Row(id_, f"{number} {step.NAME}", left=content(step.mark or " ", GOOD))
            for number, (id_, step) in enumerate(self._all.items(), 1)
        )
        self.steps.move_to(self._at)
        if self.step:
            title = f"{names.index(self._at) + 1} of {len(names)} · {self.step.NAME}"
            self.query_one("#step-title", PlainStatic).show(title)
            self.step.read()
        self.refresh_bindings()

    def _go_to(self, step: str) -> None:
        if step != self._at:
            self.say("")
        self._at = step
        self.switcher.current = step
        self.read()
        self._all[step].take_focus()

    def possible(self, command: type[Command]) -> bool | None:
        listed = isinstance(self.step, ListStep)
        if command is commands.Deal:
            return listed
        if command is commands.TakeBack:
            # What the learner answered is theirs to change.
            act = self.session.last_act
            return listed and act is not None and not isinstance(act.body, Responded)
        if command is commands.HandOver:
            return self._at == "sign"
        if command is commands.GoOnWatching:
            return self._at == "ends" and self.session.visit.unfinished
        return True

    # Recording ---------------------------------------------------------------------------------------------------

    def record(self, act: Callable[[], Entry | None]) -> Entry | None:
        """Record one act; when it failed the screen says so, and everything typed stays."""
        try:
            entry = act()
        except NotRecorded as error:
            self.say(str(error), BAD)
            return None
        if entry:
            self.say(f"✓ {_SAID.get(entry.body.kind, entry.body.kind)}, {entry.at:%H:%M}", GOOD)
        return entry

    async def reason_to_amend(self) -> str | None:
        """Why something is changed after signing; empty before it is signed, None when no reason is given."""
        if not self.session.visit.signature("assessor"):
            return ""
        form = Form(
            "Why is this changed after signing?",
            [NoteField("reason", "Reason", required=True, lines=3)],
            text="It shows as an amendment, with this reason.",
        )
        values = await self.app.push_screen_wait(form)
        return values["reason"] if values else None

    @on(Kept.Wrote)
    def _draft_written(self, event: Kept.Wrote) -> None:
        self.say(event.trouble, BAD if event.trouble else MUTED)

    # Going from step to step -------------------------------------------------------------------------------------

    @work(exclusive=True, group="step")
    async def action_go_on_command(self) -> None:
        step, names = self.step, list(self._all)
        if step is None or not await step.record():
            return
        if self._at != names[-1]:
            self._go_to(names[names.index(self._at) + 1])
        elif self.session.visit.signature("assessor"):
            self.dismiss("finished")
        else:
            self.say("You have not signed yet; the session stays among the unfinished ones until you do")

    def action_step_back_command(self) -> None:
        names = list(self._all)
        if isinstance(self.step, EndsStep) and self.step.leave_words():
            return
        if self._at == names[0] or not names:
            self.dismiss(None)
        else:
            self._go_to(names[names.index(self._at) - 1])

    def action_leave_for_later_command(self) -> None:
        self.dismiss("finished" if self.session.visit.signature("assessor") else None)

    @work
    async def action_go_to_step_command(self) -> None:
        rows = [Row(id_, step.NAME, left=step.mark or " ") for id_, step in self._all.items()]
        chosen = await self.app.push_screen_wait(Pick("Which step?", rows))
        if chosen:
            self._go_to(chosen)

    @on(Rows.Chosen, "#steps")
    def _step_tapped(self, event: Rows.Chosen) -> None:
        event.stop()
        self._go_to(event.key)

    def action_deal_command(self) -> None:
        if isinstance(self.step, ListStep):
            self.step.rows.action_choose()

    def action_go_on_watching_command(self) -> None:
        if self.record(self.session.resume):
            self.dismiss("observe")

    @work
    async def action_take_back_command(self) -> None:
        reason = await self.reason_to_amend()
        if reason is None:
            return
        entry = self.record(lambda: self.session.undo(reason))
        if entry:
            self.say(f"Taken back: {entry.body.kind} of {entry.happened:%H:%M}")
            self.read()

    @work
    async def action_hand_over_command(self) -> None:
        await self.hand_over()

    async def hand_over(self) -> None:
        """Let the learner read this session, answer and sign."""
        step = self._all["response"]
        if isinstance(step, ResponseStep):
            view = SignView(step, self.me)
            await self.app.push_screen_wait(view)
            await step.renew(view.values)
            self.read()


def counts(visit: Visit) -> str:
    """What a session holds, in a few words."""
    marks = [mark for found in visit.marks.values() for mark in found]
    met = len({m.ref for m in marks if m.shown == "met"})
    not_yet = len({m.ref for m in marks if m.shown == "not yet"})
    notes = sum(isinstance(e.body, Noted) for e in visit.live)
    asked = sum(isinstance(e.body, Asked) for e in visit.live)
    plain = [f"{number} {what}" for what, number in (("met", met), ("not yet", not_yet)) if number]
    things = (("note", notes), ("customer", len(visit.customers)), ("question", asked))
    return ", ".join([*plain, *(many(number, what) for what, number in things if number)]) or "nothing recorded"
