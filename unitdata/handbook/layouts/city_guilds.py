"""City & Guilds' NVQ diplomas: outcomes with assessment criteria, then numbered evidence requirements."""

from unitdata.handbook.layout import Layout, Level, Section

LAYOUT = Layout(
    id="city_guilds",
    name="City & Guilds qualification handbooks",
    tells=(
        r"NDAQ number: \S+",
        r"credit value: \d+",
        r"outcome \d+: .*",
        r"the learner can:?",
        r"city & guilds unit number",
    ),
    unit=(r"unit (?P<ref>\d{3}) (?P<title>\D.*)", r"unit (?P<ref>\d{3})\n(?P<title>.+)"),
    listed=(
        r"\d{4}-(?P<ref>\d{3})\n(?P<title>.+) \((?P<alias>[A-Z]\d+)\)\n(?P<level>\d)\n(?P<credit>\d+)\n(?P<hours>\d+)",
    ),
    groups=(r"(?P<kind>mandatory|optional) units - (?P<title>.+)",),
    begins=(r"level: \d",),
    ends=(r"appendix \d+.*",),
    facts=(
        ("level", r"level: (\d)"),
        ("credit", r"credit value: (\d+)"),
        ("hours", r".*recommended that (\d+) hours .*"),
        ("alias", r"NDAQ number: (\S+)"),
        ("alias", r".*directly relates to unit (\S ?\d+) .*"),
    ),
    sections=(
        Section("head"),
        Section("unit aim", ("unit aim",)),
        Section("learning outcomes", ("learning outcomes",), (Level("element", ("{n}",), "{n}"),), outline=True),
        Section("guided learning hours", ("guided learning hours",)),
        Section("occupational standards", ("details of the relationship .*",)),
        Section("support", ("support of the unit .*",)),
        Section("assessment", ("assessment",)),
        Section(
            "criteria",
            ("assessment criteria",),
            (Level("element", ("Outcome {n}",), "{n}"), Level("criterion", ("{element}.{n}",), "{above}.{n}")),
        ),
        Section(
            "evidence requirements",
            ("evidence requirements",),
            (Level("requirement", ("{n}",), "ER{n}"), Level("item", ("{a}",), "{above}.{a}")),
        ),
    ),
    known=("understand", "know"),
    words=(
        ("element", ("outcome", "outcomes")),
        ("criterion", ("assessment criterion", "assessment criteria")),
    ),
)
