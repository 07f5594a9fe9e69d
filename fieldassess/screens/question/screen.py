"""Question: what must be known is asked, the answer taken down, and recorded with what it is worth."""

from collections.abc import Callable
from typing import ClassVar, Final

from textual import events, on, work
from textual.widgets import TextArea

from fieldassess.commands import Back, Command
from fieldassess.commands import question as commands
from fieldassess.commands.wording import FullWording
from fieldassess.screens.kept import Kept
from fieldassess.screens.question.rows import find_rows, said, statements
from fieldassess.screens.question.view import QuestionView, Stage
from fieldassess.widgets.answer import Answer
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.plain import ACCENT, BAD, GOOD, MUTED
from fieldassess.widgets.rows import Rows
from sessions.bodies import AnswerVerdict, Asked
from sessions.entry import Entry, NotRecorded, NotSaved

_STAGES: Final[dict[type[Command], tuple[Stage, ...]]] = {
    **dict.fromkeys(commands.LIST, ("list",)),
    **dict.fromkeys(commands.VERDICTS, ("verdict",)),
    commands.EndAnswer: ("answer",),
    commands.ToTheList: ("answer", "verdict"),
    commands.FollowUp: ("list", "verdict"),
    commands.EditAnswer: ("list", "verdict"),
    commands.Written: ("list", "verdict"),
    Back: ("list",),
}


class Question(QuestionView):
    """A session of questions: a list of what to ask about, and beside it question, answer and verdict."""

    TITLE = "Questions"
    AUTO_FOCUS = ""
    HELP = """Choose what to ask about and press enter; put the question, and type what is answered. Enter ends the \
answer, and one key says what it is worth. Only then it is recorded; until then it is kept as a draft.

Tick the parts that the answer showed, if it did not show them all. The question may be reworded: it is recorded as \
it was put."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        commands.Ask, commands.EndAnswer, *commands.VERDICTS, commands.FollowUp, commands.EditAnswer, commands.Reword,
        *commands.LIST[1:], FullWording, commands.Written, commands.ToTheList, Back,
    )  # fmt: skip

    async def on_mount(self) -> None:
        await self.app.quiet()
        self.say("")
        self._record(self.session.resume)
        self.read_topics()
        found = await self.kept.load()
        topic = self.find(found.refs[0]) if found and found.refs else None
        if found is None or topic is None:
            self.pane.show(self.find(self.topics.cursor_key))
            self.topics.focus()
            return
        self.pane.restore(topic, found)
        self.how = "written" if found.fields.get("how") == "written" else "oral"
        self.topics.move_to(topic.ref)
        self.add_class("-asking")
        # On a narrow screen the pane appears only now, and what is hidden loses the cursor.
        self.call_after_refresh(self.pane.answer.focus)
        self.say(f"What you typed at {found.at:%H:%M} is back; it is not recorded yet", ACCENT)

    def possible(self, command: type[Command]) -> bool | None:
        if not self.is_mounted or self.stage not in _STAGES.get(command, (self.stage,)):
            return False
        if command is commands.OtherGaps:
            return bool(self.gaps or self.other_gaps)
        if command is commands.OtherUnits:
            return bool(self.pane.alike)
        if command in (commands.FollowUp, commands.EditAnswer) and self.stage == "list":
            return self._last_asked is not None
        return self.pane.topic is not None or command not in (commands.Ask, commands.Reword, FullWording)

    # Choosing what to ask ----------------------------------------------------------------------------------------

    @on(Rows.Highlighted, "#topics")
    def _topic_under_cursor(self, event: Rows.Highlighted) -> None:
        if not self.pane.unfinished and (self.pane.topic is None or event.key != self.pane.topic.ref):
            self.pane.show(self.find(event.key))
        self.refresh_bindings()

    @on(Rows.Chosen, "#topics")
    def action_ask_command(self) -> None:
        chosen, here = self.find(self.topics.cursor_key), self.pane.topic
        if chosen and here and here.ref != chosen.ref and self.pane.unfinished:
            self._first_judge()
        elif chosen:
            if here is None or here.ref != chosen.ref:
                self.pane.show(chosen)
            self.pane.answer.focus()

    def _first_judge(self) -> None:
        if self.pane.topic:
            self.say(f"First {self.pane.topic.short}: its answer is not recorded yet", ACCENT)
            self.pane.verdicts.focus()

    @work
    async def action_find_topic_command(self) -> None:
        ref = await self.app.push_screen_wait(Pick("What do you want to ask about?", find_rows(self.listed)))
        if ref is None:
            return
        if not self.topics.move_to(ref):
            self.open_only = False
            self.read_topics()
            self.topics.move_to(ref)
        self.topics.focus()

    def action_show_all_command(self) -> None:
        self.open_only = not self.open_only
        self.read_topics()

    def action_other_gaps_command(self) -> None:
        self.gaps = not self.gaps
        self.read_topics()

    def action_written_command(self) -> None:
        self.how = "written" if self.how == "oral" else "oral"
        self._keep()
        self.say(f"Answers are recorded as {self.how}")
        self.refresh_bindings()

    # Question and answer -----------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _keep(self) -> None:
        """Have what is typed kept on disk, with all that belongs to it."""
        pane, asking = self.pane, self.pane.asking
        if pane.topic is None or not pane.unfinished:
            self.kept.put("")
            return
        beside = {"put": pane.put.text, "how": self.how, **asking.fields}
        refs = (pane.topic.ref, *sorted(asking.parts))
        self.kept.put(pane.answer.text, refs, beside)

    @on(Kept.Wrote)
    def _draft_written(self, event: Kept.Wrote) -> None:
        known, self.failing = self.failing, bool(event.trouble)
        if not (known and event.trouble):  # what a key press was answered with stays
            self.say(event.trouble, BAD)

    def action_reword_command(self) -> None:
        self.pane.put.focus()

    @on(Answer.Ended)
    def action_end_answer_command(self) -> None:
        if self.focused is self.pane.put:
            self.pane.answer.focus()
        else:
            self.pane.show_verdicts()
            self.pane.verdicts.action_edge(False)
            self.pane.verdicts.focus()

    def action_to_the_list_command(self) -> None:
        self.topics.focus()

    def on_key(self, event: events.Key) -> None:
        """Tick a part by its letter."""
        if self.stage == "verdict" and event.character in self.pane.letters:
            event.stop()
            self._turn_part(event.character)

    def _turn_part(self, letter: str) -> None:
        self.pane.turn_part(letter)
        self._keep()

    @on(Rows.Chosen, "#verdicts")
    async def _verdict_chosen(self, event: Rows.Chosen) -> None:
        command = next((c for c in commands.VERDICTS if event.key == c.BINDING_KEY), None)
        if command:
            await self.run_action(command.action_name())
        else:
            self._turn_part(event.key)

    def action_other_units_command(self) -> None:
        self.pane.turn_elsewhere()
        self._keep()

    # Recording ---------------------------------------------------------------------------------------------------

    def action_satisfied_command(self) -> None:
        self._judge("satisfied")

    def action_partly_command(self) -> None:
        self._judge("partly")

    def action_not_yet_command(self) -> None:
        self._judge("not yet")

    def action_leave_unjudged_command(self) -> None:
        if self.pane.answer.text.strip():
            self._judge("not judged")
        else:
            self._begin_anew("Nothing was answered, and nothing recorded")

    def _judge(self, verdict: AnswerVerdict) -> Entry | None:
        """Record question, answer and verdict as one entry; every unit it counts for is among its refs."""
        pane, asking = self.pane, self.pane.asking
        if pane.topic is None or not pane.answer.text.strip():
            self.say("Write what was answered first; “no answer” will do", ACCENT)
            pane.answer.focus()
            return None
        # An answer that fell short here is no finding about units in which it was not asked.
        alike = pane.alike if asking.elsewhere and verdict in ("satisfied", "partly") else []
        question, refs, source = pane.question, (*pane.refs, *alike), pane.topic.ref
        entry = self._record(
            lambda: self.kept.spend(
                lambda draft: self.session.ask(
                    question,
                    refs,
                    answer=pane.answer.text.strip(),
                    verdict=verdict,
                    how=self.how,
                    source=source,
                    follows=asking.follows,
                    replaces=asking.replaces,
                    draft=draft,
                )
            )
        )
        if entry:
            self._begin_anew(f"✓ {said(entry, self.session)}", GOOD)
        return entry

    def _record(self, act: Callable[[], Entry | None]) -> Entry | None:
        """Record one act; when it failed or was refused, the screen says so and everything typed stays."""
        try:
            entry = act()
        except NotRecorded as error:
            self.failing = self.failing or isinstance(error, NotSaved)
            self.say(str(error), BAD)
            return None
        self.failing = False
        return entry

    def _begin_anew(self, words: str, style: str = MUTED) -> None:
        self.kept.drop()
        self.read_topics()
        self.pane.show(self.find(self.topics.cursor_key))
        self.topics.focus()
        self.say(words, style)

    @property
    def _last_asked(self) -> Entry | None:
        """The last question recorded here about what is in the right pane."""
        topic = self.pane.topic
        asked = [e for e in self.session.visit.live if topic and topic.ref in statements(e)]
        return asked[-1] if asked else None

    def action_follow_up_command(self) -> None:
        first = self._judge("not judged") if self.stage == "verdict" else self._last_asked
        topic = self.find(first.body.source) if first and isinstance(first.body, Asked) else None
        if first and topic:
            self.pane.follow(topic, first)
            self.topics.move_to(topic.ref)
            self.pane.put.focus()
            self.say("Type the follow-up question; enter goes on to the answer", ACCENT)

    def action_edit_answer_command(self) -> None:
        if self.stage == "list" and self._last_asked and not self.pane.unfinished:
            self._take_up(self._last_asked, replaces=self._last_asked.id)
        self.pane.answer.focus()

    def _take_up(self, entry: Entry, replaces: str | None) -> bool:
        topic = self.find(entry.body.source) if isinstance(entry.body, Asked) else None
        if topic is None or not isinstance(entry.body, Asked):
            return False
        self.pane.take_up(topic, entry.body, replaces)
        self.topics.move_to(topic.ref)
        self._keep()
        return True

    def action_undo_command(self) -> None:
        if self.session.last_act is None:
            self.say("There is nothing to take back")
        elif entry := self._record(self.session.undo):
            self.read_topics()
            self.say(f"Taken back: {said(entry, self.session)}", ACCENT)
            if not self.pane.unfinished and self._take_up(entry, replaces=None):
                self.pane.verdicts.focus()

    # Leaving -----------------------------------------------------------------------------------------------------

    def action_back_command(self) -> None:
        self._record(self.session.pause)
        self.dismiss()

    @work
    async def action_done_command(self) -> None:
        from fieldassess.screens.finish.screen import Finish

        if self.pane.unfinished:
            self._first_judge()
        elif await self.app.push_screen_wait(Finish(self.session, self.workspace)) == "observe":
            self.read_topics()
        else:
            self.dismiss()
