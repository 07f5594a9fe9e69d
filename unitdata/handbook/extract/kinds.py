"""What a file is, told by its first bytes and never by its name; and text out of bytes."""

from pathlib import PurePath

from unitdata.handbook.extract.document import Unreadable
from unitdata.handbook.extract.text import is_markdown

TEXT, MARKDOWN, HTML, WORD, PDF = "plain text", "Markdown", "HTML", "Word (.docx)", "PDF"
_EXTENSIONS = {
    ".txt": (TEXT, MARKDOWN), ".text": (TEXT, MARKDOWN), ".md": (TEXT, MARKDOWN), ".markdown": (TEXT, MARKDOWN),
    ".htm": (HTML,), ".html": (HTML,), ".xhtml": (HTML,), ".docx": (WORD,), ".docm": (WORD,), ".pdf": (PDF,),
}  # fmt: skip

_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"II*\x00", b"MM\x00*", b"RIFF")
_BOMS = (
    (b"\xef\xbb\xbf", "utf-8-sig"),
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)
_HTML_STARTS = (
    "<!doctype html", "<html", "<head", "<body", "<meta", "<title", "<div", "<p>", "<table", "<h1", "<ul", "<ol",
)  # fmt: skip
_CONTROLS = [*(chr(c) for c in range(32) if chr(c) not in "\t\n\v\f\r"), "\ufffd"]
_NOISE = 0.01
"""The share of characters that print nothing from which on a text is none."""
_UTF_16 = 0.9
"""The share of letters with a zero beside them from which on a text without its mark is taken for UTF-16."""

SAVE_AS = "Open it where it was made, save it as Word (.docx) or PDF, and read that."


def recognise(data: bytes) -> str:
    """The kind of a file that is no text; "" where it may be one. Raises Unreadable for what cannot be read.

    Any archive is taken for a Word file: what is packed in it is looked at where that cannot do harm.
    """
    if not data.strip():
        raise Unreadable("The file is empty.")
    if b"%PDF-" in data[:1024]:
        return PDF
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return WORD
    if data.startswith(b"\xd0\xcf\x11\xe0"):
        if "EncryptedPackage".encode("utf-16-le") in data:
            raise Unreadable("The Word file is locked with a password. Take the password off and save it again.")
        raise Unreadable(f"This is an Office file of the old kind (.doc, .xls, .ppt). {SAVE_AS}")
    if data.startswith(b"{\\rtf"):
        raise Unreadable(f"This is a Rich Text file (.rtf). {SAVE_AS}")
    if data.startswith(_PICTURES):
        raise Unreadable("This is a picture, and holds no text. A program for text recognition (OCR) can make some.")
    return ""


def decode(data: bytes) -> tuple[str, str, list[str]]:
    """A file's text, its kind, and what is to be said about its encoding. Raises Unreadable where it is none."""
    text, notes = _decoded(data)
    if sum(map(text.count, _CONTROLS)) > _NOISE * len(text):
        raise Unreadable("The file holds no text: most likely it is damaged, or it belongs to another program.")
    opening = text[:4096].lstrip().lower()
    if opening.startswith("<?xml"):
        opening = opening.partition("?>")[2].lstrip()
    if opening.startswith(_HTML_STARTS) or ("<html" in opening and "<body" in opening):
        return text, HTML, notes
    return text, MARKDOWN if is_markdown(text) else TEXT, notes


def _decoded(data: bytes) -> tuple[str, list[str]]:
    encoding = next((encoding for bom, encoding in _BOMS if data.startswith(bom)), "")
    notes: list[str] = []
    if not encoding and (encoding := _by_zeros(data)):
        notes.append("The file does not say how its text is encoded; it was read as UTF-16.")
    try:
        return data.decode(encoding or "utf-8"), notes
    except UnicodeDecodeError:
        if encoding not in ("", "utf-8-sig"):
            raise Unreadable("The file is damaged: it says which encoding its text has, and has another.") from None
    if b"\x00" in data:
        raise Unreadable("The file holds no text: most likely it is damaged, or it belongs to another program.")
    text = data.decode("cp1252", "replace")
    return text, ["The text is not in UTF-8 and was read as Windows-1252: look at accents, dashes and quotation marks."]


def _by_zeros(data: bytes) -> str:
    """UTF-16 where every other byte of nearly all letters is zero, and none of those between; else ""."""
    for first, encoding in ((0, "utf-16-be"), (1, "utf-16-le")):
        zeros, others = data[first::2], data[1 - first :: 2]
        if zeros.count(0) > _UTF_16 * len(zeros) and not others.count(0):
            return encoding
    return ""


def misnamed(name: str, kind: str) -> list[str]:
    """What is to be said where a file's name promises another kind than it is."""
    suffix = PurePath(name).suffix.lower()
    if kind in _EXTENSIONS.get(suffix, (kind,)):
        return []
    return [f"The file's name ends in {suffix}, but what stands in it is {kind}; it was read as that."]
