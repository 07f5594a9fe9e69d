"""The rows of a review: a unit as a map of statements against dates, and what a situation could close."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from textual.content import Content

from fieldassess.award import missing_words, sentence
from fieldassess.brief import extent, statement, why_words
from fieldassess.dates import show_date
from fieldassess.widgets.columns import fit
from fieldassess.widgets.plain import BAD, GOOD, MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Body, Row, headed
from fieldassess.wording import FORCE, in_words
from sessions.coverage import Cover, ItemCover, RequirementCover, Shows, UnitCover
from sessions.outlook import Outlook
from sessions.told import Mark
from unitdata import Vocabulary

LEGEND: Final = "● shown  ○ unsigned  × not counted  NY not yet"
AT_SIGN_OFF: Final = "confirm at sign-off"
NOT_SEEN: Final = ("not seen", "not asked")
_DAY: Final = 4
_REF: Final = 9
_PROMPT: Final = 18
_WHY: Final = 18
_WHY_MOST: Final = 60
_WIDE: Final = 70
_LATEST: Final = 5


@dataclass(frozen=True)
class Grid:
    """How one unit's map is laid out: in whose words, its days, and today."""

    words: Vocabulary
    cover: UnitCover
    today: date

    @cached_property
    def days(self) -> list[date]:
        """Every day that shows something in the map, in order."""
        cover = self.cover
        statements = (*cover.criteria.values(), *cover.knowledge.values())
        shows = [s for c in statements for s in c.occasions] + [s for i in cover.items.values() for s in i.occasions]
        return sorted({s.mark.day for s in shows} | {m.day for c in statements for m in c.not_yets})

    def line(self, ref: str, prompt: str, why: str, sign: Callable[[date], Text], style: str = "") -> Body:
        """A statement for any width: the latest days that fit, then what is still needed, or that on a line below.

        Without room beside the days, a blank line of the map is all that is said of what was not seen at all.
        """

        def drawn(width: int) -> Text:
            place = self._places(width)
            signs = [content(sign(day)) for day in place.days]
            if signs and not any(signs) and any(content(sign(day)) for day in self.days):
                signs[0] = content("‹●", MUTED)
            needed, line = content(why, style), _cells(self.cover.unit.short(ref), prompt, signs, place)
            if place.why:
                return line + fit(needed, place.why)
            return line + ("\n" + " " * _REF + needed if needed and why not in NOT_SEEN else "")

        return drawn

    def _places(self, width: int) -> "_Places":
        beside = width >= _WIDE
        room = width - _REF - (_WHY if beside else 0) - _PROMPT
        days = self.days[-max(1, room // _DAY) :]
        left = width - _REF - _DAY * len(days)
        why = max(_WHY, min(left // 3, _WHY_MOST)) if beside else 0
        return _Places(days, max(0, left - why), why)

    def heading(self) -> Row:
        """The months and the days above the map."""

        def drawn(width: int) -> Text:
            place = self._places(width)
            hidden = len(self.days) - len(place.days)
            above, below = zip(*(self._day_words(day) for day in place.days), strict=True) if place.days else ((), ())
            needed = fit("still needed", place.why) if place.why else ""
            earlier = f"‹ {hidden}" if hidden else ""
            return content(lines([_cells("", "", above, place), _cells(earlier, "", below, place) + needed]), MUTED)

        return Row("dates", drawn, heading=True, strong=False, wrap=True)

    def _day_words(self, day: date) -> tuple[str, str]:
        if day == self.today:
            return "to-", "day"
        number, month = show_date(day, day).split()
        return month, number


@dataclass(frozen=True)
class _Places:
    """The days shown, and the cells for the prompt and for what is needed; 0 = that stands below."""

    days: Sequence[date]
    prompt: int
    why: int


def _cells(ref: str, words: str, marks: Iterable[Text], place: _Places) -> Content:
    """A line of the map up to what is needed."""
    start = f"{fit(ref, _REF - 1)} {fit(words, place.prompt - 1)} "
    return Content("").join([start, *(fit(mark, _DAY - 1) + " " for mark in marks)])


def unit_rows(grid: Grid, *, open_only: bool) -> list[Row]:
    """One unit: criteria, requirements and knowledge against the days on which they were shown."""
    cover, words = grid.cover, grid.words
    rows: list[Row] = []
    for element in cover.unit.elements:
        covers = [cover.criteria[criterion.ref] for criterion in element.judged]
        if element.criteria:
            shown = sum(c.standing == "shown" for c in covers)
            title = f"{cover.unit.short(element.ref)} {element.title}"
            rows.append(headed(title, f"shown {shown} of {len(covers)}", key=f"element:{element.ref}"))
        rows += [_cover_row(grid, c) for c in covers if c.why or not open_only]
    for requirement in cover.requirements.values():
        rows += _requirement_rows(grid, requirement, open_only=open_only)
    knowledge = cover.knowledge.values()
    if knowledge:
        known = sum(c.standing == "shown" for c in knowledge)
        title = sentence(words.knowledge.brief)
        rows.append(headed(title, f"shown {known} of {len(knowledge)}", key="heading:knowledge"))
        rows += [_cover_row(grid, c) for c in knowledge if c.why or not open_only]
    rows += _sufficient_rows(cover)
    if missing := missing_words(words, cover.unit):
        rows.append(Row("missing", join(content("! ", WARN), sentence(missing)), wrap=True))
    return rows


def _cover_row(grid: Grid, cover: Cover) -> Row:
    words = statement(grid.cover.unit, cover.ref)
    why = why_words(cover.why, grid.words)
    if cover.standing == "partly" and cover.open_parts:
        why = f"open: {' '.join(part.rpartition('.')[2] for part in cover.open_parts)}"
    if cover.once_only:
        why = why or "once only so far"
    style = BAD if cover.not_yets else ""

    def sign(day: date) -> Text:
        marked = _signs(s for s in cover.occasions if s.mark.day == day)
        return join(marked, content("NY", BAD)) if any(m.day == day for m in cover.not_yets) else marked

    more = [words, *_occasions(grid, cover.occasions), *_not_yets(cover.not_yets)]
    parts = [f"open: {statement(grid.cover.unit, part)}" for part in cover.open_parts if cover.standing != "not seen"]
    return Row(cover.ref, grid.line(cover.ref, words, why, sign, style), more=lines([*more, *parts]), wrap=True)


def _requirement_rows(grid: Grid, cover: RequirementCover, *, open_only: bool) -> Iterator[Row]:
    requirement = cover.requirement
    if open_only and (cover.done or not cover.required):
        return
    if cover.statement:
        waiting = content(AT_SIGN_OFF, WARN) if cover.required else content(FORCE[requirement.force], MUTED)
        said = content("✓ confirmed", GOOD) if cover.confirmed else waiting
        yield Row(requirement.ref, requirement.title, left=requirement.ref, right=said)
        return
    count = f"{cover.have} of {cover.need}"
    if requirement.performance_need:
        count += f", {cover.by_performance} of {requirement.performance_need} by performance"
    shown = f"shown {count}" if cover.required else f"{FORCE[requirement.force]}, shown {cover.have}"
    yield headed(f"{requirement.ref} {requirement.title}", shown, key=f"requirement:{requirement.ref}")
    for item in cover.items:
        if not (open_only and item.done):
            yield _item_row(grid, item, why_words(item.why, grid.words) if cover.required else "")
    if not cover.items:
        yield Row(requirement.ref, f"{count} {requirement.of or ''}", left=requirement.ref)


def _item_row(grid: Grid, item: ItemCover, why: str) -> Row:
    words = statement(grid.cover.unit, item.ref)

    def sign(day: date) -> Text:
        return _signs(s for s in item.occasions if s.mark.day == day)

    more = lines([words, *([why] if item.shown and why else []), *_occasions(grid, item.occasions)])
    return Row(item.ref, grid.line(item.ref, words, why, sign), more=more, wrap=True)


def _sufficient_rows(cover: UnitCover) -> Iterator[Row]:
    if cover.sufficient.asked:
        waiting = [fact for fact in cover.sufficient.asked if fact not in cover.sufficient.confirmed]
        said = content(AT_SIGN_OFF, WARN) if waiting else content("✓ confirmed", GOOD)
        yield headed("Enough of it", key="heading:enough")
        asked = ", ".join(waiting or cover.sufficient.asked)
        yield Row("enough", extent(cover.sufficient), right=said, more=f"The assessor confirms: {asked}.")


def _signs(shows: Iterable[Shows]) -> Text:
    """One mark for a day: the best of what was shown."""
    found = list(shows)
    if any(s.counts and s.signed for s in found):
        return content("●", GOOD)
    if any(s.counts for s in found):
        return content("○", GOOD)
    return content("×", WARN) if found else ""


def _occasions(grid: Grid, shows: Sequence[Shows]) -> Iterator[str]:
    for show in shows[-_LATEST:]:
        mark = show.mark
        moment = f", customer {mark.moment}" if mark.moment else ""
        doubt = (
            f" — {in_words(show.why_not, grid.words)}" if show.why_not else "" if show.signed else " — not signed yet"
        )
        yield f"{show_date(mark.day)}  {mark.number}{moment}, {mark.known}{doubt}"


def _not_yets(marks: Sequence[Mark]) -> Iterator[str]:
    for mark in marks[-_LATEST:]:
        yield f"{show_date(mark.day)}  {mark.number}: not yet, {mark.reason or 'no reason noted'}"


def situation_rows(situation: str, covers: Iterable[UnitCover], words: Vocabulary) -> list[Row]:
    """What one kind of situation could close, unit by unit."""
    rows: list[Row] = []
    for cover in covers:
        found = [o for o in cover.open if situation in o.situations]
        if found:
            unit = cover.unit
            rows.append(headed(f"{unit.ref} {unit.title}", str(sum(o.count for o in found)), key=f"unit:{unit.ref}"))
            rows += [
                Row(
                    f"{unit.ref}/{o.ref}",
                    statement(unit, o.ref),
                    left=unit.short(o.ref),
                    right=content(why_words(o.why, words), MUTED),
                )
                for o in found
            ]
    return rows


def how_far(total: int, still_open: int, to_confirm: int, *, whole: bool = True) -> str:
    """How far someone is, in words. Nothing is ready while anything but a confirmation is open.

    `whole`: whether the statements of all chosen units are known here.
    """
    if still_open or not whole:
        return f"{total - still_open} of {total} shown, {still_open} open"
    return f"all {total} shown, {to_confirm} to confirm" if to_confirm else f"all {total} shown and confirmed"


def summary(outlook: Outlook) -> str:
    """How far the chosen units are."""
    whole = not outlook.unread_units
    return how_far(outlook.total, outlook.open_count, len(outlook.to_confirm), whole=whole) if outlook.covers else ""


def unit_places(outlook: Outlook | None) -> Iterator[tuple[str, str]]:
    """The chosen units by ref, in the words by which the palette finds them."""
    for ref, cover in outlook.covers.items() if outlook else ():
        yield ref, f"Review {ref} {cover.unit.title}"


def unit_state(cover: UnitCover, words: Vocabulary) -> Text:
    """What is open in a unit, in a word or two."""
    if cover.unit.listed_only:
        return content("only listed", WARN)
    if cover.open_count:
        return f"{cover.open_count} open"
    if cover.to_confirm:
        return f"{len(cover.to_confirm)} to confirm"
    return content(f"✓ by {words.element.one}" if cover.unit.judged_whole else "✓ all shown", GOOD)
