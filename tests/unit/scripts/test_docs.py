"""The generated pages: what is out of step is named, and nothing is written while checking."""

from __future__ import annotations

from pathlib import Path

import pytest
from scripts import docs

from belong.attendance import definitions

GOOD = '''"""A chapter"""
CHAPTER = 1
COVERS = ("absence",)
DAY = """
    child | Mon 7 Sep am | Mon 7 Sep pm
    Ada   | O            | \\\\
    Ben   |              | closed
"""


def test_one() -> None:
    """What the example
    shows."""
    assert answer(absence, DAY, "share") == {"Ada": 1 / 2, "Ben": None}
    assert answer(absence, DAY, "late_before") == {"Ada": 3, "Ben": 0.0}
    assert kept(DAY) == {"Ada": True, "Ben": False}
    assert everybody(DAY) == {"in all": "5 of 6"}
'''


@pytest.fixture
def pages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Two pages instead of the real ones."""
    made = {"docs/one.md": lambda: "one\n", "docs/two.md": lambda: "two\n"}
    monkeypatch.setattr(docs, "PAGES", made)


@pytest.mark.usefixtures("pages")
def test_what_was_just_written_is_in_step(tmp_path: Path) -> None:
    assert docs.main([], tmp_path) == 0
    assert (tmp_path / "docs" / "two.md").read_text(encoding="utf-8") == "two\n"
    assert docs.main(["--check"], tmp_path) == 0


@pytest.mark.usefixtures("pages")
def test_a_page_out_of_step_is_named_and_left_alone(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    docs.main([], tmp_path)
    page = tmp_path / "docs" / "two.md"
    page.write_text("changed by hand\n", encoding="utf-8")
    assert docs.main(["--check"], tmp_path) == 1
    said = capsys.readouterr().out
    assert "docs/two.md is not in step" in said
    assert "one.md" not in said
    assert page.read_text(encoding="utf-8") == "changed by hand\n"


@pytest.mark.usefixtures("pages")
def test_a_page_that_is_not_there_is_out_of_step(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert docs.main(["--check"], tmp_path) == 1
    assert "docs/one.md" in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []


def test_an_unknown_wish_is_answered_with_how_to_ask() -> None:
    assert docs.main(["--chekc"]) == 2


def chapter_of(text: str, folder: Path) -> docs.Chapter:
    path = folder / "test_chapter.py"
    path.write_text(text, encoding="utf-8")
    return docs.chapter(path)


def test_a_drawn_test_becomes_its_sentence_and_its_table(tmp_path: Path) -> None:
    chapter = chapter_of(GOOD, tmp_path)
    assert (chapter.title, chapter.covers) == ("A chapter", ("absence",))
    assert chapter.sections[0] == [
        "What the example shows.",
        "",
        "| child | Mon 7 Sep am | Mon 7 Sep pm | **share** | **late before** | **kept** |",
        "| --- | --- | --- | --- | --- | --- |",
        "| Ada | `O` | `\\` | **1/2** | **3** | **yes** |",
        "| Ben |  | *closed* | **none** | **0** | **no** |",
        "",
        "|  | **answer** |",
        "| --- | --- |",
        "| in all | **5 of 6** |",
        "",
    ]


@pytest.mark.parametrize(
    ("there", "instead"),
    [
        ('    """What the example\n    shows."""\n', ""),
        ("COVERS", "OTHER"),
        ('"""A chapter"""\n', ""),
        ("== {", ">= {"),
        ("DAY,", "(),"),
    ],
)
def test_a_test_without_sentence_drawing_or_answer_is_not_published(
    there: str, instead: str, tmp_path: Path
) -> None:
    text = GOOD.replace(there, instead)
    if instead == "(),":
        text = text.replace("(DAY)", "()")
    assert text != GOOD
    with pytest.raises(docs.NotFitToPublish, match=r"test_chapter\.py"):
        chapter_of(text, tmp_path)


def test_chapters_are_numbered_each_differently() -> None:
    numbers = [docs.chapter(path).number for path in docs.SPEC.glob("test_*.py")]
    assert sorted(numbers) == list(range(1, len(numbers) + 1))


def test_a_link_to_a_definition_finds_its_heading() -> None:
    page = docs.the_definitions()
    for name in definitions.names():
        title = definitions.load(name).title
        assert f"\n## {title}\n" in page
        assert f"](#{docs.anchor(title)})" in page
    assert docs.anchor("A group's share missed") == "a-groups-share-missed"
