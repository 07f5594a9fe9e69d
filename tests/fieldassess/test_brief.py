"""The visit brief: what it puts first, that it fits a page, and that no text in it acts as markup."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from fieldassess.brief import PAGE, Brief, Line, Section, as_data, as_html, as_markdown, make_brief
from fieldassess.text import plain
from sessions.learner import Learner
from sessions.workspace import Workspace
from unitdata import open_shipped

NOW = datetime(2026, 11, 21, 9, 0, tzinfo=UTC)
CORE = ["U09602", "U12902", "U13002", "U13102", "U00306"]
AWKWARD = st.text(max_size=60) | st.sampled_from(
    [
        "<script>alert(1)</script>",
        "![x](http://example.org/x.png)",
        "[a](javascript:b)",
        "# heading",
        "-",
        "12) twelve",
        "===",
        "- item\n\n---\n> quote",
        "`code` **bold** _it_ ~~no~~ | a | b |",
        "&lt; &amp; &#60; \\* \\",
        "</title></style><b onclick=x>",
        "a\x1b[31m\u202eb\x00",
        "1. one\n2. two\n\n    code\n```\nx",
        "<http://example.org> www.example.org http://example.org",
    ]
)


@pytest.fixture
def workspace(tmp_path: Path) -> Iterator[Workspace]:
    workspace = Workspace(tmp_path / "mine", clock=lambda: NOW)
    workspace.device.become("Jo Sample", "JS", "qualified")
    yield workspace
    workspace.close()


@pytest.fixture
def ana(workspace: Workspace) -> Learner:
    ana = workspace.register(name="Ana Clarke", number="SAMPLE-01", employer="Example Shop", place="Sample Street")
    pinned = open_shipped("cvq-l2")
    workspace.packs.keep(pinned)
    ana.enrol(pinned.sha, "cvq-l2", CORE)
    return ana


def brief_of(workspace: Workspace, learner: Learner) -> Brief:
    return make_brief(workspace.outlook(learner.id), NOW.date())


def section(brief: Brief, heading: str) -> Section:
    return next(s for s in brief.sections if s.heading.startswith(heading))


def test_it_says_who_where_when_and_what_for(workspace: Workspace, ana: Learner) -> None:
    ana.plan(date(2026, 11, 26), "Busy morning", ["U09602/1.5"])
    brief = brief_of(workspace, ana)
    assert brief.title == "Visit brief: Ana Clarke"
    assert brief.facts[0] == "SAMPLE-01 · Example Shop · Sample Street · Customer Service, Level 2"
    assert brief.facts[1] == "Next visit Thu 26 Nov 2026: Busy morning"
    assert brief.facts[2].startswith("No visit yet · 311 of 311 open")
    assert section(brief, "Planned for this visit").lines == (
        Line("U09602 1.5", "Stays courteous and helpful under pressure"),
    )


def test_the_situation_that_closes_most_comes_first(workspace: Workspace, ana: Learner) -> None:
    lines = section(brief_of(workspace, ana), "Look for").lines
    assert lines[0].lead.startswith("Problem · U13102 (")
    assert "1.1 Gathers and makes sense of what customers report" in lines[0].text


def test_statements_that_read_alike_stand_together(workspace: Workspace, ana: Learner) -> None:
    session = workspace.open_session(ana, open_shipped("cvq-l2"), ["U09602"])
    unit = session.units[0]
    session.judge([unit.full(ref) for ref in unit.criteria], "met")
    session.cover([unit.full(ref) for ref, item in unit.items.items() if "quiet" not in item.situations])
    ana.enrol(session.pinned.sha, "cvq-l2", ["U09602"])
    assert section(brief_of(workspace, ana), "Look for").lines == (
        Line("Quiet · U09602 (2)", "R1.C.iii, C1.c Quiet period"),
    )


def test_a_not_yet_stands_with_its_reason_and_where_it_is_recorded(workspace: Workspace, ana: Learner) -> None:
    session = workspace.open_session(ana, open_shipped("cvq-l2"), ["U09602"])
    session.judge(["U09602/1.6"], "not yet", reason="Left waiting\nwithout a word")
    (line,) = section(brief_of(workspace, ana), "Not yet, and why").lines
    assert line.lead == "U09602 1.6"
    assert line.text.endswith(f"throughout: Left waiting without a word (21 Nov 2026, {session.opened.number})")
    assert all("1.6 Keeps" not in look_for.text for look_for in section(brief_of(workspace, ana), "Look for").lines)


def test_knowledge_that_units_share_is_asked_once(workspace: Workspace, ana: Learner) -> None:
    ana.enrol(open_shipped("cvq-l2").sha, "cvq-l2", ["U09602", "U12902"])
    asked = section(brief_of(workspace, ana), "Ask")
    assert asked.lines[0] == Line("U09602 K1", "What rights do your customers have? Also serves 1 other unit.")
    assert "(health and safety; data protection;" in asked.lines[1].text


def enrolled(workspace: Workspace, pack_id: str, *units: str) -> Learner:
    pinned, dan = open_shipped(pack_id), workspace.register(name="Dan Reed")
    workspace.packs.keep(pinned)
    dan.enrol(pinned.sha, pack_id, units, on=NOW.date())
    return dan


def test_what_is_printed_as_criteria_but_asked_about_stands_among_the_questions(workspace: Workspace) -> None:
    brief = brief_of(workspace, enrolled(workspace, "edi-l3", "8"))
    criterion = open_shipped("edi-l3").pack.unit["8"].asked_about["8.1.a"]
    assert section(brief, "Ask").lines[0].lead == "8 1.a"
    assert criterion.question is not None
    assert section(brief, "Ask").lines[0].text.startswith(criterion.question)
    assert not any("1.a" in line.text for s in brief.sections for line in s.lines if s.heading.startswith("Look"))


def test_it_says_how_far_the_award_is_and_when_a_first_claim_may_be_made(workspace: Workspace) -> None:
    brief = brief_of(workspace, enrolled(workspace, "edi-l3", "7", "8"))
    assert brief.facts[3] == "To the award 0 of 2 units · first claim from 30 Jan 2027"


def test_only_confirmations_are_left(workspace: Workspace, ana: Learner) -> None:
    ana.enrol(open_shipped("cvq-l2").sha, "cvq-l2", ["U13202"])
    (line,) = section(brief_of(workspace, ana), "Confirm when you are satisfied").lines
    assert line == Line(
        "U13202",
        "Worked to support service improvement initiatives; Applied the knowledge when dealing with customers; "
        "enough period: so far 0 days",
    )


def test_it_fits_a_page_and_counts_what_it_leaves_out(workspace: Workspace, ana: Learner) -> None:
    session = workspace.open_session(ana, open_shipped("cvq-l2"), CORE)
    for unit in session.units:
        for ref in unit.criteria:
            session.judge([unit.full(ref)], "not yet", reason="A very long reason " * 400)
    brief = brief_of(workspace, ana)
    height = 2 + len(brief.facts) + sum(3 + sum(li.height for li in s.lines) + bool(s.more) for s in brief.sections)
    assert height <= PAGE + len(brief.sections)
    not_yet = section(brief, "Not yet, and why")
    assert len(not_yet.lines) + not_yet.more == 96
    assert f"- and {not_yet.more} more\n" in as_markdown(brief)
    assert f"<li>and {not_yet.more} more</li>" in as_html(brief)


def made_of(text: str) -> Brief:
    """A brief that holds a text in every place that people's text can come to."""
    return Brief(text, (text, f"Note: {text}"), (Section("Look for", (Line(f"U1 {text}", text),)),))


def shown(text: str) -> str:
    return " ".join(plain(text).split())


@given(AWKWARD)
def test_markdown_shows_text_as_typed(text: str) -> None:
    tokens = MarkdownIt("commonmark").enable(["table", "strikethrough"]).parse(as_markdown(made_of(text)))
    kinds = {token.type.removesuffix("_open").removesuffix("_close") for token in tokens}
    assert kinds <= {"heading", "paragraph", "bullet_list", "list_item", "inline"}
    inline = [child for token in tokens for child in token.children or ()]
    assert {child.type for child in inline} <= {"text", "text_special", "strong_open", "strong_close", "hardbreak"}
    words = " ".join("".join(child.content for child in token.children or ()) for token in tokens if token.children)
    if shown(text):
        assert words.count(shown(text)) >= 5


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: set[str] = set()
        self.attributes: set[str] = set()
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.add(tag)
        self.attributes.update(name for name, _ in attrs)

    def handle_data(self, data: str) -> None:
        self.texts.append(data)


@given(AWKWARD)
def test_html_shows_text_as_typed_and_loads_and_runs_nothing(text: str) -> None:
    page = _Reader()
    page.feed(as_html(made_of(text)))
    allowed = "html head meta title style body h1 h2 p ul li b bdi"
    assert page.tags == set(allowed.split())
    assert page.attributes == {"lang", "charset", "http-equiv", "content", "name"}
    assert not shown(text) or page.texts.count(shown(text)) == 4
    assert f"U1 {shown(text)}".strip() in page.texts


def test_html_lets_nothing_in_from_outside() -> None:
    page = as_html(made_of("Ana"))
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "@media print" in page


def test_data_is_the_brief_itself() -> None:
    assert as_data(made_of("<Ana>")) == {
        "title": "<Ana>",
        "facts": ("<Ana>", "Note: <Ana>"),
        "sections": ({"heading": "Look for", "lines": ({"lead": "U1 <Ana>", "text": "<Ana>"},), "more": 0},),
    }
