"""Plain text and Markdown, read into lines."""

import string
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unitdata.handbook.extract import Document, Unreadable, extract
from unitdata.handbook.lines import Line

SHARED = Path(__file__).parents[4] / "shared" / "handbooks"


def read(folder: Path, text: str | bytes, name: str = "tea.txt") -> Document:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return extract(path)


def cells(document: Document) -> list[tuple[str, ...]]:
    return [line.cells for line in document.lines]


def test_a_document_knows_its_file(tmp_path: Path) -> None:
    document = read(tmp_path, "Brewing tea\n\nWarm the pot.\n")
    assert (document.name, document.kind, document.pages, document.notes) == ("tea.txt", "plain text", None, ())
    assert document.sha == sha256(b"Brewing tea\n\nWarm the pot.\n").hexdigest()[:32]
    assert document.lines == (
        Line(1, None, ("Brewing tea",)),
        Line(2, None, ()),
        Line(3, None, ("Warm the pot.",)),
    )


def test_headings_are_marked_or_strong_as_a_whole(tmp_path: Path) -> None:
    text = (
        "## Brewing ##\n**1.1 Warm the pot**\n***Element 2*** *of* tea\n<b>UNIT 8</b>\t<b>POURING</b>\nServing\n====\n"
    )
    document = read(tmp_path, text + "Pour **slowly**\n**Milk** **first**\n")
    assert [(line.text, line.heading) for line in document.lines if line.cells] == [
        ("Brewing", True),
        ("1.1 Warm the pot", True),
        ("Element 2 of tea", False),
        ("UNIT 8 POURING", True),
        ("Serving", True),
        ("Pour slowly", False),
        ("Milk first", True),
    ]
    assert document.kind == "Markdown"


@pytest.mark.parametrize(
    ("printed", "said"),
    [
        ("1.1&nbsp;&nbsp;Warm \u00a0 \u00a0the   pot", "1.1 Warm the pot"),
        ("see [the *tea* page](http://example.org/a_b_c)", "see the tea page"),
        ("write to <tea@example.org> or <https://example.org>", "write to tea@example.org or https://example.org"),
        ("![a cup](cup.png)Pouring [image: image4.jpg]tea", "Pouring tea"),
        (' ASK SUBJECT "INPUT SUBJECT" Tea service', "Tea service"),
        (' MACROBUTTON Update.All "Click twice here" Issue 3', "Issue 3"),
        ('Contents TOC \\o "1-3" \\h', "Contents"),
        ("2 * 3 * 4 and cup_of_tea, __warm__ _pot_", "2 * 3 * 4 and cup_of_tea, warm pot"),
        ("G** may be asked* for", "G may be asked* for"),
        ("Name: ________ <name of centre>", "Name: ________ <name of centre>"),
        ("milk &lt;i&gt;first&lt;/i&gt; &amp; sugar<sup>2</sup>", "milk first & sugar2"),
        ("> 1.2 o\ufb03ce tea\u200b\u00ad pots\u202e", "1.2 office tea pots"),
        ("\\*not strong\\* 1\\.", "*not strong* 1."),
        ("tick \uf0fc or cross", "tick ✓ or cross"),
    ],
)
def test_markup_goes_and_words_stay(tmp_path: Path, printed: str, said: str) -> None:
    (line,) = read(tmp_path, printed).lines
    assert line.text == said


def test_a_strong_text_run_into_another_is_a_line_of_its_own(tmp_path: Path) -> None:
    text = "Element 1: Pour**A. Cups: *(also element 2)***\n\nU01:**Serving tea**\nuse cup**s** and pot**ful**\n"
    document = read(tmp_path, text)
    assert [(line.number, line.text, line.heading) for line in document.lines if line.cells] == [
        (1, "Element 1: Pour", False),
        (1, "A. Cups: (also element 2)", True),
        (3, "U01:", False),
        (3, "Serving tea", True),
        (4, "use cups and potful", False),
    ]


def test_bullets_are_told_and_taken_off(tmp_path: Path) -> None:
    document = read(tmp_path, "- a pour\n  - (i) slowly\n· the pot\n* - 1.7 rinse\n\u00a0\uf0b7 dry\n-5 degrees\n-\n")
    assert [(line.text, line.bullet, line.indent) for line in document.lines] == [
        ("a pour", True, 0),
        ("(i) slowly", True, 2),
        ("the pot", True, 0),
        ("1.7 rinse", True, 0),
        ("dry", True, 1),
        ("-5 degrees", False, 0),
        ("-", False, 0),
    ]


def test_tabs_and_pipes_make_cells(tmp_path: Path) -> None:
    text = """\
1.1\tWarm the pot\t\t✓\t
\tRinse it
\t
- | | |
|---|--|
| 1. Brew | 1.1 Warm |
| | 1.2 Fill **up** |
Cup | Saucer
--- | :-:
blue | a \\| b
neither | nor

"""
    assert cells(read(tmp_path, text)) == [
        ("1.1", "Warm the pot", "✓"),
        ("", "Rinse it"),
        (),
        (),
        (),
        ("1. Brew", "1.1 Warm"),
        ("", "1.2 Fill up"),
        ("Cup", "Saucer"),
        (),
        ("blue", "a | b"),
        ("neither", "nor"),
        (),
    ]


def test_criteria_that_share_a_cell_stand_in_rows_of_their_own(tmp_path: Path) -> None:
    text = (
        "| 1. Brew | 1.1 Warm\n\n1.2 Fill\n\n1.3 Wait |\n| 2. Pour | 2.1 Tilt<br>2.2 Stop |\n| open | row\n\nAfter it\n"
    )
    document = read(tmp_path, text)
    assert [(line.number, line.cells) for line in document.lines if line.cells] == [
        (1, ("1. Brew", "1.1 Warm")),
        (3, ("", "1.2 Fill")),
        (5, ("", "1.3 Wait")),
        (6, ("2. Pour", "2.1 Tilt")),
        (6, ("", "2.2 Stop")),
        (7, ("open", "row")),
        (9, ("After it",)),
    ]


def test_rules_and_fences_are_blank_lines(tmp_path: Path) -> None:
    assert cells(read(tmp_path, "---\n* * *\n```\ntea\n```\n")) == [(), (), (), ("tea",), ()]


def test_form_feeds_begin_pages_and_every_line_end_counts(tmp_path: Path) -> None:
    document = read(tmp_path, "one\r\ntwo\rthree\n\ffour\nfive\f\nsix")
    assert [(line.number, line.page, line.text) for line in document.lines] == [
        (1, 1, "one"),
        (2, 1, "two"),
        (3, 1, "three"),
        (4, 2, "four"),
        (5, 2, "five"),
        (6, 3, "six"),
    ]
    assert document.pages == 3


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-32"])
def test_unicode_is_read_in_any_encoding_that_names_itself(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path, "Thé – “noir”".encode(encoding))
    assert (cells(document), document.notes) == ([("Thé – “noir”",)], ())


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_unicode_that_does_not_name_itself_is_known_by_its_zeros(tmp_path: Path, encoding: str) -> None:
    document = read(tmp_path, "# Thé noir\n1.1 Warm the pot – then pour".encode(encoding))
    assert cells(document) == [("Thé noir",), ("1.1 Warm the pot – then pour",)]
    assert document.notes == ("The file does not say how its text is encoded; it was read as UTF-16.",)


def test_what_reads_like_markup_and_turns_the_text_round_is_text(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        "Unit 1: [red]Serve[/red] \u202etea\u2066\x00\x1b[31m with milk, and sit down with guests" + " tea" * 60,
    )
    assert document.lines[0].text.startswith("Unit 1: [red]Serve[/red] tea[31m with milk")


def test_windows_text_is_read_and_said(tmp_path: Path) -> None:
    document = read(tmp_path, "Thé – “noir”".encode("cp1252"))
    assert cells(document) == [("Thé – “noir”",)]
    (note,) = document.notes
    assert "Windows-1252" in note


def test_a_name_that_promises_something_else_is_said(tmp_path: Path) -> None:
    (note,) = read(tmp_path, "Warm the pot.", "tea.pdf").notes
    assert note == "The file's name ends in .pdf, but what stands in it is plain text; it was read as that."
    assert read(tmp_path, "# Tea", "tea.txt").notes == read(tmp_path, "Tea", "tea").notes == ()


@given(st.binary(max_size=400) | st.text(max_size=400).map(str.encode))
def test_no_bytes_do_harm(tmp_path_factory: pytest.TempPathFactory, data: bytes) -> None:
    if data[:1024].find(b"%PDF-") >= 0 or data.startswith(b"PK"):
        return
    path = tmp_path_factory.getbasetemp() / "any"
    path.write_bytes(data)
    try:
        document = extract(path)
    except Unreadable:
        return
    for line in document.lines:
        assert all(cell.isprintable() and "  " not in cell and cell == cell.strip() for cell in line.cells)
        assert all(line.cells[1:]), "only a first cell may be empty"
        assert line.cells != ("",)


MARKED = st.text(alphabet=string.ascii_lowercase + " *_|<b>/&;#[]()\t\n\\-\"'", max_size=200)


@given(MARKED, MARKED)
def test_strong_text_is_found_whatever_surrounds_it(
    tmp_path_factory: pytest.TempPathFactory, before: str, after: str
) -> None:
    path = tmp_path_factory.getbasetemp() / "marked"
    path.write_text(f"Level 2 Tea\n{before}\n**Warm the pot**\n{after}", encoding="utf-8")  # "<ul" first is a page
    document = extract(path)
    assert any(line.text.endswith("Warm the pot") for line in document.lines)
    assert not any("**" in cell.replace("\\", "") or "<b>" in cell for line in document.lines for cell in line.cells)


@pytest.mark.skipif(not SHARED.is_dir(), reason="the handbooks are not here")
@pytest.mark.parametrize(
    ("file", "headings", "bullets", "rows", "words"),
    [("000", 300, 800, 150, 0), ("001", 0, 50, 1500, 25), ("004", 25, 350, 60, 0)],
)
def test_the_real_documents_lose_their_marks_only(
    file: str, headings: int, bullets: int, rows: int, words: int
) -> None:
    """`words`: in instructions to Word that the document prints."""
    (path,) = SHARED.glob(f"{file}_*")
    lines = extract(path).lines
    assert sum(line.heading for line in lines) >= headings
    assert sum(line.bullet for line in lines) >= bullets
    assert sum(len(line.cells) > 1 for line in lines) >= rows
    assert not [line for line in lines if set("*|<>") & set(line.text) or "&nbsp" in line.text]
    printed = path.read_text(encoding="utf-8")
    kept, there = ({w for w in text.split() if w.isalpha()} for text in ("\n".join(x.text for x in lines), printed))
    assert len(there - kept) <= words
