"""The visit brief: one page on what to look for, ask and confirm with a learner, as Markdown, HTML or data.

Content is plain text throughout; only `as_markdown` and `as_html` know how to escape it.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from html import escape
from typing import Any, Final

from fieldassess.award import achieved_words, progress, reserves
from fieldassess.dates import show_date, show_weekday
from fieldassess.text import counted, plain
from fieldassess.wording import in_words
from sessions.coverage import Outstanding, Sufficient, UnitCover
from sessions.outlook import Aim, Outlook
from unitdata import Criterion, Knowledge, Part, Requirement, Statement, Unit, Vocabulary

PAGE: Final = 60
"""Lines of about 90 characters that fit a printed page with its headings."""

_WIDTH, _QUOTE, _FEW = 90, 160, 4
_SHARES: Final = {"planned": 6, "not yet": 10, "look": 14, "ask": 14, "confirm": 10}
FACTS: Final = {
    "period": "Over a sufficient period",
    "customers": "With different customers",
    "occasions": "On different occasions",
}


@dataclass(frozen=True)
class Line:
    """One line of a section: a short lead (refs, a unit, a situation) and what it says."""

    lead: str
    text: str

    @property
    def height(self) -> int:
        """How many printed lines it takes."""
        return 1 + (len(self.lead) + len(self.text) + 2) // _WIDTH


@dataclass(frozen=True)
class Section:
    """A heading and what fits below it. `more`: how many lines were left out."""

    heading: str
    lines: tuple[Line, ...]
    more: int = 0


@dataclass(frozen=True)
class Brief:
    """The brief of one learner. `facts`: who, where, when and how far, a line each."""

    title: str
    facts: tuple[str, ...]
    sections: tuple[Section, ...]


def statement(unit: Unit, ref: str) -> str:
    """What a ref of this unit stands for, in the pack's short words: also `period`, `customers`, `occasions`."""
    found = unit.statements.get(ref)
    return found.prompt if found else FACTS.get(ref, ref)


def why_words(why: str, words: Vocabulary | None) -> str:
    """Why something is open, in the body's words; a reason that somebody gave stays as it was given."""
    return why if why.startswith("not yet") else in_words(why, words)


def extent(sufficient: Sufficient) -> str:
    """Period, customers and occasions as far as this unit asks for them: `38 days, 14 customers, 3 occasions`."""
    counts = {
        "period": (sufficient.days, "day"),
        "customers": (sufficient.customers, "customer"),
        "occasions": (sufficient.occasions, "occasion"),
    }
    return ", ".join(counted(*counts[fact]) for fact in sufficient.asked)


def make_brief(outlook: Outlook, today: date) -> Brief:
    """The brief for the next visit, cut to a page: the sections share it, and pass on what they do not need."""
    contents = {
        "planned": ("Planned for this visit", planned(outlook)),
        "not yet": ("Not yet, and why", _not_yets(outlook)),
        "look": ("Look for (how much it could close)", _look_for(outlook)),
        "ask": ("Ask", _questions(outlook)),
        "confirm": ("Confirm when you are satisfied", _confirmations(outlook)),
    }
    facts = tuple(_facts(outlook, today))
    sections: list[Section] = []
    spare = PAGE - 2 - sum(Line("", fact).height for fact in facts) - sum(_SHARES.values())
    for name, (heading, lines) in contents.items():
        section, spare = _fit(heading, list(lines), spare + _SHARES[name])
        if section.lines:
            sections.append(section)
    return Brief(f"Visit brief: {_one_line(outlook.portfolio.name)}", facts, tuple(sections))


def _fit(heading: str, lines: Sequence[Line], room: int) -> tuple[Section, int]:
    """As many lines as fit the room (always one), and the room left over."""
    kept, left = 0, room - 3 if lines else room
    while kept < len(lines) and (not kept or lines[kept].height <= left):
        left -= lines[kept].height
        kept += 1
    return Section(heading, tuple(lines[:kept]), len(lines) - kept), max(left, 0)


def _facts(outlook: Outlook, today: date) -> Iterator[str]:
    portfolio, plan = outlook.portfolio, outlook.plan
    where = [portfolio.detail(name) for name in ("number", "employer", "place", "contact")]
    yield " · ".join(_one_line(part) for part in [*where, outlook.pack.title if outlook.pack else ""] if part)
    when = show_weekday(plan.when) if plan and plan.when else "date to be confirmed" if plan else "none agreed"
    purpose = f": {_short(plan.what)}" if plan and plan.what else ""
    yield f"Next visit {when}{purpose}"
    last = outlook.last_visit
    since = f"Last visit {show_date(last, today)}, {_ago(outlook.days_since)}" if last else "No visit yet"
    award = progress(outlook, today)
    yield f"{since} · {outlook.open_count} of {outlook.total} open, {len(outlook.to_confirm)} to confirm" + (
        f" · {counted(outlook.unsigned, 'entry')} not signed yet" if outlook.unsigned else ""
    )
    if outlook.pack and award:
        claim = f" · first claim from {show_date(award.first_claim)}" if award.first_claim else ""
        said = "".join(f", {words}" for words, _ in reserves(outlook.pack, award))
        yield f"To the award {achieved_words(outlook.pack, award)}{said}{claim}"
    yield from (f"Note: {_short(problem)}" for problem in outlook.problems[:_FEW])
    if len(outlook.problems) > _FEW:
        yield f"Note: and {len(outlook.problems) - _FEW} more"


def planned(outlook: Outlook) -> Iterator[Line]:
    """What to look for at the next visit."""
    return map(aim_line, outlook.aims)


def aim_line(aim: Aim) -> Line:
    """What to look for; what the edition has no more is said to be gone."""
    unit_ref, _, ref = aim.ref.partition("/")
    unit = aim.pack.unit.get(unit_ref) if aim.pack else None
    says = statement(unit, ref) if unit else "its words are not on this device"
    return Line(f"{unit_ref} {unit.short(ref) if unit else ref}", f"{aim.gone}: {says}" if aim.gone else says)


def _not_yets(outlook: Outlook) -> Iterator[Line]:
    """Criteria that fell short, the latest reason and where it is recorded."""
    for unit_ref, cover in outlook.covers.items():
        for ref, found in cover.criteria.items():
            if found.not_yets:
                last = found.not_yets[-1]
                reason = _short(last.reason) or "no reason noted"
                text = f"{statement(cover.unit, ref)}: {reason} ({show_date(last.day)}, {_one_line(last.number)})"
                yield Line(f"{unit_ref} {cover.unit.short(ref)}", text)


def _look_for(outlook: Outlook) -> Iterator[Line]:
    """What watching could close: by the situation that closes most, then what any service can show."""
    rest = {
        ref: [o for o in cover.open if not _asked(cover, o) and not o.why.startswith("not yet")]
        for ref, cover in outlook.covers.items()
    }
    for situation, _, units in outlook.would_close:
        for unit in units:
            fitting = [o for o in rest[unit] if situation in o.situations]
            rest[unit] = [o for o in rest[unit] if o not in fitting]
            if fitting:
                yield _seen_at(f"{situation.capitalize()} · {unit}", outlook, unit, fitting)
    for unit, left in rest.items():
        if left:
            yield _seen_at(f"Any service · {unit}", outlook, unit, left)


def _asked(cover: UnitCover, outstanding: Outstanding) -> bool:
    """Whether it is drawn out by a question rather than watched for."""
    return outstanding.kind == "knowledge" or outstanding.ref in cover.unit.asked_about


def _seen_at(lead: str, outlook: Outlook, unit_ref: str, found: Sequence[Outstanding]) -> Line:
    """The first few statements, those that read alike taken together, and how many it would close."""
    unit, words = outlook.covers[unit_ref].unit, outlook.pack.vocabulary if outlook.pack else None
    refs: dict[str, list[str]] = {}
    for outstanding in found:
        aside = "" if outstanding.why == "not seen" else f" ({why_words(outstanding.why, words)})"
        refs.setdefault(f"{statement(unit, outstanding.ref)}{aside}", []).append(unit.short(outstanding.ref))
    shown = "; ".join(f"{', '.join(refs[text])} {text}" for text in list(refs)[:_FEW])
    return Line(
        f"{lead} ({sum(o.count for o in found)})", shown + (f"; +{len(refs) - _FEW}" if len(refs) > _FEW else "")
    )


def _questions(outlook: Outlook) -> Iterator[Line]:
    """What is still to be asked, with the pack's question; statements that units share are asked once."""
    pack, asked = outlook.pack, set[str]()
    open_refs = {f"{u}/{o.ref}": o for u, c in outlook.covers.items() for o in c.open if _asked(c, o)}
    for full, outstanding in open_refs.items():
        if full in asked or pack is None:
            continue
        also = [other for other in pack.alike.get(full, ()) if other in open_refs]
        asked.update(also)
        unit, cover = pack.unit[full.partition("/")[0]], outlook.covers[full.partition("/")[0]]
        knowledge = cover.knowledge.get(outstanding.ref)
        text = _question(unit.statements[outstanding.ref])
        if knowledge and knowledge.open_parts:
            text += f" ({'; '.join(statement(unit, part).lower() for part in knowledge.open_parts)})"
        if outstanding.why.startswith("not yet"):
            text += f" – {_short(outstanding.why)}"
        if also:
            text += in_words(f" Also serves {counted(len(also), 'other unit')}.", pack.vocabulary)
        yield Line(f"{unit.ref} {unit.short(outstanding.ref)}", text)


def _question(found: Statement | Requirement | Part) -> str:
    return (found.question if isinstance(found, Criterion | Knowledge) else None) or found.prompt


def _confirmations(outlook: Outlook) -> Iterator[Line]:
    for ref, cover in outlook.covers.items():
        if cover.to_confirm:
            named = [statement(cover.unit, o.ref) for o in cover.to_confirm if o.ref not in FACTS]
            enough = ", ".join(o.ref for o in cover.to_confirm if o.ref in FACTS)
            yield Line(
                ref,
                "; ".join([*named, f"enough {enough}: so far {extent(cover.sufficient)}"][: None if enough else -1]),
            )


def _ago(days: int | None) -> str:
    return {0: "today", 1: "yesterday", None: ""}.get(days, f"{days} days ago")


def _one_line(text: str) -> str:
    return " ".join(plain(text).split())


def _short(text: str) -> str:
    """Someone's own words on one line, cut where a page has no room for them."""
    text = _one_line(text)
    return text if len(text) <= _QUOTE else f"{text[: _QUOTE - 1]}…"


# As data, Markdown and HTML ------------------------------------------------------------------------------------------

_INSIDE: Final = re.compile(r"[\\`*_{}\[\]<>&~|#$]|(?<=:)/|(?<=\bwww)\.", re.IGNORECASE)
_BEGINNING: Final = re.compile(r"^(\d*)([-+=.)])")
_STYLE: Final = """
body { font: 10.5pt/1.35 system-ui, sans-serif; color: #000; background: #fff }
body { max-width: 48rem; margin: 1rem auto; padding: 0 1rem }
h1 { font-size: 1.4em; margin: 0 0 .3em } h2 { font-size: 1.1em; margin: .8em 0 .2em; border-bottom: 1px solid #000 }
p { margin: .1em 0 } ul { margin: 0; padding-left: 1.2em } li { margin: .1em 0; overflow-wrap: anywhere }
@page { margin: 12mm } @media print { body { margin: 0; max-width: none; font-size: 9pt } li { break-inside: avoid } }
"""


def as_data(brief: Brief) -> dict[str, Any]:
    """The brief as the command line's JSON."""
    return asdict(brief)


def as_markdown(brief: Brief) -> str:
    """The brief as Markdown. Whatever people typed shows as typed, and acts as no markup."""
    lines = [f"# {_md(brief.title)}", "", *map(_md_paragraph, brief.facts)]
    for section in brief.sections:
        lines += ["", f"## {_md(section.heading)}", ""]
        lines += [f"- **{_md(line.lead)}** {_md(line.text)}" for line in section.lines]
        lines += [f"- {_more(section)}"] if section.more else []
    return "\n".join(lines) + "\n"


def as_html(brief: Brief) -> str:
    """The brief as one page of HTML that loads nothing, runs nothing, and prints."""
    body = [f"<h1>{_html(brief.title)}</h1>", *(f"<p>{_html(fact)}</p>" for fact in brief.facts)]
    for section in brief.sections:
        body += [f"<h2>{_html(section.heading)}</h2>", "<ul>"]
        body += [f"<li><b>{_html(line.lead)}</b> {_html(line.text)}</li>" for line in section.lines]
        body += [f"<li>{_more(section)}</li>"] if section.more else []
        body.append("</ul>")
    return "\n".join((
        "<!doctype html>",
        '<html lang="en"><head><meta charset="utf-8">',
        "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; style-src 'unsafe-inline'\">",
        '<meta name="viewport" content="width=device-width, initial-scale=1">',
        f"<title>{escape(_one_line(brief.title))}</title><style>{_STYLE}</style></head><body>",
        *body,
        "</body></html>\n",
    ))  # fmt: skip


def _more(section: Section) -> str:
    return f"and {section.more} more"


def _md(text: str) -> str:
    return _INSIDE.sub(r"\\\g<0>", _one_line(text))


def _md_paragraph(text: str) -> str:
    return _BEGINNING.sub(r"\1\\\2", _md(text)) + "  "


def _html(text: str) -> str:
    # Text of either direction keeps to its own place.
    return f"<bdi>{escape(_one_line(text))}</bdi>"
