"""HTML, read into lines as a browser would show them."""

from pathlib import Path

from unitdata.handbook.extract import Document, extract
from unitdata.handbook.lines import Line


def read(folder: Path, body: str) -> Document:
    path = folder / "tea.html"
    path.write_text(f"<!DOCTYPE html><html><head><title>Tea</title></head><body>{body}</body></html>", encoding="utf-8")
    return extract(path)


def test_headings_paragraphs_and_lists(tmp_path: Path) -> None:
    body = """
      <style>p { color: red }</style><script>alert("<p>no</p>")</script><!-- <p>no</p> -->
      <h2>Brewing &amp;&nbsp;pouring</h2>
      <p>Warm <b>the</b>
         pot<br>slowly<p><strong>1.1 Rinse</strong> <b>it</b>
      <ol type=a start=2><li>blue<li><p>red</p><ul><li>light</ul></ol>
      loose <a href="javascript:no()">text</a>
      <pre>one
two</pre>
    """
    document = read(tmp_path, body)
    assert document.kind == "HTML"
    assert document.lines == (
        Line(1, None, ("Brewing & pouring",), heading=True),
        Line(2, None, ("Warm the pot",)),
        Line(3, None, ("slowly",)),
        Line(4, None, ("1.1 Rinse it",), heading=True),
        Line(5, None, ("b. blue",)),
        Line(6, None, ("c. red",)),
        Line(7, None, ("light",), indent=2, bullet=True),
        Line(8, None, ("loose text",)),
        Line(9, None, ("one",)),
        Line(10, None, ("two",)),
    )


def test_tables_become_rows(tmp_path: Path) -> None:
    body = """
      <table><caption>Units</caption>
        <thead><tr><th>Element<th>Criteria</thead>
        <tr><td rowspan=2>1. Brew<td>1.1 Warm<p>1.2 Fill<tr><td>1.3 Wait<td>
      </table>
      <table><tr><td><p>Framed</p><table><tr><td>a<td>b</table></table>
      <table><tr><td>x<td><table><tr><td>1<td>2</table></table>
    """
    assert [(line.cells, line.heading) for line in read(tmp_path, body).lines] == [
        (("Units",), False),
        (("Element", "Criteria"), True),
        (("1. Brew", "1.1 Warm"), False),
        (("", "1.2 Fill"), False),
        (("", "1.3 Wait"), False),
        (("Framed",), False),
        (("a", "b"), False),
        (("x", "1 2"), False),
    ]


def test_a_page_without_its_head_is_known_by_its_first_element(tmp_path: Path) -> None:
    path = tmp_path / "tea.txt"
    path.write_text("<?xml version='1.0'?>\n<html xmlns='x'><body><p>Pour</p></body></html>", encoding="utf-8")
    document = extract(path)
    assert document.kind == "HTML"
    assert [line.text for line in document.lines] == ["Pour"]
    assert document.notes == ("The file's name ends in .txt, but what stands in it is HTML; it was read as that.",)
