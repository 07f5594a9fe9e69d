"""The rows of the caseload: a learner in a line, a session to be finished, and who needs a look."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Final

from fieldassess.dates import show_date
from fieldassess.screens.review.rows import how_far
from fieldassess.text import counted, scheme
from fieldassess.widgets.bar import bar
from fieldassess.widgets.columns import NARROW_BELOW, Column, lay, one_line, widths
from fieldassess.widgets.plain import MUTED, STRONG, WARN, Text, content, join, lines
from fieldassess.widgets.row import Row
from sessions.caseload import Row as Learner
from sessions.unfinished import Unfinished

LONG_SINCE: Final = 28
"""Days without a visit after which a learner who is not done deserves a look."""
_LEAST_NAME: Final = 12
_FEW: Final = 4
MORE: Final = "more"
"""The key of the row that says how many more sessions are unfinished."""
_WIDE: Final = (
    Column("Learner", 16, grow=2),
    Column("Scheme", 6, drop=2),
    Column("Progress", 12, grow=1, drop=1),
    Column("Open", 4, align="right"),
    Column("Last visit", 13),
    Column("Next", 10),
    Column("", 1),
)
_NARROW: Final = (
    Column("Learner", 12, grow=1),
    Column("Open", 4, align="right"),
    Column("Last", 6),
    Column("Next", 6),
    Column("", 1),
)


def shared_words(unshared: int, *, ever: bool, wide: bool) -> Text:
    """How much has not been shared yet, in as many words as there is room for. `ever`: whether anything was."""
    if unshared:
        return content(f"⇅ {counted(unshared, 'entry')} not yet shared" if wide else f"⇅ {unshared} unshared", WARN)
    if not ever:
        return content("nothing to share yet", MUTED)
    return content("✓ all shared" if wide else "✓ shared", MUTED)


def found_rows(learners: list[Learner]) -> list[Row]:
    """Learners as rows to find one in."""
    return [
        Row(
            learner.learner,
            learner.name,
            right=content(schemes(learner), MUTED),
            find=f"{learner.employer} {learner.number} {learner.initials}",
        )
        for learner in learners
    ]


def schemes(learner: Learner) -> str:
    """The qualifications, short: `CVQ 2 and EDI 3`."""
    return " and ".join(map(scheme, filter(None, (learner.pack_id, *learner.also)))) or "–"


def attention(learner: Learner, today: date) -> list[str]:
    """Why someone needs a look, in plain words."""
    why = []
    if learner.disagreements:
        things = "one thing" if learner.disagreements == 1 else f"{learner.disagreements} things"
        why.append(f"people stated {things} differently: to be settled")
    if not learner.pack_id:
        why.append("not enrolled on a qualification yet")
        return why
    if not (learner.open or learner.to_confirm or learner.unread):
        return why
    if learner.next_visit and learner.next_visit < today:
        why.append(f"the visit planned for {show_date(learner.next_visit, today)} has passed")
    if learner.last_visit and (days := (today - learner.last_visit).days) >= LONG_SINCE:
        why.append(f"no visit for {days} days")
    return why


def standing(learner: Learner) -> str:
    """How far someone is, in words."""
    if not learner.pack_id:
        return ""
    if not learner.total:
        if learner.missing:
            return "the units' statements are not on this device"
        return "the units are only listed: what they ask is yet to be read in"
    units = f"; {learner.done} of {learner.units} units done" if learner.open or learner.unread else ""
    unread = f"; what {counted(learner.unread, 'unit')} would ask is not known here" if learner.unread else ""
    return how_far(learner.total, learner.open, learner.to_confirm, whole=not learner.unread) + units + unread


def columns_for(width: int) -> tuple[Column, ...]:
    """The columns that a list of this width shows."""
    return _WIDE if width >= NARROW_BELOW else _NARROW


def learner_row(learner: Learner, today: date) -> Row:
    """One learner in a line of the table."""
    why = attention(learner, today)

    def cells(width: int) -> Text:
        columns = columns_for(width)
        narrow = columns is _NARROW
        shown: dict[str, Text] = {
            "Learner": learner.name,
            "Scheme": _scheme(learner),
            "Progress": _progress(learner, widths(columns, width)[2]),
            "Open": str(learner.open) if learner.total else "–",
            "Last visit": _last(learner.last_visit, today),
            "Last": f"{(today - learner.last_visit).days} d" if learner.last_visit else "–",
            "Next": _next(learner, today, narrow=narrow),
            "": content("!" if why else " ", f"{STRONG} {WARN}"),
        }
        return lay([shown[column.title] for column in columns], columns, width)

    both = f"{schemes(learner)} together" if learner.also else ""
    said = [
        ": ".join(filter(None, (both, standing(learner)))),
        f"next: {learner.next_note}" if learner.next_note else "",
    ]
    marked = [join(content("! ", WARN), text) for text in why]
    more = lines([*marked, *filter(None, said)])
    return Row(f"learner:{learner.learner}", cells, more=more, find=learner.name)


def _scheme(learner: Learner) -> str:
    """`CVQ 2`; where there are others, `CVQ +1`."""
    first = scheme(learner.pack_id) if learner.pack_id else "–"
    return f"{first.partition(' ')[0]} +{len(learner.also)}" if learner.also else first


def _progress(learner: Learner, width: int) -> Text:
    if not learner.pack_id:
        return content("not enrolled", MUTED)
    if not learner.total:
        return content("not known", MUTED)
    if not learner.open and learner.unread:
        return content("partly known", MUTED)
    if not learner.open:
        return "to confirm" if learner.to_confirm else "all shown"
    return bar(learner.total - learner.open, learner.total, width)


def _last(day: date | None, today: date) -> str:
    return f"{show_date(day, today)}, {(today - day).days} d" if day else "none yet"


def _next(learner: Learner, today: date, *, narrow: bool) -> str:
    if learner.next_visit:
        return show_date(learner.next_visit, today)
    if learner.planned:
        return "?" if narrow else "to confirm"
    return "–"


def unfinished_row(unfinished: Unfinished, now: datetime) -> Row:
    """One session still to be finished."""
    state = {"paused": "Paused", "writing up": "Writing up"}.get(unfinished.state, "Unfinished")
    tail = f", {_when(unfinished.began, now)}, {counted(unfinished.entries, 'entry')}"

    def cells(width: int) -> Text:
        lead, rest = content(f"{state}: ", f"{STRONG} {WARN}"), f", {unfinished.method}{tail}"
        if lead.cell_length + len(rest) + _LEAST_NAME > width:
            lead, rest = content("● ", WARN), tail
        name = one_line(unfinished.name).truncate(max(1, width - lead.cell_length - len(rest)), ellipsis=True)
        return join(lead, name.stylize(STRONG), rest)

    what = "enter goes on with it" if unfinished.here else "begun under an earlier id, and not to be finished here"
    more = f"{state}, {unfinished.method} {unfinished.number}: {what}"
    return Row(f"session:{unfinished.session}", cells, more=more)


def unfinished_rows(unfinished: Sequence[Unfinished], now: datetime, *, everything: bool) -> list[Row]:
    """Sessions to be finished; without `everything` the first few, and how many more there are."""
    shown = unfinished if everything or len(unfinished) <= _FEW + 1 else unfinished[:_FEW]
    rows = [unfinished_row(each, now) for each in shown]
    if more := len(unfinished) - len(shown):
        rows.append(Row(MORE, f"and {more} more unfinished", more="enter shows them all"))
    return rows


def _when(at: datetime, now: datetime) -> str:
    """`today 10:42`, `19 Nov 10:42`."""
    day = "today" if at.date() == now.date() else show_date(at.date(), now.date())
    return f"{day} {at:%H:%M}"
