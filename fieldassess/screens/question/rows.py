"""How topics, verdicts and what was asked are put in rows and words."""

from collections.abc import Iterator, Sequence

from fieldassess.screens.question.topics import Topic
from fieldassess.widgets.plain import BAD, GOOD, MUTED, WARN, Text, content
from fieldassess.widgets.row import Row, headed
from sessions.bodies import Asked
from sessions.entry import Entry
from sessions.session import Session
from unitdata import Vocabulary

_STYLES = {"✓": GOOD, "NY": BAD, "½": WARN}
_MARK_WIDTH = 2


def list_rows(topics: Sequence[Topic], *, open_only: bool) -> list[Row]:
    """The topics by unit, open ones first, each with its parts while it is open."""
    units = {topic.unit.ref: topic.unit for topic in topics}
    rows: list[Row] = []
    for unit in units.values():
        own = [topic for topic in topics if topic.unit is unit]
        wanted = [topic for topic in own if topic.open or not open_only]
        if wanted:
            still = sum(topic.open for topic in own)
            rows.append(headed(f"{unit.ref} {unit.title}", f"{still} of {len(own)}", key=unit.ref))
        for topic in sorted(wanted, key=lambda topic: not topic.open):
            rows += _topic_rows(topic)
    return rows


def _topic_rows(topic: Topic) -> Iterator[Row]:
    mark = content(topic.mark.ljust(_MARK_WIDTH), _STYLES.get(topic.mark, ""))
    why = "" if topic.why in ("", "not seen", "not asked") else topic.why
    yield Row(topic.ref, topic.statement.prompt, left=mark + content(f" {topic.short}"), more=why)
    for part in topic.parts if topic.open else ():
        full = topic.unit.full(part.ref)
        known: Text = content("✓", GOOD) if full in topic.known else ""
        words = f"{topic.letter(part)} {part.prompt}"
        yield Row(full, words, right=known, heading=True, strong=False, indent=6)


def find_rows(topics: Sequence[Topic]) -> list[Row]:
    """The topics as they are found by their words."""
    return [
        Row(
            t.ref,
            t.statement.prompt,
            left=t.short,
            right=t.mark,
            more=t.unit.title,
            find=t.question,
            wording=t.wording,
        )
        for t in topics
    ]


def verdict_rows(topic: Topic, chosen: set[str], alike: Sequence[str], elsewhere: bool, words: Vocabulary) -> list[Row]:
    """What can be said of an answer, one key each: parts to tick, where else it serves, and the verdicts."""
    rows = []
    for part in topic.parts:
        full = topic.unit.full(part.ref)
        box = "☑" if full in chosen else "☐"
        shown = content("shown before", MUTED) if full in topic.known else ""
        rows.append(Row(topic.letter(part), f"{box} {part.prompt}", left=topic.letter(part), right=shown))
    if alike:
        box = "☑" if elsewhere else "☐"
        rows.append(Row("o", f"{box} Also answers {_elsewhere(topic, alike, words)}", left="o", more=", ".join(alike)))
    what = _parts_in_words(topic, chosen)
    rest = [part for part in topic.parts if topic.unit.full(part.ref) not in chosen | topic.known]
    rows.append(Row("s", f"Satisfied: {what}{' (rest stays open)' if chosen and rest else ''}", left="s"))
    partly = f"Partly: {what} known only in part" if chosen else "Partly: stays open"
    rows.append(Row("p", partly, left="p"))
    rows.append(Row("n", "Not yet: fell short", left="n"))
    rows.append(Row("l", "Leave: asked, not judged", left="l"))
    return rows


def _elsewhere(topic: Topic, alike: Sequence[str], words: Vocabulary) -> str:
    """`it in 7 other units`; `K3 too` for statements of the same unit that say the same."""
    units = {ref.partition("/")[0] for ref in alike} - {topic.unit.ref}
    if units:
        return f"it in {_other(len(units), words)}"
    return f"{', '.join(topic.unit.short(ref.partition('/')[2]) for ref in alike)} too"


def _other(count: int, words: Vocabulary) -> str:
    return f"{count} other {words.unit.one if count == 1 else words.unit.many}"


def _parts_in_words(topic: Topic, chosen: set[str]) -> str:
    letters = [topic.letter(part) for part in topic.parts if topic.unit.full(part.ref) in chosen]
    if not letters:
        return f"the whole of {topic.short}" if topic.parts else topic.short
    return f"{topic.short} {', '.join(letters)}"


def said(entry: Entry, session: Session) -> str:
    """An act in a few words, for the line that says what was recorded or taken back."""
    body = entry.body
    if not isinstance(body, Asked):
        return f"{body.kind} of {entry.happened:%H:%M}"
    units = {ref.partition("/")[0] for ref in body.refs}
    own = (body.source or body.refs[0]).partition("/")[0] if body.refs else ""
    pack = session.pack
    shorts = (pack.unit[own].short(ref.partition("/")[2]) for ref in body.refs if ref.startswith(f"{own}/"))
    unit = f"{own} " if len(session.units) > 1 else ""
    others = len(units - {own})
    also = f" and in {_other(others, session.pack.vocabulary)}" if others else ""
    return f"{unit}{', '.join(shorts)}{also} {body.verdict}, {entry.happened:%H:%M}"


def statements(entry: Entry) -> set[str]:
    """What a question was about: the statement it came from, and all it was recorded for."""
    if not isinstance(entry.body, Asked):
        return set()
    source = {entry.body.source} if entry.body.source else set()
    return source | set(entry.body.refs)


def asked_before(session: Session, topic: Topic) -> str:
    """What this session has already asked about a topic: time, verdict, question and answer."""
    entries = [e for e in session.visit.live if topic.ref in statements(e)]
    lines = []
    for entry in entries:
        if isinstance(entry.body, Asked):
            lines.append(f"{entry.happened:%H:%M} {entry.body.verdict}: {entry.body.question}\n{entry.body.answer}")
    return "\n".join(lines)
