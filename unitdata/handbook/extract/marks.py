"""Markdown's marks inside a line, and the few of HTML and Word that converters leave in such text."""

import html
import re

_IMAGE = re.compile(r"!\[[^\[\]]*\]\([^()]*\)|\[image:[^\[\]]*\]", re.IGNORECASE)
_LINK = re.compile(r"\[([^\[\]]*)\]\([^()\s]*\)")
_ADDRESS = re.compile(r"<((?:https?|mailto):[^<>\s]+|[^<>\s@]+@[^<>\s@]+)>")
_STRONG = re.compile(r"<(?:b|strong)>\s*|\s*</(?:b|strong)>", re.IGNORECASE)
_TAGS = (
    "a|abbr|b|big|blockquote|br|center|cite|code|dd|del|div|dl|dt|em|font|h[1-6]|hr|i|img|ins|kbd|li|mark|ol|p|pre|q|s"
    "|small|span|strike|strong|sub|sup|table|tbody|td|tfoot|th|thead|tr|tt|u|ul"
)
_TAG = re.compile(rf"</?(?:{_TAGS})(?:\s[^<>]*)?/?>|<!--[^<>]*-->", re.IGNORECASE)
BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

# A field is an instruction to Word that some converters print together with its result.
_FIELD = re.compile(
    r'\b(?:(?:ASK|FILLIN|SET) \w+ "[^"]*"|MACROBUTTON \S+ "[^"]*"|HYPERLINK "[^"]*"(?: \\\w)*'
    r'|(?:TOC|PAGEREF \w+|REF \w+)(?: \\[a-z](?: "[^"]*")?)+)'
)
_ESCAPED = re.compile(r"\\(?=[!-/:-@\[-`{-~])")
_RUN = re.compile(r"(?<!\\)(\*+|__?(?!_)(?<!___))")
_RUN_ON = ".:;?!)]’'\""


def unmarked(text: str) -> list[tuple[str, bool]]:
    """A line's parts without marks, each with whether it is strong as a whole.

    There are two where a strong text that goes to the end of the line is run into what stands before it: such a line
    was two before something converted the document.
    """
    text = _IMAGE.sub("", html.unescape(text))
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", _FIELD.sub("", text)))
    pieces = _RUN.split(_TAG.sub("", _STRONG.sub("**", text)))
    strong = _pair(pieces)
    start = _run_on(pieces, strong)
    parts = [(pieces[:start], strong[:start]), (pieces[start:], strong[start:])] if start else [(pieces, strong)]
    return [
        (
            _ESCAPED.sub("", "".join(words)),
            any(p.strip() for p in words) and all(s for p, s in zip(words, strengths, strict=True) if p.strip()),
        )
        for words, strengths in parts
    ]


def _pair(pieces: list[str]) -> list[bool]:
    """Take the runs of marks (every second piece) out where they make a pair; whether each piece is strong."""
    depth = [0] * (len(pieces) + 1)
    open_runs: list[int] = []
    for i in range(1, len(pieces), 2):
        mark = pieces[i][0]
        before = pieces[i - 1][-1:] or (pieces[i - 2][-1:] if i > 1 else "")
        after = pieces[i + 1][:1] or (pieces[i + 2][:1] if i + 2 < len(pieces) else "")
        inside = mark == "_" and before.isalnum() and after.isalnum()
        fresh = len(pieces[i])
        while pieces[i] and before.strip() and not inside and open_runs and pieces[open_runs[-1]][0] == mark:
            start = open_runs[-1]
            shared = min(len(pieces[i]), len(pieces[start]))
            if shared > 1:
                depth[start] += 1
                depth[i] -= 1
            pieces[i], pieces[start] = pieces[i][shared:], pieces[start][shared:]
            if not pieces[start]:
                open_runs.pop()
        if len(pieces[i]) == fresh and after.strip() and not inside:
            open_runs.append(i)
    for i in range(1, len(pieces), 2):
        if len(pieces[i]) > 1 or pieces[i] == "":
            pieces[i] = ""
    strong, level = [], 0
    for change in depth[:-1]:
        level += change
        strong.append(level > 0)
    return strong


def _run_on(pieces: list[str], strong: list[bool]) -> int:
    """Where the strong text begins that is run into what stands before it; 0 where none is."""
    start = len(pieces)
    while start and (strong[start - 1] or not pieces[start - 1].strip()):
        start -= 1
    if 0 < start < len(pieces) and any(p.strip() for p in pieces[start:]):
        last, first = pieces[start - 1][-1:], "".join(pieces[start:]).lstrip()[0]
        if (last.isalnum() or last in _RUN_ON) and (first.isupper() or first.isdigit()):
            return start
    return 0
