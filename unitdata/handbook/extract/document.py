"""What comes out of a file, and how much of one is read at most."""

from collections.abc import Callable
from dataclasses import dataclass

from unitdata.handbook.lines import Line

Progress = Callable[[int, int], None]
"""Called with pages done and pages in all (0 where not known yet), several times a second; it may raise to give up."""


class Unreadable(Exception):
    """No lines can be had from a file. The message is a sentence for the user that says why, and what may help."""


class NoSuchFile(Unreadable):
    """There is no file of that name."""


class NotInstalled(Unreadable):
    """What reads files of this kind is not installed. The message has the command that adds it."""


@dataclass(frozen=True, slots=True)
class Limits:
    """How much is read before a file counts as no handbook. The largest known has 160 pages and 165 kB of text.

    `size`: bytes of the file; scanned covers make some PDFs large · `unpacked`: bytes in a Word file once inflated ·
    `text`: characters of a text, marks included · `pages` · `lines` · `width`: characters in one line; the longest
    paragraph known has 900 · `cells`: in one row of a table · `seconds`, `memory` (bytes): what the process may take
    that reads PDF, Word or HTML; 200 pages of PDF take 15 seconds and 90 MB on a laptop, and minutes where many things
    run at once.
    """

    size: int = 64 * 1024 * 1024
    unpacked: int = 256 * 1024 * 1024
    text: int = 8 * 1024 * 1024
    pages: int = 1_000
    lines: int = 100_000
    width: int = 20_000
    cells: int = 200
    seconds: int = 600
    memory: int = 1024 * 1024 * 1024

    def admit(self, number: int, width: int, cells: int = 1) -> None:
        """Let one more line in: the one of this number, of so many characters and cells. Raises Unreadable."""
        if number > self.lines:
            raise Unreadable(f"The document has more than {self.lines:,} lines, the most this program reads.")
        if width > self.width:
            raise Unreadable(
                f"Line {number:,} has more than {self.width:,} characters. No handbook is set like that: "
                "most likely its line breaks were lost when it was converted."
            )
        if cells > self.cells:
            raise Unreadable(f"A row of a table has more than {self.cells:,} cells, the most this program reads.")

    def hold(self, characters: int) -> None:
        """Let a text of so many characters in. Raises Unreadable."""
        if characters > self.text:
            raise Unreadable(f"The text has more than {self.text:,} characters, the most this program reads.")


LIMITS = Limits()


@dataclass(frozen=True, slots=True)
class Document:
    """A file's lines.

    `name`: the file's, without its folder · `kind`: what it is by its content, in words · `sha`: the first 32 hex
    digits of its SHA-256 · `lines`: in reading order; a line's number is unique but where one printed line holds
    two (a heading run into the text after it) · `notes`: sentences about the reading that the user should know.
    """

    name: str
    kind: str
    sha: str
    lines: tuple[Line, ...]
    notes: tuple[str, ...] = ()

    @property
    def pages(self) -> int | None:
        """How many pages hold lines, where the document has pages."""
        return max((line.page for line in self.lines if line.page), default=None)
