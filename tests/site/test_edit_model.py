"""The site's editor answers every message as Python's does: levels, paths, arrows and sentences."""

import json
from base64 import b64decode
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from serverless.agents import file_of
from serverless.worlds import pack, pack_distribution, pack_dressing
from support.edit_levels import DISTRIBUTIONS, altered
from support.javascript import in_node

import course_lib as cl
from course_lib.widgets import LevelEditor
from course_lib.widgets.editor.widget import SHOWN

SITE = Path(__file__).parents[2] / "site"
SOURCE = (SITE / "src").as_uri()
CODE = f"""
const {{ World }} = await import("{SOURCE}/episodes/world.js");
const {{ Home }} = await import("{SOURCE}/edit/home.js");
const {{ LevelEditor }} = await import("{SOURCE}/edit/editor.js");
const {{ makeAgent }} = await import("{SOURCE}/agents/agent.js");
const {{ loadKernel }} = await import("{SOURCE}/agents/kernel.js");
const {{ readDressing }} = await import("{SOURCE}/agents/network.js");
const {{ readSafetensors }} = await import("{SOURCE}/agents/safetensors.js");
const {{ readFileSync }} = await import("node:fs");
const file = (name) => new Uint8Array(readFileSync(name));
const kernel = await loadKernel(file(given.wasm[0]), file(given.wasm[1]));
const home = new Home(new World(given.packed));
const told = given.runs.map(({{ distribution, agent, dressing, messages, seed }}) => {{
  const mind = makeAgent(kernel, readSafetensors(file(agent.file)), readDressing(dressing));
  const policy = {{
    name: agent.name,
    choose: (look, _states, uniform) => mind.choose(look, uniform),
    evaluate: (look) => mind.evaluate(look),
  }};
  const editor = new LevelEditor(home, distribution, {{ agent: policy, seed }});
  const traits = [JSON.stringify(editor.traits)];
  for (const message of messages) {{
    editor.hear(message);
    traits.push(JSON.stringify(editor.traits));
  }}
  return traits;
}});
process.stdout.write(JSON.stringify(told));
"""
AGENTS = {
    "maze": "maze/corner:0",
    "gems": "gems/yellow-gem:0",
    "keys_and_chests": "keys_and_chests/few-keys:0",
    "coin_run": "coin_run/end:0",
    "garden": "garden/watered:0",
    "ridge": "ridge/slip-20:0",
}
SLOW = ("coin_run", "garden")  # are planners; tests/widgets/test_planners_js.py has them
WRONG: list[dict] = [  # what the front end never asks for, and a damaged message may
    {"edit": {"put": 99, "cells": [[1, 1]]}},
    {"edit": {"put": "gho'st", "cells": [[1, 1]]}},
    {"edit": {"put": 1, "cells": [[99, -1]]}},
    {"edit": {"put": 1, "cells": [[1.5, 1]]}},
    {"edit": {"put": 1, "cells": [[1, 1, 1]]}},
    {"text": ["#" * 150, None]},
    {"text": "\t"},
    {"do": "nothing"},
    {"set": {"none": 1}},
    {},
]
SAID = ("scene", "status", "trouble", "show", "greedy", "dice", "moment", "answers", "label",
        "agent_name", "world")  # fmt: skip


def messages_for(editor: LevelEditor, count: int, rng: np.random.Generator) -> list[dict]:
    """What a restless reader asks for."""
    brushes = [brush for brush, _ in editor.world["brushes"]]
    letters = [*editor.board.home.legend]
    found: list[dict] = []
    shown = ("agent", "nobody") if editor.board.home.name in SLOW else SHOWN
    for _ in range(count):
        rows, columns = editor.scene["rows"], editor.scene["columns"]
        cells = rng.integers((rows, columns), size=(3, 2)).tolist()
        kinds: list[Any] = [
            {"edit": {"put": brushes[rng.integers(len(brushes))], "cells": cells[:1]}},
            {"edit": {"put": brushes[rng.integers(len(brushes))], "cells": cells}},
            {"edit": {"move": [*cells[0], *cells[1]]}},
            {"edit": {"move": [*things(editor, rng), *cells[1]]}},
            {"do": ("undo", "redo", "again", "next")[rng.integers(4)]},
            {"text": altered(editor.text, letters, rng)},
            {"set": {"moment": int(rng.integers(60))}},
            {"set": {"dice": int(rng.integers(5)), "greedy": bool(rng.integers(2))}},
            {"set": {"show": shown[rng.integers(len(shown))]}},
            {"edit": None},
            WRONG[rng.integers(len(WRONG))],
        ]
        message = kinds[rng.integers(len(kinds))]
        if message.get("edit"):
            message["final"] = bool(rng.random() < 0.8)
        found.append(message)
        editor._hear(message)
    return found


def things(editor: LevelEditor, rng: np.random.Generator) -> list[int]:
    """The cell of a tile that is neither wall nor floor."""
    tiles = editor.board.tiles
    cells = np.argwhere(tiles > 1)
    return rng.choice(cells).tolist()


def as_told(editor: LevelEditor) -> dict:
    """What the browser sees of the editor, as JSON has it."""
    return json.loads(json.dumps({name: getattr(editor, name) for name in (*SAID, "field")}))


def check_same(told: dict, wanted: dict) -> None:
    """Traits are the same; the shares of an agent's arrows may differ by one part in 255."""
    for name in SAID:
        assert told[name] == wanted[name], name
    assert told["field"].keys() == wanted["field"].keys()
    for name, value in wanted["field"].items():
        if name == "shares":
            ours, theirs = (
                np.frombuffer(b64decode(v), np.uint8) for v in (told["field"][name], value)
            )
            assert np.abs(ours.astype(int) - theirs).max(initial=0) <= 1
        else:
            assert told["field"][name] == value, name


@pytest.mark.parametrize("name", cl.worlds())
def test_every_message_is_answered_as_in_python(name):
    home, agent, rng = cl.world(name), cl.load(AGENTS[name]), np.random.default_rng(5)
    runs, expected = [], []
    fitting = [d for d in DISTRIBUTIONS[name] if d.grid == home.DEPLOY.grid]
    for seed, distribution in enumerate(fitting):
        rehearsed = LevelEditor(distribution, agent, seed=seed)
        messages = messages_for(rehearsed, 30 // len(fitting), rng)
        editor = LevelEditor(distribution, agent, seed=seed)
        states = [as_told(editor)]
        for message in messages:
            editor._hear(message)
            states.append(as_told(editor))
        expected.append(states)
        runs.append({
            "distribution": pack_distribution(home, "", "", distribution, []),
            "agent": {"name": agent.name, "file": str(file_of(AGENTS[name]))},
            "dressing": pack_dressing(home.sprites_of(distribution)),
            "messages": messages,
            "seed": seed,
        })  # fmt: skip
    wasm = [str(SITE / "network" / file) for file in ("net.wasm", "net_plain.wasm")]
    told = in_node(CODE, packed=pack(home), runs=runs, wasm=wasm)
    for run, states, found in zip(runs, expected, told, strict=True):
        for message, wanted, got in zip([None, *run["messages"]], states, found, strict=True):
            try:
                check_same(json.loads(got), wanted)
            except AssertionError as wrong:
                raise AssertionError(f"after {message}: {wrong}") from wrong
