"""Edexcel's SVQs: elements in the structure alone, criteria in worked forms, evidence requirements in an annexe."""

from unitdata.handbook.layout import Layout, Level, Section

LAYOUT = Layout(
    id="sqa",
    name="Edexcel SVQ handbooks",
    tells=(
        r"SCQF level",
        r"element number",
        r"unit [A-Z]\d+: .*",
        r".*element achievement record",
        r".*knowledge evidence record",
    ),
    unit=(r"unit (?P<ref>[A-Z]\d{1,2}): (?P<title>.+)", r"unit title: (?P<ref>[A-Z]\d{1,2}):? (?P<title>.+)"),
    listed=(r"(?P<ref>[A-Z]\d{1,2})\n(?P<level>\d{1,2})\n(?P<title>.+)",),
    outline="{unit}.{n}",
    groups=(r"(?P<kind>mandatory|option) units(?: for .*)?", r"theme: (?P<title>.+)"),
    elements_listed=True,
    ends=(
        r"level \d: example form .*",
        r"(?:mandatory|option) units .*",
        r"section \d+: .*",
        r"simulated activities guidelines .*",
    ),
    furniture=(r"\d\d?\.\d\d?\.\d\d(?:\d\d)?", r"continued overleaf.*"),
    sections=(
        Section(
            "evidence requirements",
            levels=(
                Level("requirement", ("{n}",), "ER{n}"),
                Level("item", ("{a}",), "{above}.{a}"),
            ),
            guidance=True,
        ),
        Section(
            "criteria",
            ("performance criteria",),
            (
                Level("element", ("Element {unit}.{n}", "Element: {unit}.{n}"), "{unit}.{n}"),
                Level("criterion", ("{element}.{n}",), "{above}.{n}"),
            ),
            furniture=(r"you need to show that.*", r"\(assessor to insert .*"),
        ),
        Section(
            "evidence requirements of a worked form",
            ("evidence requirements",),
            (Level("requirement", (), unnumbered="ER"), Level("item", ("{a}",), "{above}.{a}")),
            guidance=True,
        ),
        Section(
            "knowledge",
            ("knowledge and understanding for this unit",),
            (Level("knowledge", ("{unit}{a}",), "{unit}{a}"),),
            furniture=(r"type of evidence", r"\d{1,3}", r"[A-Z]{1,4}", r"Q&A date"),
        ),
        Section("the form's own boxes", ("feedback/comments", "column key")),
    ),
    words=(
        ("learner", ("candidate", "candidates")),
        ("criterion", ("performance criterion", "performance criteria")),
        ("knowledge", ("knowledge and understanding", "knowledge and understanding")),
    ),
)
