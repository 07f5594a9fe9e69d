"""Caribbean Vocational Qualifications, as the Training Agency prints them."""

from unitdata.handbook.layout import Layout, Level, Section

LAYOUT = Layout(
    id="cvq",
    name="CVQ units of competence",
    tells=(r"range statement", r"underpinning knowledge", r"unit descriptor:?", r"evidence guide", r"U\d{5}: .*"),
    unit=(r"(?P<ref>U\d{5})\s*:\s*(?P<title>.+)",),
    sections=(
        Section("descriptor", ("Unit Descriptor",)),
        Section(
            "criteria",
            ("Element", "Performance criteria", "Elements Performance criteria"),
            (Level("element", ("{n}",), "{n}"), Level("criterion", ("{element}.{n}",), "{above}.{n}")),
        ),
        Section(
            "range",
            ("Range statement",),
            (
                Level("scope", ("Element {n}",), "R{n}"),
                Level("requirement", ("{A}",), "{above}.{A}"),
                Level("item", ("({i})",), "{above}.{i}"),
            ),
        ),
        Section(
            "knowledge",
            ("Underpinning knowledge", "Underpinning knowledge and skills"),
            (Level("knowledge", ("{n}",), "K{n}", runs_on=True), Level("part", ("{a}",), "{above}.{a}")),
            headings=True,
        ),
        Section(
            "critical aspects",
            ("Evidence guide", "Critical aspects of evidence", "Performance Evidence"),
            (Level("requirement", (), "C{n}"), Level("item", ("{a}",), "{above}.{a}", runs_on=True)),
        ),
        Section("methods", ("Methods of assessment",)),
        Section("context", ("Context of assessment",)),
    ),
    furniture=(
        r"to be competent you must achieve the following:?",
        r"you must cover the items below:?",
        r"you need to understand:?",
        r"for assessment purposes:?",
    ),
)
