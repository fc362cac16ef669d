"""The words themselves: no label on a child, and no jargon where a plain word will do."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import belong

HOUSE = Path(belong.__file__).parent
BANNED = ("truant", "truancy", "refuser", "offender", "at risk", "at-risk", "flagged",
          "hard to reach", "hard-to-reach", "problem famil", "attention seeking")  # fmt: skip
TEXTS = sorted(
    [
        *HOUSE.glob("web/templates/**/*.html"),
        *HOUSE.glob("web/templates/**/*.txt"),
        *HOUSE.glob("attendance/definitions/*.toml"),
        *HOUSE.glob("attendance/codes.csv"),
        *HOUSE.glob("insight/**/*.py"),
        *HOUSE.glob("insight/*.toml"),
        *HOUSE.glob("people/*.py"),
        *HOUSE.glob("web/**/*.py"),
        *HOUSE.glob("intake/*.py"),
        *HOUSE.glob("registers/**/*.py"),
        *HOUSE.glob("lab/**/*.jinja"),
        *HOUSE.glob("cli/*.py"),
        *HOUSE.glob("web/static/belong/js/*.js"),
    ]
)


def _found(text: str) -> list[str]:
    flat = " ".join(text.casefold().split())
    return [word for word in BANNED if word in flat]


def test_the_texts_are_there() -> None:
    assert len([t for t in TEXTS if t.suffix == ".html"]) > 40
    assert len([t for t in TEXTS if t.suffix == ".toml"]) > 15


@pytest.mark.parametrize("word", BANNED)
def test_the_search_would_find_a_banned_word(word: str) -> None:
    assert word in _found(f"One {word.title()}\n child")


def test_no_text_puts_a_label_on_a_child() -> None:
    said = {str(t.relative_to(HOUSE)): _found(t.read_text(encoding="utf-8")) for t in TEXTS}
    assert {name: words for name, words in said.items() if words} == {}


def test_a_definition_is_written_in_whole_sentences() -> None:
    for path in HOUSE.glob("attendance/definitions/*.toml"):
        data = tomllib.loads(path.read_text(encoding="utf-8"))
        for part in ("rule", "not_this"):
            assert data[part].rstrip()[-1] in ".?!", f"{path.name}: {part}"
        assert data["question"].rstrip().endswith("?"), path.name


def test_no_template_shouts() -> None:
    """Sentence case: no word of a heading in capitals, no exclamation mark."""
    wrong = []
    for path in HOUSE.glob("web/templates/**/*.html"):
        for said in re.findall(r"{% trans [\"'](.*?)[\"'] %}", path.read_text(encoding="utf-8")):
            if "!" in said or re.search(r"\b[A-Z]{5,}\b", said):
                wrong.append((path.name, said))
    assert wrong == []
