"""EDI's NVQs: elements with lettered standards, numbered evidence requirements, lettered knowledge."""

from unitdata.handbook.layout import Layout, Level, Section

_ELEMENT = Level("element", ("Element {unit}.{n}",), "{unit}.{n}")

LAYOUT = Layout(
    id="edi",
    name="EDI NVQ support packs",
    tells=(
        r"customer service standards",
        r"key words .*unit:?",
        r"unit overview",
        r"element \d+\.\d.*",
        r"unit \d+ NU\d{4} .*",
    ),
    unit=(r"unit (?P<ref>\d{1,3}) (?P<title>\D.*)", r"unit (?P<ref>\d{1,3})\n(?P<title>.+)"),
    listed=(r"unit (?P<ref>\d{1,3}) (?P<alias>NU\d{4}) (?P<title>.+)",),
    groups=(r"(?P<kind>mandatory|optional)(?: foundation)? units", r"theme: (?P<title>.+)"),
    ends=(r"EDI(?: level \d NVQ in .*)?", r"theme: .*", r"optional units"),
    sections=(
        Section("overview of the elements", levels=(_ELEMENT,), outline=True),
        Section("unit overview", ("unit overview",)),
        Section("key words", ("key words .*unit",)),
        Section(
            "standards",
            ("customer service standards",),
            (_ELEMENT, Level("criterion", ("{a}",), "{above}.{a}")),
        ),
        Section("knowledge", ("knowledge and understanding",), (Level("knowledge", ("{A}",), "K{A}"),)),
        Section(
            "evidence requirements",
            ("evidence requirements",),
            (Level("requirement", ("{n}",), "ER{n}"), Level("item", ("{a}",), "{above}.{a}")),
        ),
    ),
    known=("understand", "know"),
    words=(
        ("criterion", ("standard", "standards")),
        ("knowledge", ("knowledge and understanding", "knowledge and understanding")),
    ),
)
