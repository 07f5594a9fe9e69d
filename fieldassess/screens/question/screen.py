"""Question: what must be known, the question as it was put, the answer, and what it is worth."""

from collections.abc import Callable
from typing import ClassVar, Final, Literal

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.widgets import TextArea

from fieldassess.commands import Back, Command
from fieldassess.commands import question as commands
from fieldassess.screens.kept import KeepsText, Kept
from fieldassess.screens.question import topics
from fieldassess.screens.question.pane import AskPane
from fieldassess.screens.question.rows import find_rows, list_rows, said, statements
from fieldassess.screens.question.topics import Topic
from fieldassess.widgets.answer import Answer
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import ACCENT, BAD, GOOD, MUTED, PlainStatic, content
from fieldassess.widgets.rows import Rows
from sessions.entry import AnswerVerdict, Asked, Entry, NotRecorded, NotSaved
from sessions.session import Session
from sessions.workspace import Workspace

Stage = Literal["list", "answer", "verdict"]
How = Literal["oral", "written"]

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


class Question(KeepsText[None]):
    """A session of questions: a list of what to ask about, and beside it question, answer and verdict."""

    TITLE = "Questions"
    AUTO_FOCUS = ""
    HELP = """Choose what to ask about and press enter; put the question, and type what is answered. Enter ends the \
answer, and one key says what it is worth. Only then it is recorded; until then it is kept as a draft.

Tick the parts that the answer showed, if it did not show them all. The question may be reworded: it is recorded as \
it was put."""
    DEFAULT_CSS = """
    Question {
        .title { padding: 0 1; color: $text-muted; }
        .title.-here { color: $text-accent; text-style: bold; }
        #left { width: 2fr; border-right: solid $border; }
        #panes { height: 1fr; }
        #status { height: auto; max-height: 2; padding: 0 1; }
        &.-narrow {
            #left { width: 100%; border-right: none; }
            AskPane { display: none; width: 100%; }
        }
        &.-narrow.-asking {
            #left { display: none; }
            AskPane { display: block; }
        }
    }
    """
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        commands.Ask, commands.EndAnswer, *commands.VERDICTS, commands.FollowUp, commands.EditAnswer, commands.Reword,
        *commands.LIST[1:], commands.Written, commands.ToTheList, Back,
    )  # fmt: skip

    head = getters.query_one(Head)
    topics = getters.query_one("#topics", Rows)
    pane = getters.query_one(AskPane)
    status = getters.query_one("#status", PlainStatic)

    def __init__(self, session: Session, workspace: Workspace, how: How | None = None) -> None:
        """Go on with `session`; answers are `how`, or as the last one in it was."""
        super().__init__(session, workspace)
        self.kept = self.keep("answer")
        last = next((e.body for e in reversed(session.visit.live) if isinstance(e.body, Asked)), None)
        self.how: How = how or (last.how if last else "oral")
        self.stage: Stage = "list"
        self._knowledge: list[Topic] = []
        self._other: list[Topic] = []
        self._open_only, self._gaps = True, False

    def body(self) -> ComposeResult:
        yield Head()
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield PlainStatic(id="left-title", classes="title")
                yield Rows(id="topics", empty="Nothing is open here. Press a to see everything.")
            yield AskPane(self.session)
        yield PlainStatic(id="status")

    async def on_mount(self) -> None:
        await self.app.quiet()
        self._say("")
        self._record(self.session.resume)
        self._read_topics()
        found = await self.kept.load()
        topic = self._find(found.refs[0]) if found and found.refs else None
        if found is None or topic is None:
            self.pane.show(self._find(self.topics.cursor_key))
            self.topics.focus()
            return
        self.pane.restore(topic, found)
        self.how = "written" if found.fields.get("how") == "written" else "oral"
        self.topics.move_to(topic.ref)
        self.add_class("-asking")
        # On a narrow screen the pane appears only now, and what is hidden loses the cursor.
        self.call_after_refresh(self.pane.answer.focus)
        self._say(f"What you typed at {found.at:%H:%M} is back; it is not recorded yet", ACCENT)

    # What is shown -----------------------------------------------------------------------------------------------

    @property
    def _listed(self) -> list[Topic]:
        return self._other if self._gaps else self._knowledge

    def _read_topics(self) -> None:
        self._knowledge = topics.knowledge(self.session)
        self._other = topics.gaps(self.session)
        self.topics.set_rows(list_rows(self._listed, open_only=self._open_only))
        words = "Other gaps" if self._gaps else self.session.pack.vocabulary.knowledge.many.capitalize()
        still, count = sum(topic.open for topic in self._listed), len(self._listed)
        listed = f"open {still} of {count}" if self._open_only else f"all {count}, {still} open"
        self.query_one("#left-title", PlainStatic).show(f"{words}: {listed}")
        self.refresh_bindings()

    def _find(self, ref: str | None) -> Topic | None:
        listed = next((t for t in (*self._knowledge, *self._other) if t.ref == ref), None)
        return listed or topics.about(self.session, ref)

    def _say(self, text: str, style: str = MUTED) -> None:
        """Say in the last line what happened."""
        self.status.show(text, style)
        self._show_head()

    @on(events.Resize)
    def _show_head(self) -> None:
        number = "" if self.has_class("-narrow") else f"{self.session.visit.number}  "
        self.head.show(f"{self.session.portfolio.name} · {self.how} questions", content(number) + self.saved)
        self.query_one("#answer-title", PlainStatic).show(f"Answer, {self.how}")

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        pane = self.pane
        titles = {"left-title": self.topics, "put-title": pane.put, "answer-title": pane.answer}
        titles["verdict-title"] = pane.verdicts
        if self.focused is self.topics:
            self.stage = "list"
        elif self.focused in titles.values():
            self.stage = "verdict" if self.focused is pane.verdicts else "answer"
        self.set_class(self.stage != "list", "-asking")
        self.set_class(self.stage == "verdict", "-ended")
        for title, place in titles.items():
            self.query_one(f"#{title}").set_class(self.focused is place, "-here")
        self.refresh_bindings()

    def label(self, command: type[Command]) -> str:
        words = {
            commands.ShowAll: "All" if self._open_only else "Open only",
            commands.OtherGaps: "Knowledge" if self._gaps else "Other gaps",
            commands.Written: "Written" if self.how == "oral" else "Oral",
        }
        return words.get(command) or super().label(command)

    def possible(self, command: type[Command]) -> bool | None:
        if not self.is_mounted or self.stage not in _STAGES.get(command, (self.stage,)):
            return False
        if command is commands.OtherGaps:
            return bool(self._gaps or self._other)
        if command is commands.OtherUnits:
            return bool(self.pane.alike)
        if command in (commands.FollowUp, commands.EditAnswer) and self.stage == "list":
            return self._last_asked is not None
        return self.pane.topic is not None or command not in (commands.Ask, commands.Reword)

    # Choosing what to ask ----------------------------------------------------------------------------------------

    @on(Rows.Highlighted, "#topics")
    def _topic_under_cursor(self, event: Rows.Highlighted) -> None:
        if not self.pane.unfinished and (self.pane.topic is None or event.key != self.pane.topic.ref):
            self.pane.show(self._find(event.key))
        self.refresh_bindings()

    @on(Rows.Chosen, "#topics")
    def action_ask_command(self) -> None:
        chosen, here = self._find(self.topics.cursor_key), self.pane.topic
        if chosen and here and here.ref != chosen.ref and self.pane.unfinished:
            self._first_judge()
        elif chosen:
            if here is None or here.ref != chosen.ref:
                self.pane.show(chosen)
            self.pane.answer.focus()

    def _first_judge(self) -> None:
        if self.pane.topic:
            self._say(f"First {self.pane.topic.short}: its answer is not recorded yet", ACCENT)
            self.pane.verdicts.focus()

    @work
    async def action_find_topic_command(self) -> None:
        ref = await self.app.push_screen_wait(Pick("What do you want to ask about?", find_rows(self._listed)))
        if ref is None:
            return
        if not self.topics.move_to(ref):
            self._open_only = False
            self._read_topics()
            self.topics.move_to(ref)
        self.topics.focus()

    def action_show_all_command(self) -> None:
        self._open_only = not self._open_only
        self._read_topics()

    def action_other_gaps_command(self) -> None:
        self._gaps = not self._gaps
        self._read_topics()

    def action_written_command(self) -> None:
        self.how = "written" if self.how == "oral" else "oral"
        self._keep()
        self._say(f"Answers are recorded as {self.how}")
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
        self.failing = bool(event.trouble)
        self._say(event.trouble, BAD)

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
            self._say("Write what was answered first; “no answer” will do", ACCENT)
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
            self._say(str(error), BAD)
            return None
        self.failing = False
        return entry

    def _begin_anew(self, words: str, style: str = MUTED) -> None:
        self.kept.drop()
        self._read_topics()
        self.pane.show(self._find(self.topics.cursor_key))
        self.topics.focus()
        self._say(words, style)

    @property
    def _last_asked(self) -> Entry | None:
        """The last question recorded here about what is in the right pane."""
        topic = self.pane.topic
        asked = [e for e in self.session.visit.live if topic and topic.ref in statements(e)]
        return asked[-1] if asked else None

    def action_follow_up_command(self) -> None:
        first = self._judge("not judged") if self.stage == "verdict" else self._last_asked
        topic = self._find(first.body.source) if first and isinstance(first.body, Asked) else None
        if first and topic:
            self.pane.follow(topic, first)
            self.topics.move_to(topic.ref)
            self.pane.put.focus()
            self._say("Type the follow-up question; enter goes on to the answer", ACCENT)

    def action_edit_answer_command(self) -> None:
        if self.stage == "list" and self._last_asked and not self.pane.unfinished:
            self._take_up(self._last_asked, replaces=self._last_asked.id)
        self.pane.answer.focus()

    def _take_up(self, entry: Entry, replaces: str | None) -> bool:
        topic = self._find(entry.body.source) if isinstance(entry.body, Asked) else None
        if topic is None or not isinstance(entry.body, Asked):
            return False
        self.pane.take_up(topic, entry.body, replaces)
        self.topics.move_to(topic.ref)
        self._keep()
        return True

    def action_undo_command(self) -> None:
        if self.session.last_act is None:
            self._say("There is nothing to take back")
        elif entry := self._record(self.session.undo):
            self._read_topics()
            self._say(f"Taken back: {said(entry, self.session)}", ACCENT)
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
            self._read_topics()
        else:
            self.dismiss()
