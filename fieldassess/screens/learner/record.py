"""The record of one session, in full and to read only: what was seen and asked, said, judged and signed."""

from collections.abc import Iterable, Iterator
from typing import ClassVar, Final, TypeAlias, TypeVar

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.commands import Back, Command
from fieldassess.commands.learner import TakeUp
from fieldassess.dates import show_date, show_weekday
from fieldassess.screens.records import RecordsPage, page_to_go_on
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import BAD, GOOD, MUTED, STRONG, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from fieldassess.wording import in_words
from sessions.bodies import Asked, Feedback, Noted, Opened, Planned, Signed, Withdrawn
from sessions.conditions import barred
from sessions.entry import Entry
from sessions.packs import PackMissing
from sessions.portfolio import Portfolio
from sessions.rows import follow
from sessions.told import Mark
from sessions.visit import Visit
from unitdata import Pack, Vocabulary

STATES: Final = {
    "open": "not finished",
    "paused": "paused",
    "writing up": "writing up",
    "signed": "signed",
    "answered": "answered",
}
_LABEL: Final = 10
_SHOWN: Final = {"met": "✓", "covered": "✓", "confirmed": "✓ confirmed", "inferred": "✓ inferred", "not yet": "NY"}
_KNOWN: Final = {"told": "told by", "looked": "looked at", "inferred": "inferred from"}
Kind = TypeVar("Kind")


class SessionRecord(RecordsPage[None]):
    """One session as its entries tell it."""

    TITLE = "Session record"
    HELP = """Everything that was recorded in one session. On the device that opened it, s goes on with it: to collect \
a signature, or to change something with a reason. What changed after signing stands at the end as an amendment."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (TakeUp, Back)

    head = getters.query_one(Head)
    rows = getters.query_one(Rows)

    def __init__(self, learner_id: str, session_id: str) -> None:
        super().__init__()
        self._learner_id = learner_id
        self._session_id = session_id
        self._own = False
        self._pack: Pack | None = None

    @property
    def vocabulary(self) -> Vocabulary | None:
        return self._pack.vocabulary if self._pack else None

    def possible(self, command: type[Command]) -> bool | None:
        return self._own if command is TakeUp else True

    @work
    async def action_take_up_command(self) -> None:
        workspace, learner = self.app.workspace, self._learner_id
        if page := await page_to_go_on(self.app, learner, self._session_id):
            await self.app.push_screen_wait(page)
        await self.app.in_background(lambda: follow(workspace, learner))
        self.read_again()

    def body(self) -> ComposeResult:
        yield Head()
        yield Rows(empty="Reading…")

    def read(self) -> tuple[Portfolio, Visit, Pack | None]:
        """The learner's portfolio, the session, and its pack where that is here."""
        workspace = self.app.workspace
        portfolio = workspace.learner(self._learner_id).portfolio
        visit = portfolio.visits[self._session_id]
        try:
            pack = workspace.packs.read(visit.opened.pack).pack if visit.opened else None
        except PackMissing:
            pack = None
        return portfolio, visit, pack

    @on(RecordsPage.Read)
    def _was_read(self, event: RecordsPage.Read) -> None:
        portfolio, visit, pack = event.found
        self._pack = pack
        self._own = visit.opened is not None and visit.opening.device == self.app.workspace.device.id
        self.refresh_bindings()
        self.head.show(f"{portfolio.name} · {show_weekday(visit.day)}", f"{visit.number}  {STATES[visit.state]}")
        parts = list(session_lines(portfolio, visit, pack))
        self.rows.set_rows([_row(number, part) for number, part in enumerate(parts)])
        self.rows.action_edge(False)


Line: TypeAlias = tuple[str, Text, Text]
"""A title ("" for none), what stands left, and the words."""


def _row(number: int, line: Line) -> Row:
    title, left, words = line
    if title:
        return headed(title, key=f"heading:{number}")
    return Row(str(number), words, left=left, wrap=True)


def ref_words(ref: str, pack: Pack | None) -> str:
    """`U09602 1.5 Stays courteous and helpful under pressure`."""
    statement = pack.statement(ref) if pack else None
    unit, _, inner = ref.partition("/")
    if pack and unit in pack.unit:
        inner = pack.unit[unit].short(inner)
    return f"{unit} {inner} {statement.prompt if statement else ''}".rstrip()


def signed_words(visit: Visit, words: Vocabulary | None) -> str:
    """`signed by assessor; candidate declined`."""
    last = {signed.role: signed.how for _, signed in _of(visit.live, Signed)}
    signed = [role for role in last if visit.signature(role)]
    others = [f"{role} {how}" for role, how in last.items() if how in ("to follow", "declined")]
    return in_words("; ".join([f"signed by {', '.join(signed) or 'nobody yet'}", *others]), words)


def session_lines(portfolio: Portfolio, visit: Visit, pack: Pack | None) -> Iterator[Line]:
    """The whole record of a session, line by line."""
    words = pack.vocabulary if pack else None
    if visit.opened:
        yield "Opening", "", ""
        opening = _opening(visit, visit.opened, pack)
        yield from (("", _label(in_words(label, words)), said) for label, said in opening if said)
    yield from _seen(visit, pack)
    asked = list(_of(visit.live, Asked))
    if asked:
        yield "Questions and answers", "", ""
        yield from (("", _time(entry), _question(body, pack)) for entry, body in asked)
    yield from _said(visit, words)
    yield from _agreed(portfolio, visit, pack)
    yield from _signatures(visit, words)
    yield from _amended(visit, pack)


def _opening(visit: Visit, opened: Opened, pack: Pack | None) -> Iterator[tuple[str, str]]:
    yield "began", f"{show_weekday(visit.day)} {visit.opening.happened:%H:%M}"
    yield "assessor", f"{opened.assessor}, {opened.standing}"
    yield "method", opened.method
    titles = {ref: pack.unit[ref].title for ref in opened.units if pack and ref in pack.unit}
    yield "units", "; ".join(f"{ref} {titles.get(ref, '')}".strip() for ref in opened.units)
    yield "setting", opened.setting
    yield "purpose", opened.purpose
    yield "circumstances", opened.circumstances
    yield "present", ", ".join(opened.present)
    yield "manager told", {True: "yes", False: "no", None: ""}[opened.manager_told]
    yield "planned", "; ".join(ref_words(ref, pack) for ref in opened.planned)
    if visit.clock_went_back():
        yield "note", "the device's clock was set back during this session"


def _seen(visit: Visit, pack: Pack | None) -> Iterator[Line]:
    """The narrative, moment by moment, and what each showed."""
    moments: dict[int | None, None] = dict.fromkeys(visit.moments)
    by_moment: dict[int | None, list[Mark]] = {}
    for found in visit.marks.values():
        for mark in found:
            if mark.known != "questions":
                by_moment.setdefault(mark.moment, []).append(mark)
    for number in [*moments, *(m for m in by_moment if m not in moments)]:
        notes = [(entry, body) for entry, body in _of(visit.notes, Noted) if body.moment == number]
        marks = by_moment.get(number, [])
        if notes or marks:
            yield _moment_title(visit, number), "", ""
            yield from (("", _time(entry), _note(body, pack)) for entry, body in notes)
            yield from (("", _sign(mark, pack), _mark(mark, pack)) for mark in marks)


def _moment_title(visit: Visit, number: int | None) -> str:
    if number is None:
        return "In general"
    moment = visit.moments.get(number)
    circumstances = [*(moment.situations if moment else ()), moment.setting if moment and moment.setting else ""]
    return " · ".join(filter(None, [f"Customer or incident {number}", ", ".join(filter(None, circumstances))]))


def _note(note: Noted, pack: Pack | None) -> Text:
    how = " ".join(filter(None, (_KNOWN.get(note.known, ""), note.source)))
    tied = "tied to " + "; ".join(ref_words(ref, pack) for ref in note.refs) if note.refs else ""
    return lines([note.text, *(content(part, MUTED) for part in (how, tied) if part)])


def _sign(mark: Mark, pack: Pack | None) -> Text:
    if _why_not(mark, pack):
        return content("× ", WARN)
    words = _SHOWN.get(mark.shown, mark.shown)
    return content(words.ljust(2), BAD if mark.shown == "not yet" else GOOD)


def _why_not(mark: Mark, pack: Pack | None) -> str:
    unit, _, ref = mark.ref.partition("/")
    if pack is None or unit not in pack.unit:
        return ""
    return in_words(barred(pack.unit[unit], ref, mark.setting, mark.known, mark.situations), pack.vocabulary)


def _mark(mark: Mark, pack: Pack | None) -> Text:
    how = _KNOWN.get(mark.known, "").partition(" ")[0]
    parts: list[Text] = [join(ref_words(mark.ref, pack), content(f" ({how})" if how else "", MUTED))]
    if mark.name:
        parts.append(mark.name)
    if mark.reason:
        parts.append(join(content("because ", MUTED), mark.reason))
    if why_not := _why_not(mark, pack):
        parts.append(content(f"does not count: {why_not}", WARN))
    return lines(parts)


def _question(asked: Asked, pack: Pack | None) -> Text:
    answers = "; ".join(ref_words(ref, pack) for ref in asked.refs)
    return lines(
        [
            content(asked.question, STRONG),
            asked.answer or content("no answer noted", MUTED),
            content(f"{asked.how}, {asked.verdict}{': ' if answers else ''}{answers}", MUTED),
        ]
    )


def _said(visit: Visit, words: Vocabulary | None) -> Iterator[Line]:
    feedback, response = visit.feedback, visit.response
    if feedback:
        yield "Judgement and feedback", "", ""
        said = (feedback.why, feedback.well, feedback.to_do)
        yield "", _label("judgement"), feedback.judgement
        yield from (("", _label(label), told) for label, told in zip(_FEEDBACK, said, strict=True) if told)
    if response:
        agrees = {True: "agrees", False: "does not agree", None: "has not said whether they agree"}[response.agrees]
        yield in_words("The learner's response", words), "", ""
        yield "", "", f"{agrees}. {response.comment}".strip()


_FEEDBACK: Final = ("why", "went well", "to do")


def _agreed(portfolio: Portfolio, visit: Visit, pack: Pack | None) -> Iterator[Line]:
    """The next step agreed at the end of the session, whatever was planned later."""
    agreed = [plan for _, plan in portfolio.facts(Planned) if plan.agreed_in == visit.id]
    if agreed:
        plan = agreed[-1]
        yield "Next step", "", ""
        yield "", _label("what"), plan.what
        yield "", _label("when"), show_weekday(plan.when) if plan.when else "to be confirmed"
        yield from (("", _label("to see"), ref_words(ref, pack)) for ref in plan.refs)


def _signatures(visit: Visit, words: Vocabulary | None) -> Iterator[Line]:
    yield "Signatures", "", ""
    signed = list(_of(visit.live, Signed))
    for entry, signature in signed:
        when = f"{show_date(entry.at.date())} {entry.at:%H:%M}"
        yield "", _label(in_words(signature.role, words)), f"{signature.name}, {signature.how}, {when}"
    if not signed:
        yield "", "", content("nobody has signed yet", WARN)


def _amended(visit: Visit, pack: Pack | None) -> Iterator[Line]:
    """What was added or taken back after signing."""
    late = {entry.id: entry for entry in visit.amendments}
    if late:
        yield "Amended after signing", "", ""
        yield from (("", _time(entry), _amendment(entry, visit, pack)) for entry in late.values())


def _amendment(entry: Entry, visit: Visit, pack: Pack | None) -> Text:
    match entry.body:
        case Withdrawn(target=target, reason=reason):
            taken = next((e for e in visit.entries if e.id == target), None)
            return f"took back: {_act(taken, pack) if taken else 'an entry that is not here'}. Reason: {reason}"
        case Feedback(judgement=judgement, reason=reason):
            return f"judgement and feedback given anew: {judgement}. Reason: {reason}"
    return f"added: {_act(entry, pack)}"


def _act(entry: Entry, pack: Pack | None) -> str:
    refs = "; ".join(ref_words(ref, pack) for ref in getattr(entry.body, "refs", ()))
    text = getattr(entry.body, "text", "") or getattr(entry.body, "reason", "")
    return " ".join(filter(None, (entry.body.kind, refs, text)))


def _label(words: str) -> Text:
    return content(words.ljust(_LABEL), MUTED)


def _time(entry: Entry) -> Text:
    return content(f"{entry.happened:%H:%M}", MUTED)


def _of(entries: Iterable[Entry], kind: type[Kind]) -> Iterator[tuple[Entry, Kind]]:
    return ((entry, entry.body) for entry in entries if isinstance(entry.body, kind))
