"""The site's dice are numpy's: the same seeds give the same random numbers."""

from pathlib import Path

import numpy as np
from support.javascript import in_node

DICE = (Path(__file__).parents[2] / "site" / "src" / "measure" / "dice.js").as_uri()
CODE = f"""
const {{ dice, seedSequence }} = await import("{DICE}");
const numbers = (text) => text.map(BigInt);
process.stdout.write(JSON.stringify(given.seeds.map((seeds) => {{
  const next = dice(numbers(seeds));
  const words = [...seedSequence(numbers(seeds)).words(9)];
  return {{ draws: Array.from({{ length: 50 }}, next), words }};
}})));
"""


def test_the_dice_are_those_of_numpy():
    rng = np.random.default_rng(0)
    lists = [[0], [0, 0], [7, 2], [2**32, 1], [2**63 + 5, 3], [2**70, 2**40, 0], [1, 2, 3, 4, 5, 6]]
    lists += [rng.integers(2**62, size=n).tolist() for n in (1, 2, 3, 4)]
    told = in_node(CODE, seeds=[[str(seed) for seed in seeds] for seeds in lists])
    for seeds, found in zip(lists, told, strict=True):
        assert found["draws"] == np.random.default_rng(seeds).random(50).tolist()
        assert found["words"] == np.random.SeedSequence(seeds).generate_state(9).tolist()
