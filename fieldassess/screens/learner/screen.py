"""One learner: details, units and their progress, visits, the next one, and what people disagree about."""

from collections.abc import Iterator, Sequence
from contextlib import suppress
from datetime import date
from typing import ClassVar, Final

from textual import getters, on, work
from textual.app import ComposeResult

from fieldassess.award import UNKNOWN, achieved_words, missing_words, progress, reserves, sentence
from fieldassess.brief import planned
from fieldassess.commands import Back, Command
from fieldassess.commands.learner import (
    CarryOver,
    ChooseUnits,
    EditDetails,
    EraseLearner,
    History,
    NextVisit,
    Observe,
    OpenRow,
    OtherQualification,
    Question,
    Review,
    SamePerson,
    Settle,
)
from fieldassess.dates import show_date, show_weekday
from fieldassess.screens.base import GoTo
from fieldassess.screens.learner.carry import carry_to, offers_more, other_edition
from fieldassess.screens.learner.details import LABELS, detail_words, edit_details, names_known, stated_by, written_by
from fieldassess.screens.learner.enrol import enrol
from fieldassess.screens.learner.one import OneLearner
from fieldassess.screens.learner.record import STATES, SessionRecord, signed_words
from fieldassess.screens.records import LearnerHere
from fieldassess.screens.review.rows import summary, unit_places, unit_state
from fieldassess.text import counted
from fieldassess.widgets.bar import bar
from fieldassess.widgets.columns import Column, lay
from fieldassess.widgets.head import Head
from fieldassess.widgets.plain import GOOD, MUTED, STRONG, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from fieldassess.widgets.rows import Rows
from sessions.bodies import DETAILS
from sessions.coverage import UnitCover
from sessions.outlook import Outlook
from sessions.shelf import other_editions
from sessions.visit import Visit
from unitdata import PackError, PinnedPack, Ruling, Vocabulary

_UNIT: Final = (
    Column("Unit", 7),
    Column("Title", 10, grow=1),
    Column("Progress", 10, drop=1),
    Column("Open", 12, align="right"),
)
_VISIT: Final = (
    Column("Date", 11),
    Column("Number", 10, grow=1),
    Column("Method", 11, drop=2),
    Column("Units", 8, grow=1, drop=3),
    Column("State", 12, drop=1),
)


class LearnerPage(OneLearner):
    """Everything about one learner, and the way to observe, question and review."""

    TITLE = "Learner"
    HELP = """One learner. Enter opens what the cursor is on: a detail to change, a unit's review, a session's record.

Nothing is overwritten: h shows every value that a detail ever had."""
    COMMANDS_HERE: ClassVar[tuple[type[Command], ...]] = (
        OpenRow, Observe, Question, Review, NextVisit, EditDetails, ChooseUnits, OtherQualification, Settle, History,
        CarryOver, SamePerson, EraseLearner, Back,
    )  # fmt: skip

    head = getters.query_one(Head)
    rows = getters.query_one(Rows)

    def __init__(self, learner_id: str) -> None:
        super().__init__(learner_id)
        self._to_settle = False
        self._editions: list[PinnedPack] = []
        self._more = False
        self._names: dict[str, str] = {}

    def body(self) -> ComposeResult:
        yield Head()
        yield Rows(empty="Reading…")

    def possible(self, command: type[Command]) -> bool | None:
        if command is Settle:
            return self._to_settle
        if command is CarryOver:
            return bool(self._editions)
        if command in (Observe, Question):
            return True if self.outlook and self.outlook.covers else None
        return super().possible(command)

    def read(self) -> tuple[Outlook, dict[str, str], list[PinnedPack], bool]:
        outlook, workspace = self.read_outlook(), self.app.workspace
        others: list[PinnedPack] = []
        if outlook.enrolled and outlook.pack:
            with suppress(PackError):  # one that cannot be read is no reason to show nothing
                others = other_editions(workspace, outlook.pack_id, outlook.enrolled.pack)
        more = any(offers_more(edition, outlook) for edition in others)
        return outlook, names_known(outlook.portfolio, workspace), others, more

    @on(LearnerHere.Read)
    def _was_read(self, event: LearnerHere.Read) -> None:
        outlook: Outlook
        outlook, self._names, self._editions, self._more = event.found
        first = self.outlook is None
        self.outlook, self._to_settle = outlook, bool(outlook.portfolio.disagreements())
        scheme = f" · {outlook.pack.title}" if outlook.pack else ""
        self.head.show(f"{outlook.portfolio.name}{scheme}", outlook.portfolio.detail("number"))
        self.rows.set_rows(self._rows(outlook))
        if first:
            self.rows.action_edge(False)
        self.refresh_bindings()

    def _rows(self, outlook: Outlook) -> list[Row]:
        rows = [
            Row(f"problem:{number}", join(content("! ", WARN), sentence(problem)), wrap=True)
            for number, problem in enumerate(outlook.problems)
        ]
        rows += [headed("Next visit", key="heading:next"), _plan_row(outlook)]
        rows += _award_rows(outlook, self.app.now().date())
        if self._more:
            rows.append(Row("edition", content("· Another edition is here: press c", MUTED)))
        rows += [headed(self.spoken("Units"), summary(outlook), key="heading:units")]
        rows += [_unit_row(cover, outlook.pack.vocabulary) for cover in outlook.covers.values() if outlook.pack]
        if not outlook.covers:
            rows.append(
                Row("units", content(self.spoken("No units yet. Press u to enrol and choose them."), MUTED), wrap=True)
            )
        visits = outlook.portfolio.opened_visits()
        rows += [headed("Visits", str(len(visits) or ""), key="heading:visits")]
        rows += [_visit_row(visit, self.vocabulary) for visit in reversed(visits)]
        if not visits:
            rows.append(Row("visits", content("Nothing recorded yet. Press o to observe.", MUTED), wrap=True))
        rows += [headed("Details", key="heading:details"), *self._detail_rows(outlook)]
        return rows

    def _detail_rows(self, outlook: Outlook) -> Iterator[Row]:
        for name in DETAILS:
            standing = outlook.portfolio.standing(name)
            label = content(LABELS[name].ljust(16), MUTED)
            if len(standing) > 1:
                both = join(content("! ", WARN), " or ".join(detail_words(name, stated.value) for stated in standing))
                said = [stated_by(name, stated, self._names) for stated in standing]
                yield Row(f"detail:{name}", both, left=label, more=lines([*said, "s settles which holds"]))
            else:
                derived = f"{outlook.portfolio.initials}  from the name" if name == "initials" else "–"
                value: Text = detail_words(name, standing[0].value) if standing else content(derived, MUTED)
                yield Row(f"detail:{name}", value, left=label)
        for entry, _ in outlook.portfolio.same_person():
            by = f"{written_by(entry, self._names)}: it is one person. j takes it back"
            yield Row(f"same:{entry.id}", "twice, shown as one", left=content("Registered".ljust(16), MUTED), more=by)

    # what can be done

    def places(self) -> Iterator[tuple[str, str]]:
        return unit_places(self.outlook)

    @on(GoTo)
    def _go_to(self, event: GoTo) -> None:
        self.review(event.key)

    @on(Rows.Chosen)
    async def _chosen(self) -> None:
        await self.run_action(OpenRow.action_name())

    def action_open_row_command(self) -> None:
        kind, _, key = (self.rows.cursor_key or "").partition(":")
        match kind:
            case "visit":
                self.app.push_screen(SessionRecord(self.learner_id, key))
            case "unit":
                self.review(key)
            case "edition":
                self.action_carry_over_command()
            case "units" | "award":
                self.action_choose_units_command()
            case "visits":
                self.action_observe_command()
            case "plan":
                self.action_next_visit_command()
            case "detail" | "problem" if self._to_settle:
                self.action_settle_command()
            case "same":
                self.action_same_person_command()
            case "detail":
                self.action_edit_details_command()

    @work
    async def action_edit_details_command(self) -> None:
        await edit_details(self, self.learner_id)

    @work
    async def action_choose_units_command(self) -> None:
        if pack_id := await enrol(self.app, self.learner_id):
            self.wanted = pack_id
            self.read_again()

    @work
    async def action_carry_over_command(self) -> None:
        outlook = self.outlook
        if outlook is None or outlook.enrolled is None:
            return
        pinned = await other_edition(self.app, outlook.portfolio, outlook.enrolled)
        if pinned and await carry_to(self.app, self.learner_id, pinned):
            self.read_again()

    @work
    async def action_settle_command(self) -> None:
        from fieldassess.screens.learner.settle import settle

        await settle(self, self.learner_id)

    @work
    async def action_same_person_command(self) -> None:
        from fieldassess.screens.learner.same import same_person

        if listed := await same_person(self.app, self.learner_id):
            self._learner_id, self.wanted = listed, None
            self.read_again()

    @work
    async def action_erase_learner_command(self) -> None:
        from fieldassess.screens.learner.erase import erase_learner

        if await erase_learner(self.app, self.learner_id):
            self.dismiss()

    def action_history_command(self) -> None:
        from fieldassess.screens.learner.history import DetailHistory

        self.app.push_screen(DetailHistory(self.learner_id))


def _award_rows(outlook: Outlook, today: date) -> list[Row]:
    """How far it is to the award; what is missing stands under the cursor."""
    found, pack = progress(outlook, today), outlook.pack
    if found is None or pack is None:
        return []
    rows = [headed("To the award", achieved_words(pack, found), key="heading:award")]
    rows += [
        Row(f"award:reserve:{number}", join(content("! ", WARN), words), more=", ".join(refs))
        for number, (words, refs) in enumerate(reserves(pack, found))
    ]
    if not pack.rules:
        return [*rows, Row("award:unknown", join(content("! ", WARN), UNKNOWN), more=_rules(found.not_chosen))]
    if found.not_chosen:
        said = join(content("! ", WARN), f"Chosen {pack.vocabulary.unit.many} do not make the award")
        rows.append(Row("award:chosen", said, more=_rules(found.not_chosen)))
    if found.unmet:
        said = join(content("– ", MUTED), f"{counted(len(found.unmet), 'rule')} still to be met")
        rows.append(Row("award:achieved", said, more=_rules(found.unmet)))
    else:
        rows.append(Row("award:achieved", join(content("✓ ", GOOD), "Every rule of the award is met")))
    if found.first_claim:
        rows.append(Row("award:claim", content(f"· First claim from {show_date(found.first_claim)}", MUTED)))
    return rows


def _rules(rulings: Sequence[Ruling]) -> Text:
    return lines(ruling.message for ruling in rulings)


def _plan_row(outlook: Outlook) -> Row:
    plan = outlook.plan
    if plan is None:
        return Row("plan", content("none noted", MUTED))
    when = show_weekday(plan.when) if plan.when else "date to be confirmed"
    looked_for = lines(f"{line.lead}  {line.text}" for line in planned(outlook))
    return Row("plan", join(content(when, STRONG), f"  {plan.what}"), more=looked_for)


def _unit_row(cover: UnitCover, words: Vocabulary) -> Row:
    unit = cover.unit

    def cells(width: int) -> Text:
        return lay((unit.ref, unit.title, bar(cover.closed, cover.total, 10), unit_state(cover, words)), _UNIT, width)

    unsigned = f"{counted(cover.unsigned, 'entry')} not signed yet" if cover.unsigned else ""
    said = (f"{cover.closed} of {cover.total} shown", missing_words(words, unit), unsigned)
    return Row(f"unit:{unit.ref}", cells, more=f"{unit.title}: {'; '.join(filter(None, said))}")


def _visit_row(visit: Visit, words: Vocabulary | None) -> Row:
    opened = visit.opened
    units = " ".join(opened.units) if opened else ""
    method = opened.method if opened else ""
    state = STATES[visit.state]

    def cells(width: int) -> Text:
        return lay((show_date(visit.day), visit.number, method, units, state), _VISIT, width)

    said = f"{method} on {units}, {state}; {signed_words(visit, words)}"
    return Row(f"visit:{visit.id}", cells, more=said)
