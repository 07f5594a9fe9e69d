"""OCR's NVQ diplomas, as its guides for students print them: learning outcomes with assessment criteria."""

from unitdata.handbook.layout import Layout, Level, Section

LAYOUT = Layout(
    id="ocr",
    name="OCR student guides",
    tells=(
        r"unit [A-Z]\d+ \([A-Z]/\d{3}/\d{4}\)",
        r"assessment criteria\. I can:?",
        r"learning outcome \d+ - .*",
        r"unit accreditation number",
        r"key terms",
    ),
    unit=(r"unit (?P<ref>[A-Z]\d+) \((?P<alias>[A-Z]/\d{3}/\d{4})\)\n(?P<title>.+)",),
    listed=(r"(?P<ref>[A-Z]\d+)\n(?P<alias>[A-Z]/\d{3}/\d{4})\n(?P<title>.+)\n(?P<credit>\d+)\n(?P<level>\d)",),
    groups=(r"(?P<letter>group [A-Z]) (?P<kind>mandatory|optional) units(?: - (?P<title>.+?))?(?: \(\d+ credits\))?",),
    ends=(r"skills for business qualifications",),
    sections=(
        Section("aim"),
        Section(
            "learning outcomes",
            (r"the unit is divided into \w+ outcomes",),
            (Level("element", ("{n}",), "{n}"),),
            outline=True,
        ),
        Section(
            "criteria",
            ("assessment criteria. I can",),
            (Level("element", ("Learning outcome {n}",), "{n}"), Level("criterion", ("{element}.{n}",), "{above}.{n}")),
        ),
        Section("boxes beside the criteria", ("key terms.*", r"did you know\?")),
    ),
    known=("understand", "know"),
    words=(
        ("learner", ("candidate", "candidates")),
        ("element", ("learning outcome", "learning outcomes")),
        ("criterion", ("assessment criterion", "assessment criteria")),
    ),
)
