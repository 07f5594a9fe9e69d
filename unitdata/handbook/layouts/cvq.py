"""Caribbean Vocational Qualifications, as the Training Agency prints them."""

from unitdata.handbook.layout import Layout, Level, Section

LAYOUT = Layout(
    id="cvq",
    name="CVQ units of competence",
    tells=(r"range statement", r"underpinning knowledge", r"unit descriptor:?", r"evidence guide.*", r"U\d{5}\W.*"),
    unit=(r"(?P<ref>U\d{5}):? (?P<title>.+)", r"(?P<ref>U\d{5}):?\n(?P<title>.+)"),
    listed=(
        r"\d (?P<title>\D+?)(?P<outline> \d\.1 .+)?\n(?P<ref>U\d{5})",
        r"\d\n(?P<title>\D+)\n(?P<ref>U\d{5})",
    ),
    outline="{element}.{n}",
    groups=(r"(?P<kind>mandatory|optional) units(?: \(.*\))?",),
    sections=(
        Section("descriptor", ("unit descriptor",)),
        Section(
            "criteria",
            ("element", "performance criteria"),
            (Level("element", ("{n}",), "{n}"), Level("criterion", ("{element}.{n}",), "{above}.{n}")),
        ),
        Section(
            "range",
            ("range statement",),
            (
                Level("scope", ("Element {n}",), "R{n}"),
                Level("requirement", ("{A}",), "{above}.{A}"),
                Level("item", ("{i}",), "{above}.{i}"),
            ),
        ),
        Section(
            "knowledge",
            ("underpinning knowledge", "underpinning knowledge and skills"),
            (Level("knowledge", ("{n}",), "K{n}"), Level("part", ("{a}",), "{above}.{a}")),
            headings=True,
        ),
        Section(
            "critical aspects",
            ("evidence guide", "critical aspects of evidence", "performance evidence"),
            (Level("requirement", (), unnumbered="C{n}"), Level("item", ("{a}",), "{above}.{a}", runs_on=True)),
            furniture=(r"for assessment purposes:?",),
        ),
        Section(
            "methods of assessment",
            (
                "methods of assessment",
                "(?:performance|supplementary|knowledge).* evidence .* could include",
            ),
        ),
        Section("context of assessment", ("context of assessment",)),
    ),
    words=(
        ("learner", ("candidate", "candidates")),
        ("criterion", ("performance criterion", "performance criteria")),
        ("requirement", ("range statement", "range statements")),
        ("knowledge", ("underpinning knowledge", "underpinning knowledge")),
        ("verifier", ("verifier", "verifiers")),
    ),
)
