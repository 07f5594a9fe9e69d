"""The lists of the observe screen: pure functions from the board to rows."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from string import ascii_letters
from typing import Final

from fieldassess.dates import show_date
from fieldassess.screens.observe.board import MARKS, VOID, Board, circled
from fieldassess.widgets.find import matching
from fieldassess.widgets.plain import BAD, GOOD, MUTED, WARN, Text, content, join
from fieldassess.widgets.row import Row, headed
from fieldassess.wording import FORCE, full_wording, says_more
from sessions.bodies import Moment, Noted
from sessions.coverage import ItemCover, RequirementCover
from sessions.told import Mark
from unitdata import Criterion, Element, Requirement, Unit

OFFERED: Final = 6
_STYLES: Final = {"✓": GOOD, "NY": BAD, VOID: BAD}
_CIRCLES: Final = 3
_SHORTER: Final = {"not seen with": "not with", "nothing of this unit was judged with it": "nothing met with it"}


# Criteria --------------------------------------------------------------------------------------------------------


def criteria_rows(board: Board, *, everything: bool, kept: Collection[str] = ()) -> list[Row]:
    """The criteria by unit and element. Those done before this visit are left out unless `everything` or kept."""
    rows: list[Row] = []
    for unit in board.units.values():
        missing = _not_printed(board, unit)
        if len(board.units) > 1 or missing:
            rows.append(headed(f"{board.tags.get(unit.ref, '')} {unit.ref} {unit.title}", key=f"unit:{unit.ref}"))
        if missing:
            rows.append(Row(f"missing:{unit.ref}", content(missing, MUTED), heading=True, strong=False, wrap=True))
        for element in unit.elements:
            if element.criteria:
                rows.append(_element_row(board, unit, element))
            for criterion in element.judged:
                full = unit.full(criterion.ref)
                if everything or full in kept or _is_open(board, unit, criterion):
                    rows.append(criterion_row(board, full))
    return rows


def _not_printed(board: Board, unit: Unit) -> str:
    """What a unit lacks because its handbook does not print it; empty when it lacks nothing."""
    words = board.session.pack.vocabulary
    if unit.listed_only:
        return f"Only listed in the handbook: its {words.criterion.many} are yet to be read in. Notes can be kept."
    if whole := [unit.short(element.ref) for element in unit.judged_whole]:
        which = "" if len(whole) == len(unit.elements) else f" for {words.element.named(whole)}"
        return f"No {words.criterion.many} are printed{which}: each {words.element.one} is judged as a whole."
    return ""


def _is_open(board: Board, unit: Unit, criterion: Criterion) -> bool:
    cover = board.covers[unit.ref].criteria[criterion.ref]
    return cover.standing != "shown" or cover.once_only or bool(board.session.marks(unit.full(criterion.ref)))


def _element_row(board: Board, unit: Unit, element: Element) -> Row:
    covers = board.covers[unit.ref].criteria
    refs = [unit.full(criterion.ref) for criterion in element.judged]
    today = sum(
        board.marked(ref, "met") and not board.void(m for m in board.session.marks(ref) if m.shown == "met")
        for ref in refs
    )
    ever = sum(covers[c.ref].standing == "shown" for c in element.judged)
    title = f"{board.tags.get(unit.ref, '')}{unit.short(element.ref)} {element.title}"
    counts = f"today {today} · ever {ever} of {len(refs)}"
    asked = "to ask · " if element.kind == "knowledge" else ""
    return headed(title, f"{asked}{counts}", key=f"element:{unit.full(element.ref)}")


def criterion_row(board: Board, ref: str) -> Row:
    """One criterion: what today says of it, its prompt, with which customers today and on how many dates before."""
    unit, _, inner = ref.partition("/")
    cover, marks = board.covers[unit].criteria[inner], board.session.marks(ref)
    mark = MARKS.get(marks[-1].shown, "") if marks else ""
    if mark == MARKS["met"] and board.void(m for m in board.session.marks(ref) if m.shown == "met"):
        mark = VOID
    number = f"{board.units[unit].short(inner):<4}"
    left = join(content(f"{mark:<2}", _STYLES.get(mark, "")), content(" "), number)
    return Row(ref, board.prompt(ref), left=left, right=content(_before(board, cover.ref, unit, marks), MUTED))


def _before(board: Board, inner: str, unit: str, marks: Sequence[Mark]) -> str:
    cover, today = board.covers[unit].criteria[inner], board.session.visit.day
    shown = [m for m in marks if m.shown == "met"]
    noted = not marks and board.units[unit].full(inner) in board.noted
    parts = ["noted" if noted else "", "does not count" if board.void(shown) else "", _customers(shown)]
    if cover.not_yets and not marks:
        parts.append(f"NY {show_date(cover.not_yets[-1].day, today)}")
    earlier = [day for day in cover.days if day != today]
    if earlier:
        parts.append(f"{len(earlier)}×")
    return " ".join(filter(None, parts))


def _customers(marks: Iterable[Mark]) -> str:
    numbers = sorted({m.moment for m in marks if m.moment})
    shown = "".join(map(circled, numbers[-_CIRCLES:]))
    return f"…{shown}" if len(numbers) > _CIRCLES else shown


# Range -----------------------------------------------------------------------------------------------------------


def range_rows(board: Board, ref: str | None) -> tuple[list[Row], dict[str, str]]:
    """What explains the criterion `ref`, then the other requirements of its unit and of the others; letter → ref.

    What explains the criterion is lettered; where nothing does, all that its unit asks for.
    """
    rows: list[Row] = []
    letters: dict[str, str] = {}
    unit_ref, _, inner = (ref or "").partition("/")
    here = board.units.get(unit_ref)
    near: tuple[str, ...] = ()
    if here and inner in here.criteria:
        near = here.criteria[inner].explained_by
        rows += _criterion_lines(board, here, inner)
        for requirement in here.requirements:
            if requirement.ref in near:
                rows += _requirement_rows(board, here, requirement, letters, lettered=True)
    for unit in [here, *(u for u in board.units.values() if u is not here)] if here else board.units.values():
        others = [r for r in unit.requirements if unit is not here or r.ref not in near]
        if others:
            title = f"All of {board.tags.get(unit.ref, '')} {unit.ref}"
            rows.append(headed(title, "space covers", key=f"rest:{unit.ref}"))
        for requirement in others:
            rows += _requirement_rows(board, unit, requirement, letters, lettered=unit is here and not near)
    return rows, letters


def _said(key: str, text: Text) -> Row:
    return Row(f"said:{key}", text, heading=True, strong=False, wrap=True)


def _criterion_lines(board: Board, unit: Unit, inner: str) -> Iterator[Row]:
    cover, criterion = board.covers[unit.ref].criteria[inner], unit.criteria[inner]
    full, today = unit.full(inner), board.session.visit.day
    yield Row("criterion", f"{board.short(full)} {criterion.prompt}", heading=True, wrap=True)
    if says_more(criterion.text, criterion.prompt):
        yield _said("wording", criterion.text or "")
    if criterion.question:
        yield _said("question", f"Ask: {criterion.question}")
    before = dict.fromkeys((s.mark.day, s.mark.number) for s in cover.occasions if s.mark.visit != board.session.id)
    if before:
        dates = ", ".join(f"{show_date(day, today)} ({number})" for day, number in before)
        yield _said("before", content(f"Shown before: {dates}", MUTED))
    for at, mark in enumerate(cover.not_yets):
        why = mark.reason or "no reason noted yet"
        yield _said(f"not yet {at}", content(f"Not yet, {show_date(mark.day, today)}: {why}", WARN))
    if cover.once_only:
        yield _said("once", content("Shown once; it is to be done consistently", WARN))


def _requirement_rows(
    board: Board, unit: Unit, requirement: Requirement, letters: dict[str, str], *, lettered: bool
) -> Iterator[Row]:
    cover = board.covers[unit.ref].requirements[requirement.ref]
    if requirement.force == "permitted" and not requirement.items:
        yield _said(unit.full(requirement.ref), content(f"{requirement.ref} {requirement.title}", MUTED))
        return
    if not requirement.items:
        letter = _next_letter(letters, unit.full(requirement.ref)) if lettered else " "
        yield _statement_row(unit, cover, letter)
        return
    title = f"{requirement.ref} {requirement.title}"
    counts = f"{cover.have} of {cover.need}" if cover.required else f"{FORCE[requirement.force]} · {cover.have}"
    yield headed(title, counts, key=f"requirement:{unit.full(requirement.ref)}")
    for item in cover.items:
        letter = _next_letter(letters, unit.full(item.ref)) if lettered else " "
        yield _item_row(board, unit, item, letter)


def _next_letter(letters: dict[str, str], ref: str) -> str:
    letter = ascii_letters[len(letters)] if len(letters) < len(ascii_letters) else " "
    if letter != " ":
        letters[letter] = ref
    return letter


def _item_row(board: Board, unit: Unit, item: ItemCover, letter: str) -> Row:
    full = unit.full(item.ref)
    marks = board.session.marks(full)
    today, void = _customers(marks), board.void(marks) and not item.shown
    mark = "✓" if item.done else VOID if void else "◐" if item.shown or today else " "
    said = item.why if item.occasions else ""
    for whole, short in _SHORTER.items():
        said = said.replace(whole, short)
    said = "does not count" if void else said
    when = today or (show_date(item.occasions[-1].mark.day, board.session.visit.day) if item.occasions else "")
    left = join(letter, " ", content(mark, _STYLES.get(mark, WARN)))
    right = content(" · ".join(filter(None, (when, said))), MUTED)
    return Row(full, unit.items[item.ref].prompt, left=left, right=right, find=" ".join(item.situations))


def _statement_row(unit: Unit, cover: RequirementCover, letter: str) -> Row:
    requirement = cover.requirement
    said = FORCE[requirement.force]
    if cover.statement:
        said = "confirmed" if cover.confirmed else "to confirm" if cover.required else said
    else:
        said = f"{cover.have} of {cover.need} {requirement.of or ''}".rstrip()
    left = join(letter, " ", content("✓" if cover.done else " ", GOOD))
    return Row(unit.full(requirement.ref), requirement.title, left=left, right=content(said, MUTED))


# What was seen ---------------------------------------------------------------------------------------------------


def customer_words(board: Board, number: int | None = None) -> str:
    """`customer 3 · busy, let down · simulation`: a moment and what was said of it."""
    visit = board.session.visit
    number = number or board.session.moment
    moment = visit.moments.get(number, Moment(number=number))
    setting = visit.setting_of(number)
    parts = [f"customer {number}", ", ".join(moment.situations), setting if setting != "real work" else ""]
    return " · ".join(filter(None, parts))


def how_known(note: Noted) -> str:
    """`told by supervisor`; empty for what the assessor saw."""
    match note.known:
        case "seen":
            return ""
        case "told":
            return f"told by {note.source or 'someone'}"
        case "looked":
            return f"looked at{f', kept: {note.source}' if note.source else ''}"
        case known:
            return str(known)


def narrative_rows(board: Board) -> list[Row]:
    """The notes with their times, by customer, each with what it is tied to."""
    rows: list[Row] = []
    before: int | None = None
    for entry in board.session.visit.notes:
        note = entry.body
        if not isinstance(note, Noted):
            continue
        number = note.moment or 1
        if number != before:
            title = f"{circled(number)} {customer_words(board, number)}"
            rows.append(headed(title, key=f"customer:{number}:{len(rows)}"))
            before = number
        known = how_known(note)
        body = join(content(f"{known}: ", WARN) if known else "", note.text)
        if note.refs:
            tied = "\n".join(f"→ {board.words(ref)}" for ref in note.refs)
            body = join(body, "\n", content(tied, MUTED))
        rows.append(Row(entry.id, body, left=content(f"{entry.happened:%H:%M}", MUTED), wrap=True))
    return rows


# Finding ---------------------------------------------------------------------------------------------------------


def statement_rows(board: Board) -> list[Row]:
    """Every statement of the open units, to find one in."""
    return [
        Row(
            full,
            board.prompt(full),
            left=content(board.short(full), MUTED),
            find=unit.requirement_of[ref].title if ref in unit.requirement_of else "",
            wording=full_wording(statement),
        )
        for unit in board.units.values()
        for ref, statement in unit.statements.items()
        if not (isinstance(statement, Requirement) and statement.items) and (full := unit.full(ref))
    ]


def knowledge_rows(board: Board) -> list[Row]:
    """Knowledge that is still open and may be inferred from what was done."""
    return [
        row
        for row in statement_rows(board)
        if board.kind(row.key) == "knowledge" and _may_infer(board, *row.key.split("/"))
    ]


def _may_infer(board: Board, unit_ref: str, ref: str) -> bool:
    cover = board.covers[unit_ref].knowledge
    for knowledge in board.units[unit_ref].knowledge:
        if ref == knowledge.ref or ref in {part.ref for part in knowledge.parts}:
            found = cover[knowledge.ref]
            is_open = ref in found.open_parts if ref != knowledge.ref else found.standing != "shown"
            return knowledge.may_infer and is_open
    return False


def exact(board: Board, statements: Sequence[Row], typed: str, unit: str) -> str | None:
    """The one statement that `a1.3` names, or `1.3`: that of `unit`, or of the only open unit that has it."""
    low = typed.casefold()
    same = [row.key for row in statements if low in _names(board, row.key)]
    own = [key for key in same if key.startswith(f"{unit}/")]
    return next(iter(own or same)) if len(own or same) == 1 else None


def _names(board: Board, ref: str) -> tuple[str, str, str]:
    """What a statement goes by: `a1.c`, `13.1.c`, `1.c`."""
    unit, _, inner = ref.partition("/")
    return board.short(ref).casefold(), inner.casefold(), board.units[unit].short(inner).casefold()


def offered(board: Board, statements: Sequence[Row], typed: str, unit: str) -> list[Row]:
    """The few statements that a number (`1.`, `b2.4`) or words typed after `@` may mean, those of `unit` first."""
    low = typed.casefold()
    named = [row for row in statements if any(name.startswith(low) for name in _names(board, row.key)[1:])]
    if any(letter.isdigit() for letter in low):
        named = [*(row for row in statements if board.short(row.key).casefold().startswith(low)), *named]
    if named and (len(low) == 1 or any(letter.isdigit() for letter in low)):
        return sorted(dict.fromkeys(named), key=lambda row: not row.key.startswith(f"{unit}/"))[:OFFERED]
    return matching(typed, statements)[:OFFERED]
