"""Files that are no handbook, or are made to do harm: a sentence in bounded time and memory, and nothing left."""

import os
import struct
import subprocess
import sys
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO
from pathlib import Path
from select import select
from time import process_time
from typing import Any

import docx
import pytest
from fpdf import FPDF
from fpdf.enums import EncryptionMethod

from unitdata.handbook.extract import LIMITS, Limits, Unreadable, extract

Refused = Callable[..., str]


@pytest.fixture
def refused(tmp_path: Path) -> Refused:
    """The sentence with which a file of these bytes is refused; sees that nothing but the file is left."""

    def refuse(data: bytes, name: str = "tea.bin", limits: Limits = LIMITS) -> str:
        path = tmp_path / name
        path.write_bytes(data)
        with pytest.raises(Unreadable) as refusal:
            extract(path, limits=limits)
        assert os.listdir(tmp_path) == [name]
        path.unlink()
        said = str(refusal.value)
        assert said[0].isupper()
        assert said[-1] in ".]"
        return said

    return refuse


def as_zip(parts: dict[str, bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = BytesIO()
    with zipfile.ZipFile(out, "w", compression) as package:
        for name, data in parts.items():
            package.writestr(name, data)
    return out.getvalue()


def word_with(part: str, change: Callable[[bytes], bytes]) -> bytes:
    """An ordinary Word file with one part changed."""
    out = BytesIO()
    document = docx.Document()
    document.add_paragraph("Warm the pot")
    document.save(out)
    with zipfile.ZipFile(out) as package:
        parts = {name: package.read(name) for name in package.namelist()}
    return as_zip({**parts, part: change(parts.get(part, b""))})


def pdf_of(pages: int, text: str = "Warm the pot, then pour the tea into the cup.", **encryption: Any) -> bytes:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=10)
    if encryption:
        pdf.set_encryption(owner_password="owner", **encryption)  # noqa: S106
    for _ in range(pages):
        pdf.add_page()
        pdf.cell(text=text)
    return bytes(pdf.output())


def picture(width: int = 40, height: int = 40) -> bytes:
    rows = b"".join(b"\x00" + b"\x80" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "The file is empty."),
        (b" \r\n\t ", "The file is empty."),
        (b"\x00" * 5000, "The file holds no text: most likely it is damaged, or it belongs to another program."),
        (
            bytes(range(256)) * 40,
            "The file holds no text: most likely it is damaged, or it belongs to another program.",
        ),
        (
            b"\x01\x02\x03tea" * 40,
            "The file holds no text: most likely it is damaged, or it belongs to another program.",
        ),
        (b"\xff\xfeT\x00\xff", "The file is damaged: it says which encoding its text has, and has another."),
        ("\u200b\u200b \u00ad".encode(), "There is no text in the file."),
    ],
)
def test_what_is_no_text_is_refused(refused: Refused, data: bytes, said: str) -> None:
    assert refused(data, "tea.txt") == said


@pytest.mark.parametrize(
    ("data", "part"),
    [
        (b"{\\rtf1 tea}", "Rich Text"),
        (picture(), "a picture"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, "of the old kind"),
        (b"\xd0\xcf\x11\xe0" + b"\x00" * 600 + "EncryptedPackage".encode("utf-16-le"), "locked with a password"),
        (as_zip({"xl/workbook.xml": b"<x/>"}), "an Excel workbook"),
        (as_zip({"content.xml": b"<x/>"}), "an OpenDocument file"),
        (as_zip({"tea.txt": b"Warm the pot"}), "an archive"),
        (b"PK\x03\x04" + b"tea" * 100, "damaged"),
        (b"%PDF-1.7\nnothing that a PDF has", "damaged"),
    ],
)
def test_what_belongs_to_other_programs_is_named(refused: Refused, data: bytes, part: str) -> None:
    assert part in refused(data)


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(Unreadable, match="a folder"):
        extract(tmp_path)
    with pytest.raises(Unreadable, match="no such file"):
        extract(tmp_path / "tea.txt")
    with pytest.raises(Unreadable, match=r"cannot be read|no such file"):
        extract(Path("tea\x00.txt"))


pipes = pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no pipes here")


@pipes
def test_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "tea.txt")
    with pytest.raises(Unreadable, match="not a file"):
        extract(tmp_path / "tea.txt")


def test_files_texts_and_lines_have_bounds(refused: Refused) -> None:
    assert "larger than 1 MiB" in refused(b"tea " * 300_000, limits=replace(LIMITS, size=1024 * 1024))
    assert "more than 9,000 characters" in refused(b"tea\n" * 3000, limits=replace(LIMITS, text=9_000))
    assert "more than 2,000 lines" in refused(b"tea\n" * 3000, limits=replace(LIMITS, lines=2_000))
    assert refused(b"tea\n" + b"**tea** <b> | " * 200_000).startswith("Line 2 has more than 20,000 characters.")
    assert "more than 50 lines" in refused(b"<html>" + b"<p>tea" * 60, limits=replace(LIMITS, lines=50))
    assert "Line 1 has more than" in refused(b"<html><p>" + b"tea " * 6_000)


@pytest.mark.parametrize(
    "data",
    [
        b"\n" * 60_000 + b"tea",
        (b"tea" + b" " * 19_900 + b"</b>x\n") * 9,
        (b" " * 19_900 + b"|x\n") * 9,
        (b"---" + b" " * 19_900 + b"|x|\n") * 9,
        (b"*a" * 9_900 + b"\n") * 9,
        ("e" + "\u0315\u0300" * 9_000 + "\n").encode() * 9,
    ],
    ids=["blank lines", "blanks before a mark", "blanks before a pipe", "blanks behind dashes", "stars", "accents"],
)
def test_no_text_takes_longer_than_its_length(data: bytes, tmp_path: Path) -> None:
    path = tmp_path / "tea.txt"
    path.write_bytes(data)
    began = process_time()
    extract(path)
    assert process_time() - began < 5  # it takes a tenth of that; by the square of the length it took minutes


def test_rows_have_bounds(refused: Refused) -> None:
    said = "A row of a table has more than 200 cells, the most this program reads."
    assert refused(b"| tea " * 300 + b"|") == said
    assert refused(b"tea\t" * 300) == said
    assert refused(b"<table>" + (b"<tr>" + b"<td rowspan=1000 colspan=1000>tea" * 90) * 5) == said
    row = b"<w:tbl><w:tr>" + b"<w:tc><w:p><w:r><w:t>x</w:t></w:r></w:p></w:tc>" * 300 + b"</w:tr></w:tbl>"
    assert refused(word_with("word/document.xml", lambda xml: xml.replace(b"<w:p>", row + b"<w:p>", 1))) == said


@pipes
def test_a_link_to_a_pipe_is_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "round.txt").symlink_to(tmp_path / "round.txt")
    with pytest.raises(Unreadable, match=r"\.$"):
        extract(tmp_path / "round.txt")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "tea.txt").symlink_to(tmp_path / "pipe")
    with pytest.raises(Unreadable, match="not a file"):
        extract(tmp_path / "tea.txt")


@pipes
def test_a_pipe_that_takes_the_files_name_is_not_waited_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "tea.txt"
    path.write_text("Warm the pot", encoding="utf-8")

    def looked_at(this: Path) -> bool:
        this.unlink()
        os.mkfifo(this)
        return True

    monkeypatch.setattr(Path, "is_file", looked_at)
    with pytest.raises(Unreadable, match="not a file"):
        extract(path)


def test_a_small_file_that_holds_a_great_text_is_refused(refused: Refused) -> None:
    paragraph = b"<w:p><w:r><w:t>" + b"word " * 2000 + b"</w:t></w:r></w:p>"
    great = word_with("word/document.xml", lambda xml: xml.replace(b"<w:body>", b"<w:body>" + paragraph * 900))
    assert len(great) < 100_000
    assert refused(great) == "The text has more than 8,388,608 characters, the most this program reads."


def test_a_zip_bomb_is_refused_before_it_is_unpacked(refused: Refused) -> None:
    bomb = word_with("word/document.xml", lambda _: b"<w:p/>" * 60_000_000)
    assert len(bomb) < 4_000_000
    assert "Unpacked, the file is larger than 256 MiB" in refused(bomb)


def test_a_word_file_that_lies_about_its_size_is_refused(refused: Refused) -> None:
    data = bytearray(word_with("word/document.xml", lambda xml: xml + b" " * 3_000_000))
    place = data.rindex(b"word/document.xml") - 46
    data[place + 24 : place + 28] = struct.pack("<I", 2_000)
    assert "damaged" in refused(bytes(data))


@pytest.mark.parametrize("part", ["word/document.xml", "word/styles.xml"])
def test_xml_entities_are_never_expanded(refused: Refused, part: str) -> None:
    inner = "".join(f'<!ENTITY t{i} "{f"&t{i - 1};" * 10}">' for i in range(1, 30))
    declared = f'<!DOCTYPE x [<!ENTITY t0 "tea"><!ENTITY here SYSTEM "file:///etc/hostname">{inner}]>'

    def change(xml: bytes) -> bytes:
        head, _, rest = xml.partition(b"?>")
        return head + b"?>" + declared.encode() + rest.replace(b"Warm", b"&t29;&here;")

    said = refused(word_with(part, change))
    assert "harm" in said or "damaged" in said


def test_nothing_outside_a_word_file_is_asked_for(tmp_path: Path) -> None:
    link = (
        b'<Relationship Id="rId99" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/image"'
        b' Target="http://127.0.0.1:9/tea.png" TargetMode="External"/></Relationships>'
    )
    path = tmp_path / "tea.docx"
    path.write_bytes(word_with("word/_rels/document.xml.rels", lambda xml: xml.replace(b"</Relationships>", link)))
    assert [line.text for line in extract(path).lines if line.cells] == ["Warm the pot"]


def test_what_word_takes_in_from_other_files_is_said_to_be_left_out(tmp_path: Path) -> None:
    path = tmp_path / "tea.docx"
    path.write_bytes(word_with("word/document.xml", lambda xml: xml.replace(b"<w:p>", b"<w:altChunk/><w:p>", 1)))
    assert extract(path).notes == ("Parts that Word takes in from other files were left out.",)


@pytest.mark.parametrize("depth", [300, 60_000])
def test_deep_nesting_is_refused(refused: Refused, depth: int) -> None:
    tables, ends = b"<w:tbl><w:tr><w:tc>" * depth, b"</w:tc></w:tr></w:tbl>" * depth
    said = refused(word_with("word/document.xml", lambda xml: xml.replace(b"<w:p>", tables + ends + b"<w:p>", 1)))
    assert "damaged" in said or "involved" in said


@pytest.mark.parametrize("depth", [3_000, 200_000])
def test_deep_html_is_refused(refused: Refused, depth: int) -> None:
    assert "too involved" in refused(b"<html><body>" + b"<div>" * depth + b"tea")


def test_a_locked_pdf_is_said_to_be_locked(refused: Refused, tmp_path: Path) -> None:
    assert "locked with a password" in refused(pdf_of(1, user_password="tea"))  # noqa: S106
    path = tmp_path / "open.pdf"
    path.write_bytes(pdf_of(1, user_password=""))
    assert [line.text for line in extract(path).lines] == ["Warm the pot, then pour the tea into the cup."]


def test_a_pdf_of_too_many_pages_is_not_begun(refused: Refused) -> None:
    assert refused(pdf_of(12), limits=replace(LIMITS, pages=10)) == (
        "The PDF has 12 pages; the longest this program reads has 10."
    )


def test_scanned_pages_are_said_to_be_pictures(refused: Refused, tmp_path: Path) -> None:
    def scanned(text: str) -> bytes:
        pdf = FPDF()
        pdf.set_font("Helvetica", size=10)
        for _ in range(3):
            pdf.add_page()
            pdf.image(BytesIO(picture()), w=100)
        if text:
            pdf.add_page()
            pdf.multi_cell(0, text=text)
        return bytes(pdf.output())

    assert refused(scanned("")).startswith("Its pages are pictures (scanned).")
    path = tmp_path / "tea.pdf"
    path.write_bytes(scanned("Warm the pot. " * 20))
    document = extract(path)
    assert document.notes == ("Pages that are pictures, from which nothing could be read: 1, 2, 3.",)
    assert document.lines[0].page == 4


@pytest.mark.parametrize("words", ["x", "Scanned at the Tea House of the town"])
def test_scanned_pages_with_a_stamp_on_each_are_pictures_too(refused: Refused, words: str) -> None:
    pdf = FPDF()
    pdf.set_font("Helvetica", size=10)
    for _ in range(4):
        pdf.add_page()
        pdf.cell(text=words)
        pdf.image(BytesIO(picture()), w=100)
    assert refused(bytes(pdf.output())).startswith("Its pages are pictures (scanned).")


def test_what_only_the_owner_locked_is_read(tmp_path: Path) -> None:
    path = tmp_path / "tea.pdf"
    path.write_bytes(pdf_of(1, user_password="", encryption_method=EncryptionMethod.AES_256))
    assert extract(path).lines[0].text.startswith("Warm the pot")


def test_a_pdf_cut_off_is_damaged(refused: Refused) -> None:
    whole = pdf_of(3)
    assert refused(whole[: len(whole) // 3]).endswith(".")


def test_time_runs_out(refused: Refused) -> None:
    assert "given up after 0 seconds" in refused(pdf_of(30), limits=replace(LIMITS, seconds=0))


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux bounds the memory of a process")
def test_memory_runs_out_in_the_child_only(refused: Refused) -> None:
    tight = replace(LIMITS, memory=200 * 1024 * 1024)
    text = b"<w:p><w:r><w:t>tea</w:t></w:r></w:p>" * 1_500_000
    said = refused(word_with("word/document.xml", lambda xml: xml.replace(b"<w:p>", text + b"<w:p>", 1)), limits=tight)
    assert "memory" in said


def test_who_gives_up_leaves_no_process_behind(tmp_path: Path) -> None:
    class GivenUp(Exception):
        pass

    def give_up(done: int, of: int) -> None:
        if done:
            raise GivenUp

    path = tmp_path / "tea.pdf"
    path.write_bytes(pdf_of(200))
    with pytest.raises(GivenUp):
        extract(path, progress=give_up)
    running = subprocess.run(["ps", "-o", "args=", "--ppid", str(os.getpid())], capture_output=True, text=True).stdout
    assert "extract.child" not in running


@pytest.mark.skipif(
    not hasattr(os, "pidfd_open"), reason="the end of a process that is no child can only be waited for on Linux"
)
def test_who_is_killed_leaves_no_process_behind(tmp_path: Path) -> None:
    pdf = FPDF()
    pdf.add_page()
    pdf._out("0 0 m 9 9 l S " * 2_000_000)  # half a minute's work without a word to whoever asked
    path = tmp_path / "tea.pdf"
    path.write_bytes(bytes(pdf.output()))
    code = "import sys\nfrom pathlib import Path\nfrom unitdata.handbook.extract import extract\n"
    code += "extract(Path(sys.argv[1]), progress=lambda done, of: of and print(of, flush=True))"
    with subprocess.Popen([sys.executable, "-c", code, path], stdout=subprocess.PIPE, text=True) as parent:
        assert parent.stdout
        assert parent.stdout.readline() == "1\n"
        listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(parent.pid)], capture_output=True, text=True).stdout
        child = os.pidfd_open(int(listed))
        parent.kill()
    ended, _, _ = select([child], [], [], 10)
    os.close(child)
    assert ended


def test_a_missing_extra_is_said_with_the_command_that_adds_it(
    refused: Refused, tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch
) -> None:
    bare = tmp_path_factory.mktemp("bare")
    for library in ("pdfplumber", "docx", "selectolax"):
        (bare / f"{library}.py").write_text(f"raise ModuleNotFoundError(name={library!r})", encoding="utf-8")
    monkeypatch.syspath_prepend(str(bare))
    for data, kind in ((pdf_of(1), "PDF"), (word_with("x", bytes), "Word (.docx)"), (b"<html>tea", "HTML")):
        said = refused(data)
        assert said == f"Reading {kind} needs more than is installed. Add it with: pip install 'fieldassess[handbook]'."
