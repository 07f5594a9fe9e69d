"""Question: what must be known, the question as it was put, the answer, and what it is worth."""

from collections.abc import Callable
from typing import ClassVar, Literal

from textual import events, getters, on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import TextArea

from fieldassess.app import FieldAssess
from fieldassess.commands import Back, Command
from fieldassess.commands import question as commands
from fieldassess.screens import question_topics as topics
from fieldassess.screens.base import Page
from fieldassess.screens.kept import Kept
from fieldassess.screens.question_rows import asked_before, list_rows, said, short_refs, verdict_rows
from fieldassess.screens.question_topics import Topic
from fieldassess.widgets.answer import Answer
from fieldassess.widgets.dialog import Pick
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import ACCENT, BAD, GOOD, MUTED, PlainStatic, content
from fieldassess.widgets.row import Row
from fieldassess.widgets.rows import Rows
from sessions.entry import AnswerVerdict, Asked, Entry, NotRecorded
from sessions.session import Session
from sessions.workspace import Workspace

Stage = Literal["list", "answer", "verdict"]
How = Literal["oral", "written"]

_LIST = (
    commands.Ask, commands.FindTopic, commands.Undo, commands.ShowAll, commands.OtherGaps, commands.Done, Back,
)  # fmt: skip
_ANSWER = (commands.EndAnswer, commands.ToTheList)
_VERDICT = (commands.Satisfied, commands.Partly, commands.NotYet, commands.LeaveUnjudged, commands.OtherUnits)
_SHARED = {
    commands.Reword: ("list", "answer", "verdict"),
    commands.FollowUp: ("list", "verdict"),
    commands.EditAnswer: ("list", "verdict"),
    commands.Written: ("list", "verdict"),
    commands.ToTheList: ("answer", "verdict"),
}


class Question(Page[None]):
    """A session of questions: a list of what to ask about, and beside it question, answer and verdict."""

    TITLE = "Questions"
    HELP = """Choose what to ask about and press enter; put the question, and type what is answered. Enter ends the \
answer, and one key says what it is worth. Only then it is recorded; until then it is kept as a draft.

Tick the parts that the answer showed, if it did not show them all. The question may be reworded: it is recorded as \
it was put."""
    DEFAULT_CSS = """
    Question {
        .title { padding: 0 1; color: $text-muted; }
        .title.-here { color: $text-accent; text-style: bold; }
        #left { width: 2fr; border-right: solid $border; }
        #right { width: 3fr; }
        #topic { padding: 0 1; margin-bottom: 1; }
        #put { text-style: bold; margin-bottom: 1; }
        #put, #answer { background: $background; }
        #put:focus, #answer:focus { background: $panel; }
        #verdict-title, #verdicts { display: none; }
        #verdicts { height: auto; margin-top: 1; }
        #before { padding: 0 1; margin-top: 1; }
        #panes { height: 1fr; }
        #status { height: auto; max-height: 2; padding: 0 1; }
        &.-ended #verdict-title, &.-ended #verdicts { display: block; }
        &.-ended #answer { max-height: 4; }
        &.-ended #topic, &.-ended #put, &.-ended #verdicts { margin: 0; }
        &.-narrow #left { width: 100%; border-right: none; }
        &.-narrow #right { display: none; width: 100%; }
        &.-narrow.-asking #left { display: none; }
        &.-narrow.-asking #right { display: block; }
        &.-short #topic { margin-bottom: 0; }
        &.-short #put { margin-bottom: 0; }
    }
    """
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        commands.Ask, commands.EndAnswer, *_VERDICT, commands.FollowUp, commands.EditAnswer, commands.Reword,
        commands.FindTopic, commands.Undo, commands.ShowAll, commands.OtherGaps, commands.Written, commands.Done,
        commands.ToTheList, Back,
    )  # fmt: skip

    app = getters.app(FieldAssess)
    head = getters.query_one(Head)
    list = getters.query_one("#topics", Rows)
    verdicts = getters.query_one("#verdicts", Rows)
    put = getters.query_one("#put", Answer)
    answer = getters.query_one("#answer", Answer)
    status = getters.query_one("#status", PlainStatic)

    def __init__(self, session: Session, workspace: Workspace, how: How | None = None) -> None:
        """Go on with `session`; answers are `how`, or as the last one in it was."""
        super().__init__()
        self.session, self.workspace = session, workspace
        last = next((e.body for e in reversed(session.visit.live) if isinstance(e.body, Asked)), None)
        self.how: How = how or (last.how if last else "oral")
        self.stage: Stage = "list"
        self.topic: Topic | None = None
        self.parts: set[str] = set()
        self.elsewhere = False
        self._suggested = ""
        self._follows: str | None = None
        self._replaces: str | None = None
        self._open_only, self._gaps = True, False

    def body(self) -> ComposeResult:
        yield Head()
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield PlainStatic(id="left-title", classes="title")
                yield Rows(id="topics", empty="Nothing is open here. Press a to see everything.")
            with VerticalScroll(id="right", can_focus=False):
                yield PlainStatic(id="topic")
                yield PlainStatic("Ask", id="put-title", classes="title")
                yield Answer(placeholder="the question, as you put it", lines=6, id="put")
                yield PlainStatic("Answer", id="answer-title", classes="title")
                yield Answer(placeholder="what the learner says; need not be word for word", lines=10, id="answer")
                yield PlainStatic("What is it worth?", id="verdict-title", classes="title")
                yield Rows(id="verdicts", one_tap=True)
                yield PlainStatic(id="before", style=MUTED)
        yield PlainStatic(id="status")

    async def on_mount(self) -> None:
        self.kept = Kept(self, self.workspace, self.session, "answer")
        self._record(self.session.resume)
        self._read_topics()
        self._say("")
        found = await self.kept.load()
        again = self._find(found.refs[0]) if found and found.refs else None
        if found is None or again is None:
            self._show(self._find(self.list.cursor_key))
            self.list.focus()
            return
        self._show(again, found.fields.get("put", again.question), found.text)
        self.parts = set(found.refs[1:])
        self._follows, self._replaces = found.fields.get("follows"), found.fields.get("replaces")
        self.list.move_to(again.ref)
        self.answer.focus()
        self._say(f"What you typed at {found.at:%H:%M} is back; it is not recorded yet", ACCENT)

    def on_unmount(self) -> None:
        self.kept.flush()

    # What is shown -----------------------------------------------------------------------------------------------

    def _read_topics(self) -> None:
        self._all = topics.knowledge(self.session)
        self._other = topics.gaps(self.session)
        shown = self._other if self._gaps else self._all
        self.list.set_rows(list_rows(shown, open_only=self._open_only))
        still = sum(topic.open for topic in shown)
        words = "Other gaps" if self._gaps else self.session.pack.vocabulary.knowledge.many.capitalize()
        self.query_one("#left-title", PlainStatic).show(f"{words}: {still} open")

    def _find(self, ref: str | None) -> Topic | None:
        return next((t for t in (*self._all, *self._other) if t.ref == ref), None)

    def _show(self, topic: Topic | None, put: str | None = None, answer: str = "") -> None:
        """Bring a topic to the right, with the pack's question unless another is given."""
        self.topic, self.parts, self.elsewhere = topic, set(), False
        self._follows = self._replaces = None
        self._suggested = topic.question if topic else ""
        self.put.fill(self._suggested if put is None else put)
        self.answer.fill(answer)
        self._show_topic()

    def _show_topic(self) -> None:
        topic = self.topic
        if topic is None:
            self.query_one("#topic", PlainStatic).show("")
            return
        of = f"  {topic.unit.ref}" if len(self.session.units) > 1 else ""
        known = f"\nShown before: {topic.before}" if topic.before else ""
        title = content(f"{topic.short}{of} {topic.statement.text or topic.statement.prompt}", "bold")
        self.query_one("#topic", PlainStatic).show(title + content(known, MUTED))
        self.query_one("#put-title", PlainStatic).show("Ask further" if self._follows else "Ask")
        self.query_one("#before", PlainStatic).show(asked_before(self.session, topic), MUTED)
        self._show_verdicts()

    def _show_verdicts(self) -> None:
        if self.topic:
            alike = self.session.alike(self._refs)
            self.verdicts.set_rows(verdict_rows(self.topic, self.parts, alike, self.elsewhere))

    def _say(self, text: str, style: str = MUTED) -> None:
        """Say in the last line what happened; a failure also stands in the head until it is mended."""
        failed = style == BAD
        number, learner = self.session.visit.number, self.session.portfolio.name
        saved = content("✗ NOT saved", BAD) if failed else content("✓ saved", GOOD)
        self.head.show(f"{learner} · questions · {self.how}", content(f"{number}  ") + saved)
        self.status.show(text, style)

    def _watch_stage(self, stage: Stage) -> None:
        self.stage = stage
        self.set_class(stage != "list", "-asking")
        self.set_class(stage == "verdict", "-ended")
        marks = {"put-title": self.put, "answer-title": self.answer, "verdict-title": self.verdicts}
        for title, place in marks.items():
            self.query_one(f"#{title}").set_class(self.focused is place, "-here")
        self.query_one("#left-title").set_class(stage == "list", "-here")
        self.refresh_bindings()

    @on(events.DescendantFocus)
    def _focus_moved(self) -> None:
        if self.focused is self.list:
            self._watch_stage("list")
        elif self.focused is self.verdicts:
            self._watch_stage("verdict")
        elif self.focused in (self.put, self.answer):
            self._watch_stage("answer")

    def possible(self, command: type[Command]) -> bool | None:
        stages = _SHARED.get(command)
        if command is commands.OtherGaps and not (self._gaps or self._other_gaps_exist):
            return False
        if command is commands.OtherUnits:
            return self.stage == "verdict" and bool(self.topic and self.session.alike(self._refs))
        if command in (commands.FollowUp, commands.EditAnswer) and self.stage == "list":
            return self._last_asked is not None
        if stages is not None:
            return self.stage in stages and self.topic is not None
        for stage, own in (("list", _LIST), ("answer", _ANSWER), ("verdict", _VERDICT)):
            if command in own:
                return self.stage == stage
        return True

    @property
    def _other_gaps_exist(self) -> bool:
        return bool(getattr(self, "_other", ()))

    # Choosing what to ask ----------------------------------------------------------------------------------------

    @property
    def _unfinished(self) -> bool:
        """Whether there is something in the right pane that would be lost by showing another topic."""
        return bool(self.answer.text.strip()) or self.put.text != self._suggested

    @on(Rows.Highlighted, "#topics")
    def _topic_under_cursor(self, event: Rows.Highlighted) -> None:
        if not self._unfinished and (self.topic is None or event.key != self.topic.ref):
            self._show(self._find(event.key))
        self.refresh_bindings()

    @on(Rows.Chosen, "#topics")
    def action_ask_command(self) -> None:
        chosen = self._find(self.list.cursor_key)
        if chosen is None:
            return
        if self._unfinished and self.topic and chosen.ref != self.topic.ref:
            self._say(f"First {self.topic.short}: its answer is not recorded yet", ACCENT)
            self.verdicts.focus()
        else:
            if self.topic is None or chosen.ref != self.topic.ref:
                self._show(chosen)
            self.answer.focus()

    @work
    async def action_find_topic_command(self) -> None:
        shown = self._other if self._gaps else self._all
        rows = [
            Row(t.ref, t.statement.prompt, left=t.short, right=t.mark, more=t.unit.title, find=t.question)
            for t in shown
        ]
        ref = await self.app.push_screen_wait(Pick("What do you want to ask about?", rows))
        if ref is None:
            return
        if not self.list.move_to(ref):
            self._open_only = False
            self._read_topics()
            self.list.move_to(ref)
        self.list.focus()

    def action_show_all_command(self) -> None:
        self._open_only = not self._open_only
        self._read_topics()

    def action_other_gaps_command(self) -> None:
        self._gaps = not self._gaps
        self._read_topics()
        self.refresh_bindings()

    def action_written_command(self) -> None:
        self.how = "written" if self.how == "oral" else "oral"
        self._say(f"Answers are recorded as {self.how}")
        self._keep()

    # Question and answer -----------------------------------------------------------------------------------------

    @on(TextArea.Changed)
    def _keep(self) -> None:
        """Have what is typed kept on disk, with all that belongs to it."""
        if self.topic is None:
            return
        if not self._unfinished:
            self.kept.put("")
            return
        beside = {"put": self.put.text, "follows": self._follows, "replaces": self._replaces}
        refs = (self.topic.ref, *sorted(self.parts))
        self.kept.put(self.answer.text, refs, {name: value for name, value in beside.items() if value})

    @on(Kept.Wrote)
    def _draft_written(self, event: Kept.Wrote) -> None:
        self._say(event.trouble, BAD if event.trouble else MUTED)

    def action_reword_command(self) -> None:
        self.put.focus()

    @on(Answer.Ended)
    def action_end_answer_command(self) -> None:
        if self.focused is self.put:
            self.answer.focus()
        else:
            self._show_verdicts()
            self.verdicts.focus()

    def action_to_the_list_command(self) -> None:
        self.list.focus()

    def on_key(self, event: events.Key) -> None:
        if self.stage == "verdict" and event.character in {row.key for row in self.verdicts.rows}:
            event.stop()
            self._choose(event.character)

    @on(Rows.Chosen, "#verdicts")
    def _verdict_chosen(self, event: Rows.Chosen) -> None:
        self._choose(event.key)

    def _choose(self, key: str) -> None:
        acts: dict[str, Callable[[], object]] = {
            "s": self.action_satisfied_command,
            "p": self.action_partly_command,
            "n": self.action_not_yet_command,
            "l": self.action_leave_unjudged_command,
            "o": self.action_other_units_command,
        }
        if act := acts.get(key):
            act()
        elif self.topic:
            self.parts ^= {self.topic.unit.full(p.ref) for p in self.topic.parts if self.topic.letter(p) == key}
            self._show_verdicts()
            self._keep()

    def action_other_units_command(self) -> None:
        self.elsewhere = not self.elsewhere
        self._show_verdicts()

    # Recording ---------------------------------------------------------------------------------------------------

    @property
    def _refs(self) -> tuple[str, ...]:
        """What the answer is about: the ticked parts, or else the whole statement."""
        return tuple(sorted(self.parts)) or ((self.topic.ref,) if self.topic else ())

    def action_satisfied_command(self) -> None:
        self._judge("satisfied")

    def action_partly_command(self) -> None:
        self._judge("partly")

    def action_not_yet_command(self) -> None:
        self._judge("not yet")

    def action_leave_unjudged_command(self) -> None:
        if self.answer.text.strip():
            self._judge("not judged")
        else:
            self._begin_anew("Nothing was answered, and nothing recorded")

    def _judge(self, verdict: AnswerVerdict) -> Entry | None:
        """Record question, answer and verdict as one entry; every unit it counts for is among its refs."""
        if not self.answer.text.strip():
            self._say("Write what was answered first; “no answer” will do", ACCENT)
            self.answer.focus()
            return None
        # An answer that fell short here is no finding about units in which it was not asked.
        alike = self.session.alike(self._refs) if self.elsewhere and verdict in ("satisfied", "partly") else []
        refs = (*self._refs, *alike)
        entry = self._record(
            lambda: self.session.ask(
                self.put.text.strip() or self._suggested,
                refs,
                answer=self.answer.text.strip(),
                verdict=verdict,
                how=self.how,
                source=self.topic.ref if self.topic else None,
                follows=self._follows,
                replaces=self._replaces,
                draft=self.kept.id,
            )
        )
        if entry:
            self._begin_anew(f"✓ {said(entry, self.session)}", GOOD)
        return entry

    def _record(self, act: Callable[[], Entry | None]) -> Entry | None:
        """Record one act; when it failed, the screen says so and everything typed stays."""
        try:
            return act()
        except NotRecorded as error:
            self._say(str(error), BAD)
            return None

    def _begin_anew(self, words: str, style: str = MUTED) -> None:
        self.kept.drop()
        self.answer.fill("")
        self.put.fill(self._suggested)
        self._read_topics()
        self._show(self._find(self.list.cursor_key))
        self.list.focus()
        self._say(words, style)

    @property
    def _last_asked(self) -> Entry | None:
        """The last question recorded here about what is in the right pane."""
        asked = [e for e in self.session.visit.live if isinstance(e.body, Asked)]
        return next((e for e in reversed(asked) if self.topic and self.topic.ref in short_refs(e)), None)

    def action_follow_up_command(self) -> None:
        first = self._judge("not judged") if self.stage == "verdict" else self._last_asked
        if first is None or not isinstance(first.body, Asked):
            return
        self._show(self._find(first.body.source), "")
        self._suggested, self._follows = "", first.id
        self._show_topic()
        self.put.focus()
        self._say("Type the follow-up question; enter goes on to the answer", ACCENT)

    def action_edit_answer_command(self) -> None:
        if self.stage == "list" and self._last_asked and not self._unfinished:
            self._take_up(self._last_asked, replaces=self._last_asked.id)
        self.answer.focus()

    def _take_up(self, entry: Entry, replaces: str | None) -> None:
        """Bring a recorded question back to be judged anew, in place of the entry `replaces`."""
        if not isinstance(entry.body, Asked):
            return
        topic = self._find(entry.body.source)
        if topic is None:
            return
        self._show(topic, entry.body.question, entry.body.answer)
        self.parts = {ref for ref in entry.body.refs if ref.startswith(f"{topic.ref}.")}
        self.elsewhere = any(not ref.startswith(f"{topic.unit.ref}/") for ref in entry.body.refs)
        self._follows, self._replaces = entry.body.follows, replaces
        self.list.move_to(topic.ref)
        self._show_topic()
        self._keep()

    def action_undo_command(self) -> None:
        entry = self._record(self.session.undo)
        if entry is None:
            if not self.session.last_act:
                self._say("There is nothing to take back")
            return
        self._read_topics()
        self._say(f"Taken back: {said(entry, self.session)}", ACCENT)
        if not self._unfinished:
            self._take_up(entry, replaces=None)
            self.verdicts.focus()

    # Leaving -----------------------------------------------------------------------------------------------------

    def action_back_command(self) -> None:
        self._record(self.session.pause)
        self.dismiss()

    @work
    async def action_done_command(self) -> None:
        from fieldassess.screens.finish import Finish

        if self._unfinished:
            self._say("The answer in hand is not recorded yet: judge it, or leave it unjudged", ACCENT)
            self.verdicts.focus()
        elif await self.app.push_screen_wait(Finish(self.session, self.workspace)) == "observe":
            self._read_topics()
        else:
            self.dismiss()
