"""Texts as words get numbers by first appearance, whatever the table under them does."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from belong.registers.bulk.cut import PAD, Piece, Use, cut_lines, lines_of
from belong.registers.bulk.layout import planned
from belong.registers.bulk.numbering import _FIRST_SLOTS, Numbering, Words
from belong.registers.bulk.source import source_of, spans
from belong.registers.sources.columns import total_words


def words_of(texts: list[str]) -> Words:
    raw = [text.encode() for text in texts]
    width = max(1, -(-max((len(one) for one in raw), default=1) // 8))
    block = b"".join(one.ljust(8 * width, b"\0") for one in raw)
    cells = np.frombuffer(block, dtype="<u8").reshape(len(raw), width)
    return [cells[:, at].copy() for at in range(width)]


texts = st.lists(st.text("abcdefgh", max_size=20), max_size=60)


@given(st.lists(texts, max_size=6))
def test_numbers_are_by_first_appearance(batches: list[list[str]]) -> None:
    numbering, place = Numbering(), dict[str, int]()
    for batch in batches:
        expected = [place.setdefault(text, len(place)) for text in batch]
        code, new = numbering.add(words_of(batch))
        assert code.tolist() == expected
        assert [batch[row] for row in new.tolist()] == list(place)[len(place) - len(new) :]
        assert numbering.find(words_of(batch)).tolist() == expected
    assert numbering.size == len(place)
    assert numbering.find(words_of(["never met"])).tolist() == [-1]


def test_texts_that_share_a_slot_or_a_mixture_stay_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(
        Numbering, "_mixed", lambda self, words: np.zeros(len(words[0]), dtype=np.uint64)
    )
    numbering = Numbering()
    assert numbering.add(words_of(["b", "a", "b", "longer than a word"]))[0].tolist() == [
        0,
        1,
        0,
        2,
    ]
    assert numbering.add(words_of(["c", "a", "longer than a word"]))[0].tolist() == [3, 1, 2]


def test_a_table_grows_and_keeps_its_numbers() -> None:
    numbering = Numbering()
    many = [f"text {n}" for n in range(3 * _FIRST_SLOTS)]
    first = numbering.add(words_of(many))[0]
    assert first.tolist() == list(range(len(many)))
    assert numbering.find(words_of(many[::7])).tolist() == list(range(0, len(many), 7))


PIECES = [Piece(2, Use.TEXT), Piece(1, Use.NUMBER), Piece(2, Use.TEXT)]


def cut(text: str, pieces: list[Piece] = PIECES) -> list[list[str]] | None:
    """The pieces of each line as they were cut, or None."""
    data = text.encode()
    lines = lines_of(data + bytes(PAD), len(data))
    strips = cut_lines(lines, pieces, ord(","))
    if strips is None:
        return None
    out: list[list[str]] = [[] for _ in lines.begin]
    for strip, piece in zip(strips, pieces, strict=True):
        if piece.use is Use.TEXT:
            block = np.stack(strip.words, axis=1)
            found = [row.tobytes().rstrip(b"\0").decode() for row in block]
            heads = np.arange(len(out)) if strip.heads is None else strip.heads
            at = np.searchsorted(heads, np.arange(len(out)), side="right") - 1
            for line, n in zip(out, at.tolist(), strict=True):
                line.append(found[n])
        elif piece.use is Use.NUMBER:
            for line, n in zip(out, strip.words[0].tolist(), strict=True):
                line.append(str(n))
    return out


cells = st.text("abc", max_size=20)


@given(st.lists(st.tuples(cells, cells, st.integers(0, 10**17), cells, cells), min_size=1))
def test_lines_are_cut_where_the_separators_stand(rows) -> None:
    rows = sorted(rows)
    text = "".join(",".join(map(str, row)) + "\n" for row in rows)
    assert cut(text) == [[f"{a},{b}", str(n), f"{c},{d}"] for a, b, n, c, d in rows]


@pytest.mark.parametrize(
    "text",
    [
        "a,b,1,c,d\n\na,b,1,c,d\n",
        "a,b,1\n",
        "a,b,x,c,d\n",
        "a,b,,c,d\n",
        "a,b,12345678901234567890,c,d\n",
        f"{'a' * 80},b,1,c,d\n",
        f"a,b,1,{'c' * 100},{'d' * 100}\n",
        "a,b,1,c,d\na\nb,b,b,1,c,d\n",
    ],
)
def test_lines_made_otherwise_are_left_to_other_readers(text: str) -> None:
    assert cut(text) is None


@pytest.mark.parametrize(("text", "fits"), [("a,b,c,d\n", True), ("a,b,c\na,b,c,d,e\n", False)])
def test_columns_nobody_wants_must_still_be_there(text: str, fits: bool) -> None:
    found = cut(text, [Piece(2, Use.TEXT), Piece(2, Use.SKIP)])
    assert (found == [["a,b"]]) if fits else (found is None)


def test_no_word_for_a_total_ends_in_a_figure() -> None:
    assert not [word for word in total_words() if word[-1:].isdigit()]


def test_varied_columns_are_cut_out_and_others_go_with_their_neighbours(tmp_path) -> None:
    path = tmp_path / "marks.csv"
    head = "House,UPN,Note,Reg,Date,Colour,Session,Mark,Teacher note\n"
    rows = "".join(f"Red,{n},said {n},7A,2026-09-15,green,AM,/,{n}\n" for n in range(90))
    path.write_text(head + rows, encoding="utf-8")
    source = source_of(path)
    assert source is not None
    assert [(plan.kind, plan.piece.columns, plan.ours) for plan in planned(source)] == [
        ("who", 2, ("upn",)),
        ("skip", 1, ()),
        ("who", 1, ("form",)),
        ("what", 4, ("date", "session", "mark")),
        ("skip", 1, ()),
    ]


@pytest.mark.parametrize("size", [1, 30, 1000, 1 << 17])
def test_spans_end_on_lines_and_cover_the_file(tmp_path, size: int) -> None:
    path = tmp_path / "marks.csv"
    rows = "".join(f"{n},2026-09-15,AM,{'/' * (1 + n % 3)}\n" for n in range(50))
    long = "x" * 70_000 + ",2026-09-15,AM,/\n"
    path.write_text("UPN,Date,Session,Mark\n" + rows + long + rows.rstrip("\n"), encoding="utf-8")
    source = source_of(path)
    assert source is not None
    data, found = path.read_bytes(), list(spans(source, size))
    assert [begin for begin, _ in found] == [source.begin, *(end for _, end in found[:-1])]
    assert found[-1][1] == len(data)
    assert all(data[end - 1] == 10 for _, end in found[:-1])
