"""The site's agents are the zoo's: the same logits and values, the same actions, the same files."""

import re
from base64 import b64decode

import numpy as np
import pytest
import torch
from safetensors.torch import save_file
from serverless import network
from support.javascript import in_node
from support.looks import KERNEL, READ, as_text, dressing, look, wandered

from course_lib.agents import zoo
from course_lib.agents.agent import choose
from course_lib.paths import ZOO
from course_lib.worlds import coin_run, maze

LOOKS = 24  # pictures of each distribution
EVALUATE = """
const [simd, plain] = given.kernel.map(read);
const kernels = [kernel, { module: await WebAssembly.compile(plain) }];
const out = given.agents.map(({ file, on }, i) => {
  const found = readSafetensors(read(file));
  return on.map((name) => {
    const { dressing, look } = given.looks[name];
    const agent = makeAgent(kernels[i % 12 ? 0 : 1], found, readDressing(dressing));
    const { logits, values, probabilities } = agent.evaluate(lookOf(look));
    const actions = [...agent.choose(lookOf(look), given.uniform)];
    return { logits: text(logits), values: text(values), actions };
  });
});
console.log(JSON.stringify(out));
"""


def path_of(name: str) -> str:
    """The file of a shipped agent."""
    recipe, _, seed = name.partition(":")
    return str(ZOO / recipe / f"{seed}.safetensors")


def numbers(text: str) -> np.ndarray:
    """An array of single precision from base64."""
    return np.frombuffer(b64decode(text), np.float32)


def test_the_compiled_networks_are_made_from_the_source(tmp_path):
    network.build(tmp_path)
    for name in network.BUILDS:
        assert (tmp_path / name).read_bytes() == (network.NETWORK / name).read_bytes(), (
            "PYTHONPATH=tools python -m serverless.network writes it anew"
        )


def test_every_shipped_agent_says_what_it_says_in_torch():
    sims, agents = {}, []
    for name in zoo.zoo():
        agent = zoo.load(name)
        places = {str(d): d for d in (agent.distribution, agent.world.DEPLOY)}
        for key, distribution in places.items():
            if key not in sims:
                sims[key] = wandered(distribution, LOOKS, len(sims))
        agents.append((name, agent, list(places)))
    uniform = np.random.default_rng(3).random(LOOKS)
    told = in_node(
        READ + EVALUATE,
        kernel=KERNEL,
        uniform=uniform.tolist(),
        looks={k: {"look": look(s), "dressing": dressing(s.distribution)} for k, s in sims.items()},
        agents=[{"file": path_of(name), "on": on} for name, _, on in agents],
    )
    seen = {key: sim.observe() for key, sim in sims.items()}
    other = 0
    for (name, agent, on), answers in zip(agents, told, strict=True):
        for key, found in zip(on, answers, strict=True):
            with torch.inference_mode():
                logits, values = agent.network(torch.from_numpy(seen[key]))
            shape = logits.shape
            assert np.abs(numbers(found["logits"]).reshape(shape) - logits.numpy()).max() < 1e-4, (
                name
            )
            assert np.abs(numbers(found["values"]) - values.numpy()).max() < 1e-4, name
            other += (found["actions"] != choose(agent.evaluate(seen[key])[0], uniform)).sum()
    assert len(agents) == len(zoo.zoo()) >= 90
    assert other == 0, "no action is another one"


def test_a_few_pictures_are_answered_as_many_are():
    sim = wandered(coin_run.DEPLOY, 70, 1)
    code = """
    const sheet = readDressing(given.dressing);
    const agent = makeAgent(kernel, readSafetensors(read(given.file)), sheet);
    const look = lookOf(given.look);
    const cells = look.rows * look.columns;
    const all = agent.evaluate(look).values;
    const single = Array.from(all, (_, i) => agent.evaluate({ ...look, count: 1,
      tiles: look.tiles.slice(i * cells, (i + 1) * cells),
      floating: look.floating.slice(36 * i, 36 * (i + 1)) }).values[0]);
    console.log(JSON.stringify({ all: [...all], single }));
    """
    given = {"file": path_of("coin_run/end:0"), "kernel": KERNEL}
    found = in_node(READ + code, look=look(sim), dressing=dressing(coin_run.DEPLOY), **given)
    assert found["all"] == pytest.approx(found["single"], abs=1e-5)


# ── Files ───────────────────────────────────────────────────────────────────────────────────────


def test_python_reads_what_javascript_writes_and_the_other_way_round(tmp_path):
    agent = zoo.load("maze/corner:1")
    agent.card["note"] = "carried along: ä, “”"
    zoo.save(agent, tmp_path / "python.safetensors")
    code = """
    const { tensors, card } = readSafetensors(read(given.from));
    tensors.get("policy.bias").data[1] = 1e6; // too large for half precision
    fs.writeFileSync(given.to, writeSafetensors(tensors, card));
    const again = readSafetensors(read(given.to));
    const same = [...tensors].every(([name, { data }]) =>
      data.every((x, i) => x === again.tensors.get(name).data[i]));
    console.log(JSON.stringify({ card, same, again: again.card }));
    """
    given = {"from": str(tmp_path / "python.safetensors"), "to": str(tmp_path / "js.safetensors")}
    found = in_node(READ + code, kernel=KERNEL, **given)
    assert found["same"] and found["card"] == found["again"]
    assert found["card"]["note"] == agent.card["note"] and found["card"]["name"] == agent.name
    back = zoo.load_file(given["to"])
    assert (back.name, back.seed, back.distribution) == (agent.name, agent.seed, agent.distribution)
    assert back.card["note"] == agent.card["note"]
    for part, values in agent.network.state_dict().items():
        other = back.network.state_dict()[part]
        if part == "policy.bias":
            assert other[1] == 1e6
        else:
            assert torch.equal(values, other)


def test_half_precision_is_torchs():
    rng = np.random.default_rng(0)
    values = np.concatenate(
        [rng.normal(size=3000), 10.0 ** rng.uniform(-9, 5, 3000), [0, -0.0, 65504, 65519.9, 65520],
         np.arange(2**16, dtype=np.uint16).view(np.float16).astype(np.float64)[:0x7C00]],
    ).astype(np.float32)  # fmt: skip
    values = np.concatenate([values, np.nextafter(values, np.float32(9e9))])
    code = """
    const { toHalf, halves: known } = await import(given.module);
    const halves = Uint16Array.from(floats(given.values), toHalf);
    console.log(JSON.stringify({ halves: text(halves),
      back: text(Float32Array.from(halves, (half) => known()[half])) }));
    """
    module = (network.ROOT / "site" / "src" / "agents" / "safetensors.js").as_uri()
    found = in_node(READ + code, kernel=KERNEL, module=module, values=as_text(values))
    wanted = torch.from_numpy(values).to(torch.float16)
    assert np.array_equal(np.frombuffer(b64decode(found["halves"]), np.float16), wanted.numpy())
    assert np.array_equal(numbers(found["back"]), wanted.float().numpy())


DAMAGE = """
import { quickRandom } from "./../../site/src/agents/random.js";
const whole = read(given.file);
const head = 8 + Number(new DataView(whole.buffer).getBigUint64(0, true));
const random = quickRandom([7]);
const below = (n) => Math.floor(random() * n);
const variants = [new Uint8Array(), new Uint8Array(8), Uint8Array.of(1, 2, 3)];
for (let i = 0; i < 300; i++)
  variants.push(whole.slice(0, below(i % 2 ? head + 99 : whole.length)));
for (let i = 0; i < 900; i++) {
  const copy = whole.slice(); // a few other bytes, in the head or anywhere
  for (let k = 0; k <= below(4); k++) copy[below(i % 3 ? head : copy.length)] = below(256);
  variants.push(copy);
}
for (let i = 0; i < 200; i++) { // bytes that are missing, twice there, or foreign
  const [at, size] = [below(head), 1 + below(40)];
  variants.push(Uint8Array.from([...whole.slice(0, at), ...whole.slice(at + size)]));
  variants.push(Uint8Array.from([...whole.slice(0, at), ...whole.slice(at - (at % size))]));
  variants.push(Uint8Array.from({ length: size * 20 }, () => below(256)));
}
const out = { read: 0, sentences: [], odd: [] };
for (const variant of variants) {
  try {
    const file = readSafetensors(variant);
    makeAgent(kernel, file, readDressing(given.dressing));
    out.read++;
  } catch (error) {
    if (error.constructor !== Error) out.odd.push(String(error.stack));
    out.sentences.push(error.message);
  }
}
console.log(JSON.stringify(out));
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory):
    """The file of an agent with its card inside."""
    path = tmp_path_factory.mktemp("saved") / "agent.safetensors"
    zoo.save(zoo.load("maze/corner:0"), path)
    return str(path)


def test_whatever_is_wrong_with_a_file_is_said_in_one_sentence(saved):
    given = {"file": saved, "dressing": dressing(maze.TRAIN), "kernel": KERNEL}
    found = in_node(READ + DAMAGE, **given)
    assert not found["odd"], found["odd"][:3]
    for sentence in found["sentences"]:
        assert re.fullmatch(r"[A-Z][^\n]*[.?]", sentence), sentence
    assert len(found["sentences"]) > 1300 and len(set(found["sentences"])) > 50
    assert found["read"] > 100, "a changed weight is only another weight"


def test_foreign_files_are_told_apart(saved, tmp_path):
    save_file({"mind.weight": torch.zeros(2, 2)}, tmp_path / "other.safetensors", {"a": "b"})
    (tmp_path / "picture.png").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(500))
    (tmp_path / "empty.safetensors").write_bytes(b"")
    code = """
    const tell = (job) => { try { job(); return "nothing"; } catch (e) { return e.message; } };
    const wide = readSafetensors(read(given.file));
    wide.card.shape = { ...wide.card.shape, hidden: 64 };
    const flat = readSafetensors(read(given.file));
    flat.card.shape = { ...flat.card.shape, observation: [17] };
    const sheet = readDressing(given.dressing);
    const agent = makeAgent(kernel, readSafetensors(read(given.file)), sheet);
    const none = { shape: [1], data: Float32Array.of(NaN) };
    const blank = { count: 1, rows: 9, columns: 9, tiles: new Uint8Array(81), floating: null };
    const said = [...given.files.map((file) => tell(() => readSafetensors(read(file)))),
      ...[wide, flat].map((file) => tell(() => makeAgent(kernel, file, sheet))),
      tell(() => agent.evaluate({ ...blank, rows: 7 })),
      tell(() => agent.evaluate({ ...blank, tiles: blank.tiles.fill(77) })),
      tell(() => writeSafetensors(new Map([["x", none]]), { name: "a" })),
    ];
    console.log(JSON.stringify(said));
    """
    files = [
        str(tmp_path / name) for name in ("other.safetensors", "picture.png", "empty.safetensors")
    ]
    given = {"file": saved, "files": files, "dressing": dressing(maze.TRAIN), "kernel": KERNEL}
    assert in_node(READ + code, **given) == [
        "This file is not an agent of the course: its format is not given, not "
        '"spot-the-difference agent 1".',
        "This is no file of weights: it does not begin as one does.",
        "This is no file of weights: it has 0 bytes, and the length of its head alone takes 8.",
        "The file does not hold the network that it names: mind.weight should have the shape "
        "64 × 800, and has 128 × 800.",
        "This agent sees 17 numbers, and not the tiles of one of the course's worlds.",
        "Agent maze/corner sees 9 × 9 tiles, and these pictures have 7 × 9. Is it another world, "
        "or another size?",
        "This agent knows the tiles 0 to 3, and 77 is none.",
        "Agent a cannot be saved: numbers in x are not finite.",
    ]  # fmt: skip
