"""The right half of the question screen: one question as it is put, its answer, and what that may be worth."""

from dataclasses import dataclass, field

from textual import getters
from textual.app import ComposeResult
from textual.containers import VerticalScroll

from fieldassess.screens.question.rows import asked_before, verdict_rows
from fieldassess.screens.question.topics import Topic
from fieldassess.widgets.answer import Answer
from fieldassess.widgets.plain import MUTED, STRONG, PlainStatic, content, join
from fieldassess.widgets.rows import Rows
from fieldassess.wording import in_words
from sessions.bodies import Asked
from sessions.draft import Draft
from sessions.entry import Entry
from sessions.session import Session


@dataclass
class Asking:
    """What stands beside the text: the ticked parts (`UNIT/ref`), and how the entry hangs together with others."""

    parts: set[str] = field(default_factory=set)
    elsewhere: bool = False
    follows: str | None = None
    replaces: str | None = None

    @property
    def fields(self) -> dict[str, str]:
        """Everything but `parts` as a draft keeps it."""
        return {"elsewhere": "yes" * self.elsewhere, "follows": self.follows or "", "replaces": self.replaces or ""}

    @classmethod
    def kept(cls, draft: Draft) -> "Asking":
        """What a draft kept; its first ref is the topic, and the others are the ticked parts."""
        fields = draft.fields
        return cls(
            parts=set(draft.refs[1:]),
            elsewhere=bool(fields.get("elsewhere")),
            follows=fields.get("follows") or None,
            replaces=fields.get("replaces") or None,
        )


class AskPane(VerticalScroll):
    """Question and answer to be typed, and the list of verdicts, which appears when the answer is ended."""

    DEFAULT_CSS = """
    AskPane {
        width: 3fr;
        #topic, #before { padding: 0 1; }
        #topic, #put { margin-bottom: 1; }
        #put { text-style: bold; }
        #put, #answer { background: $background; }
        #put:focus, #answer:focus { background: $panel; }
        #verdict-title, #verdicts { display: none; }
        #verdicts { height: auto; }
        #before { margin-top: 1; }
    }
    .-short AskPane, .-ended AskPane {
        #topic, #put { margin: 0; }
    }
    .-narrow.-ended AskPane #put-title { display: none; }
    .-ended AskPane {
        #verdict-title, #verdicts { display: block; }
        #answer { max-height: 4; }
    }
    """
    SCOPED_CSS = False

    verdicts = getters.query_one("#verdicts", Rows)
    put = getters.query_one("#put", Answer)
    answer = getters.query_one("#answer", Answer)

    def __init__(self, session: Session) -> None:
        super().__init__(can_focus=False)
        self._session = session
        self.topic: Topic | None = None
        self.asking = Asking()
        self._suggested = ""

    def compose(self) -> ComposeResult:
        yield PlainStatic(id="topic")
        yield PlainStatic("Ask", id="put-title", classes="title")
        yield Answer(placeholder="the question, as you put it", lines=6, id="put")
        yield PlainStatic("Answer", id="answer-title", classes="title")
        yield Answer(
            placeholder=in_words("what the learner says; need not be word for word", self._session.pack.vocabulary),
            lines=10,
            id="answer",
        )
        yield PlainStatic("What is it worth?", id="verdict-title", classes="title")
        yield Rows(id="verdicts", one_tap=True)
        yield PlainStatic(id="before", style=MUTED)

    @property
    def refs(self) -> tuple[str, ...]:
        """What the answer is about: the ticked parts, or else the whole statement."""
        return tuple(sorted(self.asking.parts)) or ((self.topic.ref,) if self.topic else ())

    @property
    def alike(self) -> list[str]:
        """The same statements in the learner's other units."""
        return self._session.alike(self.refs)

    @property
    def question(self) -> str:
        """The question as it is put."""
        return self.put.text.strip() or self._suggested

    @property
    def unfinished(self) -> bool:
        """Whether there is something that would be lost by showing another topic."""
        return bool(self.answer.text.strip()) or self.put.text != self._suggested

    def show(self, topic: Topic | None) -> None:
        """Bring a topic here, with the pack's question."""
        suggested = topic.question if topic else ""
        self._fill(topic, Asking(), suggested, suggested, "")

    def follow(self, topic: Topic, first: Entry) -> None:
        """Make room for a further question after the one in `first`."""
        self._fill(topic, Asking(follows=first.id), "", "", "")

    def take_up(self, topic: Topic, asked: Asked, replaces: str | None) -> None:
        """Bring what was recorded back, to be changed or judged anew, in place of the entry `replaces`."""
        parts = {ref for ref in asked.refs if ref.startswith(f"{topic.ref}.")}
        elsewhere = any(not ref.startswith(f"{topic.unit.ref}/") for ref in asked.refs)
        asking = Asking(parts, elsewhere, asked.follows, replaces)
        self._fill(topic, asking, topic.question, asked.question, asked.answer)

    def restore(self, topic: Topic, draft: Draft) -> None:
        """Bring back what was being typed."""
        self._fill(topic, Asking.kept(draft), topic.question, draft.fields.get("put", topic.question), draft.text)

    def _fill(self, topic: Topic | None, asking: Asking, suggested: str, put: str, answer: str) -> None:
        self.topic, self.asking, self._suggested = topic, asking, suggested
        self.put.fill(put)
        self.answer.fill(answer)
        if topic:
            of = f"{topic.unit.ref} " if len(self._session.units) > 1 else ""
            title = content(f"{of}{topic.short} {topic.statement.text or topic.statement.prompt}", STRONG)
            known = f"\nShown before: {topic.before}" if topic.before else ""
            self.query_one("#topic", PlainStatic).show(join(title, content(known, MUTED)))
            self.query_one("#before", PlainStatic).show(asked_before(self._session, topic), MUTED)
            self.query_one("#put-title", PlainStatic).show("Ask further" if asking.follows else "Ask")
        self.show_verdicts()

    def show_verdicts(self) -> None:
        """List what can be said of the answer, as the parts are ticked."""
        if self.topic:
            words, asking = self._session.pack.vocabulary, self.asking
            self.verdicts.set_rows(verdict_rows(self.topic, asking.parts, self.alike, asking.elsewhere, words))

    @property
    def letters(self) -> dict[str, str]:
        """The letters of the topic's parts, and the `UNIT/ref` of each."""
        topic = self.topic
        return {topic.letter(part): topic.unit.full(part.ref) for part in topic.parts} if topic else {}

    def turn_part(self, letter: str) -> None:
        """Tick the part with this letter, or take the tick away."""
        self.asking.parts ^= {self.letters[letter]}
        self.show_verdicts()

    def turn_elsewhere(self) -> None:
        """Let the answer count in the learner's other units too, or not."""
        self.asking.elsewhere = not self.asking.elsewhere
        self.show_verdicts()
