"""Documents of any body: units with outcomes or elements, numbered criteria below them, perhaps more lists."""

from unitdata.handbook.layout import Layout, Level, Section

_BEFORE, _NEXT = r"(?:(?:level|credit|guided|GLH)\b.*\d\W+)?", r"(?:\W+(?:level|credit|guided|GLH|TQT)\b.*)?"
"""Where several facts of a unit stand on one line."""

LAYOUT = Layout(
    id="general",
    name="Units with outcomes and numbered criteria",
    tells=(
        r"unit [A-Z]{0,3}\d{1,6}\b.*",
        r"(?:learning )?(?:outcome|element)s? \S*\d\b.*|\d{1,2}\.? \D.*",
        r"\d{1,2}\.\d{1,2}\.? \D.*",
        r"(?:assessment|performance) criteria:?",
    ),
    unit=(
        r"unit (?:no\.? |number )?(?P<ref>[A-Z]{0,3}\d{1,6}) ?[:.–-]? ?(?P<title>[^\W\d].+)",
        r"unit (?:no\.? |number )?(?P<ref>[A-Z]{0,3}\d{1,6})(?: \((?P<alias>[^()]+)\))?[:.]?\n(?P<title>.+)",
        r"(?P<ref>[A-Z]{1,3}\d{3,6}):? (?P<title>[^\W\d].+)",
        r"(?P<ref>[A-Z]{1,3}\d{3,6}):?\n(?P<title>[^\W\d].+)",
    ),
    rows=(
        r"(?P<ref>[A-Z]{0,3}\d{1,6})[:.]?[ \n](?P<title>(?!credits?\b|units?\b)[^\W\d][^\n]{2,118}?)"
        r"(?: \((?P<credit>\d{1,3}) credits?\))?(?:\n.*)*",
    ),
    groups=(
        r"(?:(?P<letter>group [A-Z\d])\W+)?(?P<kind>mandatory|core|option(?:al)?) units(?:\W+(?P<title>\w.+))?",
        r"(?P<letter>(?:option(?:al)? )?group [A-Z\d])(?:\W+(?P<title>\w.+))?",
    ),
    ends=(r"(?:appendix|annexe?) \S+.*", r"glossary"),
    facts=(
        ("level", rf".*\blevel:? (\d{{1,2}}){_NEXT}"),
        ("credit", rf"{_BEFORE}(?:credit|credit value|credits):? (\d{{1,3}}){_NEXT}"),
        ("hours", rf"{_BEFORE}(?:guided learning hours|GLH):? (\d{{1,3}}){_NEXT}"),
    ),
    sections=(
        Section("before the first heading"),
        Section(
            "criteria",
            (
                "(?:assessment|performance) criteri(?:a|on)",
                "elements?",
                "(?:learning )?outcomes?",
                "the learner (?:can|will|should)",
                "(?:[a-z]+ ){0,3}standards",
            ),
            (
                Level(
                    "element",
                    ("Learning outcome {n}", "Outcome {n}", "Element {n}", "Element {unit}.{n}", "LO{n}", "{n}"),
                    "{n}",
                ),
                Level("criterion", ("{element}.{n}", "{a}"), "{above}.{n}"),
            ),
        ),
        Section(
            "range",
            ("range(?: statements?)?", "scope"),
            (
                Level("scope", ("Element {n}", "Outcome {n}"), "R{n}"),
                Level("requirement", ("{A}", "{n}"), "{above}.{A}", bulleted=True),
                Level("item", ("{i}", "{a}"), "{above}.{i}", bulleted=True),
            ),
        ),
        Section(
            "evidence requirements",
            ("evidence requirements?",),
            (
                Level("requirement", ("{n}",), "ER{n}", bulleted=True),
                Level("item", ("{a}", "{i}"), "{above}.{a}", bulleted=True),
            ),
        ),
        Section(
            "knowledge",
            (
                "(?:underpinning )?knowledge(?: and understanding| and skills)?",
                "(?:what )?(?:you|(?:the )?learners?) (?:must|needs? to) (?:know|understand)(?: and understand)?",
            ),
            (
                Level("knowledge", ("K{n}", "{n}", "{A}"), "K{n}", bulleted=True),
                Level("part", ("{a}", "{i}"), "{above}.{a}", bulleted=True),
            ),
            headings=True,
        ),
        Section(
            "critical aspects",
            ("evidence guide", "critical aspects of evidence"),
            (Level("requirement", (), unnumbered="C{n}"), Level("item", ("{a}",), "{above}.{a}", runs_on=True)),
            furniture=(r"for assessment purposes:?",),
        ),
        Section("unit aim", ("unit (?:aim|overview|descriptor|summary)s?", "aims?", "introduction")),
        Section(
            "about the unit",
            ("guided learning hours", "key (?:terms|words).*", "links? (?:to|with|between) .*", "relationship .*"),
        ),
        Section("assessment", ("assessment(?: methods?| guidance)?", "methods of assessment", "context of assessment")),
    ),
    known=("understand", "know"),
)
