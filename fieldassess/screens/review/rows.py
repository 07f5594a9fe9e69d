"""The rows of a review: a unit as a map of statements against dates, and what a situation could close."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from typing import Final

from textual.content import Content

from fieldassess.brief import extent, statement
from fieldassess.dates import show_date
from fieldassess.widgets.columns import fit
from fieldassess.widgets.plain import BAD, GOOD, MUTED, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row, headed
from sessions.coverage import Cover, ItemCover, RequirementCover, Shows, UnitCover
from sessions.outlook import Outlook
from sessions.visit import Mark

LEGEND: Final = "● shown  ○ unsigned  × not counted  NY not yet"
AT_SIGN_OFF: Final = "confirm at sign-off"
_DAY: Final = 7
_REF: Final = 9
_WHY: Final = 18
_WHY_LEAST: Final = 12
_PROMPT: Final = 26
_PROMPT_LEAST: Final = 16
_PROMPT_MOST: Final = 46
_WIDE: Final = 76
_MIDDLE: Final = 44
_LATEST: Final = 5


@dataclass(frozen=True)
class Grid:
    """How one unit's map is laid out: its days, and today."""

    cover: UnitCover
    today: date

    @cached_property
    def days(self) -> list[date]:
        """Every day that shows something in the map, in order."""
        cover = self.cover
        statements = (*cover.criteria.values(), *cover.knowledge.values())
        shows = [s for c in statements for s in c.occasions] + [s for i in cover.items.values() for s in i.occasions]
        return sorted({s.mark.day for s in shows} | {m.day for c in statements for m in c.not_yets})

    def line(self, ref: str, words: str, why: Text, sign: Callable[[date], Text]) -> Callable[[int], Text]:
        """One line of the map, for any width: the latest days that fit are kept."""

        def drawn(width: int) -> Text:
            shown, prompt, reason = self._spread(width)
            signs = [content(sign(day)) for day in shown]
            earlier = not why and not any(signs) and any(content(sign(day)) for day in self.days)
            start = fit(ref, _REF - 1) + " " + (fit(words, prompt - 1) + " " if prompt else "")
            line = Content("").join([start, *(fit(each, _DAY - 1) + " " for each in signs)])
            return line + fit(content("● earlier", GOOD) if earlier else why, max(reason, width - line.cell_length))

        return drawn

    def _spread(self, width: int) -> tuple[list[date], int, int]:
        """The latest days that fit into a width, and the cells for the prompt (0: none) and for the reason."""
        why = _WHY if width >= _MIDDLE else _WHY_LEAST
        spared = _PROMPT if width >= _WIDE else 0
        room = max(1, (width - _REF - why - spared) // _DAY)
        shown = self.days[-room:]
        left = min(_PROMPT_MOST, width - _REF - why - _DAY * len(shown))
        return shown, left if left >= _PROMPT_LEAST else 0, why

    def heading(self) -> Row:
        """The line of dates above the map."""

        def day_words(day: date) -> Text:
            return content("today" if day == self.today else show_date(day, day), MUTED)

        def drawn(width: int) -> Text:
            hidden = len(self.days) - len(self._spread(width)[0])
            return self.line(f"‹ {hidden} more" if hidden else "", "", content("still needed", MUTED), day_words)(width)

        return Row("dates", drawn, heading=True, strong=False)


def unit_rows(cover: UnitCover, today: date, *, open_only: bool) -> list[Row]:
    """One unit: criteria, requirements and knowledge against the days on which they were shown."""
    grid = Grid(cover, today)
    rows = [grid.heading()]
    for element in cover.unit.elements:
        covers = [cover.criteria[criterion.ref] for criterion in element.criteria]
        shown = sum(c.standing == "shown" for c in covers)
        rows.append(
            headed(f"{element.ref} {element.title}", f"shown {shown} of {len(covers)}", key=f"element:{element.ref}")
        )
        rows += [_cover_row(grid, c) for c in covers if c.why or not open_only]
    for requirement in cover.requirements.values():
        rows += _requirement_rows(grid, requirement, open_only=open_only)
    knowledge = cover.knowledge.values()
    if knowledge:
        known = sum(c.standing == "shown" for c in knowledge)
        rows.append(headed("Knowledge", f"shown {known} of {len(knowledge)}", key="heading:knowledge"))
        rows += [_cover_row(grid, c) for c in knowledge if c.why or not open_only]
    rows += _sufficient_rows(cover)
    if len(rows) == 1:
        rows.append(Row("listed", "The handbook only lists this unit; its criteria are yet to be read in.", wrap=True))
    return rows


def _cover_row(grid: Grid, cover: Cover) -> Row:
    words = statement(grid.cover.unit, cover.ref)
    why = cover.why
    if cover.standing == "partly" and cover.open_parts:
        why = f"open: {' '.join(part.rpartition('.')[2] for part in cover.open_parts)}"
    if cover.once_only:
        why = why or "once only so far"
    style = BAD if cover.not_yets else ""

    def sign(day: date) -> Text:
        marked = _signs(s for s in cover.occasions if s.mark.day == day)
        return join(marked, content("NY", BAD)) if any(m.day == day for m in cover.not_yets) else marked

    more = [words, *_occasions(cover.occasions), *_not_yets(cover.not_yets)]
    parts = [f"open: {statement(grid.cover.unit, part)}" for part in cover.open_parts if cover.standing != "not seen"]
    return Row(cover.ref, grid.line(cover.ref, words, content(why, style), sign), more=lines([*more, *parts]))


def _requirement_rows(grid: Grid, cover: RequirementCover, *, open_only: bool) -> Iterator[Row]:
    requirement = cover.requirement
    if open_only and cover.done:
        return
    title = f"{requirement.ref} {requirement.title}"
    if cover.statement:
        said = content("✓ confirmed", GOOD) if cover.confirmed else content(AT_SIGN_OFF, WARN)
        yield Row(requirement.ref, requirement.title, left=requirement.ref, right=said)
        return
    count = f"{cover.have} of {cover.need}"
    if requirement.performance_need:
        count += f", {cover.by_performance} of {requirement.performance_need} by performance"
    yield headed(title, f"shown {count}", key=f"requirement:{requirement.ref}")
    yield from (_item_row(grid, item) for item in cover.items if not (open_only and item.done))
    if not cover.items:
        yield Row(requirement.ref, f"{count} {requirement.of or ''}", left=requirement.ref)


def _item_row(grid: Grid, item: ItemCover) -> Row:
    words = statement(grid.cover.unit, item.ref)

    def sign(day: date) -> Text:
        return _signs(s for s in item.occasions if s.mark.day == day)

    more = lines([words, *([item.why] if item.shown and item.why else []), *_occasions(item.occasions)])
    return Row(item.ref, grid.line(item.ref, words, item.why, sign), more=more)


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


def _occasions(shows: Sequence[Shows]) -> Iterator[str]:
    for show in shows[-_LATEST:]:
        mark = show.mark
        moment = f", customer {mark.moment}" if mark.moment else ""
        doubt = f" — {show.why_not}" if show.why_not else "" if show.signed else " — not signed yet"
        yield f"{show_date(mark.day)}  {mark.number}{moment}, {mark.known}{doubt}"


def _not_yets(marks: Sequence[Mark]) -> Iterator[str]:
    for mark in marks[-_LATEST:]:
        yield f"{show_date(mark.day)}  {mark.number}: not yet, {mark.reason or 'no reason noted'}"


def situation_rows(situation: str, covers: Iterable[UnitCover]) -> list[Row]:
    """What one kind of situation could close, unit by unit."""
    rows: list[Row] = []
    for cover in covers:
        found = [o for o in cover.open if situation in o.situations]
        if found:
            unit = cover.unit
            rows.append(headed(f"{unit.ref} {unit.title}", str(sum(o.count for o in found)), key=f"unit:{unit.ref}"))
            rows += [
                Row(f"{unit.ref}/{o.ref}", statement(unit, o.ref), left=o.ref, right=content(o.why, MUTED))
                for o in found
            ]
    return rows


def summary(outlook: Outlook) -> str:
    """How far the chosen units are, in words. Nothing is ready while anything but a confirmation is open."""
    if not outlook.covers:
        return ""
    if outlook.done:
        return "all shown and confirmed"
    if outlook.only_confirmations:
        return f"all shown, {len(outlook.to_confirm)} to confirm"
    return f"{outlook.total - outlook.open_count} of {outlook.total} shown, {outlook.open_count} open"


def unit_state(cover: UnitCover) -> Text:
    """What is open in a unit, in a word or two."""
    if cover.unit.listed_only:
        return content("only listed", WARN)
    if cover.open_count:
        return f"{cover.open_count} open"
    if cover.to_confirm:
        return f"{len(cover.to_confirm)} to confirm"
    return content("✓ all shown", GOOD)
