"""What the question screen shows: the list of what to ask about, beside it the question, and what was done last."""

from typing import Literal

from textual import events, getters, on
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from fieldassess.commands import Command
from fieldassess.commands import question as commands
from fieldassess.screens.kept import KeepsText
from fieldassess.screens.question import topics
from fieldassess.screens.question.pane import AskPane
from fieldassess.screens.question.rows import list_rows
from fieldassess.screens.question.topics import Topic
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import MUTED, PlainStatic, content
from fieldassess.widgets.rows import Rows
from sessions.bodies import Asked
from sessions.session import Session
from sessions.workspace import Workspace
from unitdata import Pack

Stage = Literal["list", "answer", "verdict"]
How = Literal["oral", "written"]


class QuestionView(KeepsText[None]):
    """Head, list, pane and last act of a session of questions."""

    DEFAULT_CSS = """
    QuestionView {
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
        self.other_gaps: list[Topic] = []
        self.open_only, self.gaps = True, False

    def body(self) -> ComposeResult:
        yield Head()
        with Horizontal(id="panes"):
            with Vertical(id="left"):
                yield PlainStatic(id="left-title", classes="title")
                yield Rows(id="topics", empty="Nothing is open here. Press a to see everything.")
            yield AskPane(self.session)
        yield PlainStatic(id="status")

    @property
    def listed(self) -> list[Topic]:
        """What the list is made of: knowledge, or the other gaps."""
        return self.other_gaps if self.gaps else self._knowledge

    def read_topics(self) -> None:
        """Show in the list what is open now."""
        covers = topics.measure(self.session)
        self._knowledge = topics.knowledge(covers)
        self.other_gaps = topics.gaps(covers, interview=self.session.pack.gaps_by_interview)
        self.topics.set_rows(list_rows(self.listed, open_only=self.open_only))
        words = "Other gaps" if self.gaps else self.session.pack.vocabulary.knowledge.many.capitalize()
        still, count = sum(topic.open for topic in self.listed), len(self.listed)
        listed = f"open {still} of {count}" if self.open_only else f"all {count}, {still} open"
        self.query_one("#left-title", PlainStatic).show(f"{words}: {listed}")
        self.refresh_bindings()

    def find(self, ref: str | None) -> Topic | None:
        """The topic of a statement (`UNIT/ref`), listed or no longer so."""
        listed = next((t for t in (*self._knowledge, *self.other_gaps) if t.ref == ref), None)
        return listed or topics.about(self.session, ref)

    @property
    def stated(self) -> tuple[Pack, str] | None:
        return (self.session.pack, self.pane.topic.ref) if self.pane.topic else None

    def say(self, text: str, style: str = MUTED) -> None:
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
            commands.ShowAll: "All" if self.open_only else "Open only",
            commands.OtherGaps: "Knowledge" if self.gaps else "Other gaps",
            commands.Written: "Written" if self.how == "oral" else "Oral",
        }
        return words.get(command) or super().label(command)
