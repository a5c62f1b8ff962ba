"""The site reads drawn levels as Python does: the same record to the byte, or the same sentence."""

from base64 import b64encode
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest
from serverless.worlds import pack, pack_distribution
from support.edit_levels import DISTRIBUTIONS, texts_of
from support.javascript import in_node

import course_lib as cl
from course_lib.widgets.editor.board import Board, editor_tiles, written

EDIT = (Path(__file__).parents[2] / "site" / "src" / "edit").as_uri()
SEED = 3
CODE = f"""
const {{ World }} = await import("{EDIT}/../episodes/world.js");
const {{ Home }} = await import("{EDIT}/home.js");
const {{ Board }} = await import("{EDIT}/board.js");
const {{ Refusal }} = await import("{EDIT}/words.js");
const home = new Home(new World(given.packed));
const read = (board, text) => {{
  try {{
    const record = board.read(text);
    const bytes = Buffer.from(record.bytes).toString("base64");
    return {{ bytes, text: home.written(home.drawing(record)) }};
  }} catch (error) {{
    if (!(error instanceof Refusal)) throw error;
    return error.message;
  }}
}};
process.stdout.write(JSON.stringify(given.sets.map(({{ distribution, texts }}) => {{
  const board = new Board(home, distribution, {SEED});
  return texts.map((text) => read(board, text));
}})));
"""


def in_python(board: Board, text: str):
    """What Python makes of a drawing: its record and the drawing of that, or a sentence."""
    try:
        record = board.read(text)
    except ValueError as refusal:
        return str(refusal)
    tiles = editor_tiles(board.home, record, board.kit)
    return {"bytes": b64encode(record.tobytes()).decode(), "text": written(board.home, tiles)}


@pytest.mark.parametrize("name", cl.worlds())
def test_levels_as_text_are_read_as_in_python(name):
    home, rng = cl.world(name), np.random.default_rng(17)
    sets, expected = [], []
    for distribution in DISTRIBUTIONS[name]:
        texts = texts_of(home, distribution, 120, rng)
        board = Board(distribution, SEED)
        packed = pack_distribution(home, "", "", distribution, [])
        sets.append({"distribution": packed, "texts": texts})
        expected.append([in_python(board, text) for text in texts])
    told = in_node(CODE, packed=pack(home), sets=sets)
    for one, wanted, found in zip(sets, expected, told, strict=True):
        for text, want, got in zip(one["texts"], wanted, found, strict=True):
            assert got == want, text
    kinds = {result for results in expected for result in results if isinstance(result, str)}
    assert len(kinds) > 20, "too few kinds of mistakes are tried"
    assert sum(isinstance(result, dict) for results in expected for result in results) > 100


def test_what_is_no_text_is_refused_as_in_python():
    home = cl.world("maze")
    board = Board(home.DEPLOY, SEED)
    packed = pack(home)
    odd = [3, None, True, [1, "a'b"], ["x" * 200]]
    sets = [{"distribution": packed["distributions"]["deployment"], "texts": odd}]
    assert in_node(CODE, packed=packed, sets=sets)[0] == [in_python(board, one) for one in odd]
    assert asdict(home.DEPLOY) == packed["distributions"]["deployment"]["fields"]
