"""The folder: what it weighs, what it asks for, and every agent in it byte for byte."""

import re
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import unquote, urlsplit

import make_site
import pytest
from serverless import agents, data, pages
from serverless.distributions import named
from support.javascript import in_node

from course_lib.agents.zoo import zoo
from course_lib.engine.world import world
from course_lib.worlds import __all__ as OURS

MOST = 20_000_000  # bytes of the whole folder
UNPACK = """
import { readFileSync } from "node:fs";
import { createHash } from "node:crypto";
import { unpack } from "./../../site/src/shell/unpack.js";
let taken;
globalThis.SITE = { take: (name, data) => { taken = [name, data]; } };
const out = {};
for (const file of given.files) {
  (0, eval)(new TextDecoder("utf-16le").decode(readFileSync(file))); // it drops the mark
  out[taken[0]] = createHash("sha256").update(await unpack(taken[1])).digest("hex");
}
console.log(JSON.stringify(out));
"""


class Asked(HTMLParser):
    """The addresses that a page asks for or leads to, and the ids that it has."""

    def __init__(self, text: str):
        super().__init__()
        self.loaded: list[str] = []
        self.links: list[str] = []
        self.ids: set[str] = set()
        self.feed(text)

    def handle_starttag(self, tag, attrs):
        about = dict(attrs)
        self.ids.add(about.get("id") or "")
        if tag in ("script", "img", "iframe", "source", "video") and about.get("src"):
            self.loaded.append(about["src"])
        if tag == "link":
            self.loaded.append(about["href"])
        if tag == "a" and about.get("href"):
            self.links.append(about["href"])


def test_every_agent_of_the_folder_is_the_zoos_byte_for_byte(tmp_path):
    import hashlib

    agents.write(tmp_path)
    names = agents.shipped()
    files = [str(tmp_path / data.file_of(f"agent:{name}")) for name in names]
    wanted = {
        f"agent:{name}": hashlib.sha256(agents.file_of(name).read_bytes()).hexdigest()
        for name in names
    }
    assert in_node(UNPACK, files=files) == wanted


@pytest.mark.parametrize("size", [0, 1, 2, 3, 130_000])
def test_any_bytes_come_through(tmp_path, size):
    import hashlib
    import random

    content = b"head" + random.Random(size).randbytes(2 * size)
    data.write_packed(tmp_path, "some:bytes", content, 4)
    found = in_node(UNPACK, files=[str(tmp_path / "data/some/bytes.js")])
    assert found == {"some:bytes": hashlib.sha256(content).hexdigest()}


def test_every_word_of_16_bits_comes_through_as_text():
    import numpy as np

    content = np.arange(2**16, dtype="<u2").tobytes()
    text = data.as_words(content)
    assert not re.search(r'["\\\x00-\x1f\ud800-\udfff\u2028\u2029\ufeff]', text)
    code = """
    import { words } from "./../../site/src/shell/unpack.js";
    console.log(JSON.stringify(Array.from(words(given.text)).every((word, i) => word === i)));
    """
    assert in_node(code, text=text) is True


def test_an_odd_number_of_bytes_is_refused():
    with pytest.raises(ValueError, match="after 4 bytes there are 3 bytes"):
        data.zip_pairs(b"head123", 4)


def test_what_is_left_out_is_said():
    assert set(agents.shipped()) < set(zoo())
    firsts = {name.partition(":")[0] for name in zoo()}
    assert {name.partition(":")[0] for name in agents.shipped()} == firsts
    said = agents.words()
    assert f"{len(agents.shipped())} of the course's {len(zoo())} agents" in said


def test_every_agents_own_distribution_has_a_name_and_its_rates_are_those_of_its_card():
    for name in agents.shipped():
        entry, card = agents.entry(name), agents.card(name)
        home = world(entry["world"])
        assert entry["distribution"] in named(home)
        assert entry["rates"]["training"][home.goal][0] == pytest.approx(
            next(
                row["mean"]
                for row in card["behaviour"]
                if (row["given"], row["distribution"], row["metric"])
                == (None, "training", home.goal)
            ),
            abs=1e-4,
        )


def test_the_folder_is_small_enough_and_holds_all_worlds(site_folder):
    assert make_site.size(site_folder) <= MOST
    for name in OURS:
        assert (site_folder / f"data/world/{name}.js").exists()
        assert (site_folder / f"pictures/{name}.png").exists()


def test_pages_ask_for_what_is_there_and_for_nothing_else(site_folder):
    htmls = {file: Asked(file.read_text(encoding="utf-8")) for file in site_folder.rglob("*.html")}
    assert len(htmls) >= 1 + len(pages.there())
    wrong = []
    for file, asked in htmls.items():
        for address in asked.loaded:
            if not address.startswith("data:") and not _inside(file, address, site_folder):
                wrong.append(f"{file.name} loads {address}")
        for address in asked.links:
            parts = urlsplit(address)
            if parts.scheme or parts.netloc:
                continue  # a link out of the course, which nobody follows by opening the page
            if not _inside(file, parts.path, site_folder):
                wrong.append(f"{file.name} leads to {address}")
    assert wrong == []


def _inside(file: Path, address: str, folder: Path) -> bool:
    """Whether an address on this page names a file of the folder."""
    if re.match(r"\w+:|//", address):
        return False
    path = (file.parent / unquote(address)).resolve() if address else file
    return path.is_file() and path.is_relative_to(folder.resolve())


def test_scripts_are_classic_and_bring_nothing_from_elsewhere(site_folder):
    for script in (site_folder / "js").glob("*.js"):
        text = script.read_text(encoding="utf-8")
        assert not re.search(r"^\s*(import|export)\b", text), script.name
        assert not re.search(r"\b(fetch\(|XMLHttpRequest|importScripts|import\()", text), (
            script.name
        )
        assert not re.search(r"https?://(?!www\.w3\.org)", text), script.name
