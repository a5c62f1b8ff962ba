"""The site's files of data: classic scripts, since a page from a folder may fetch nothing.

A file calls `SITE.take(name, data)`; site/src/shell/load.js loads it. The data of the name
"agent:maze/corner:3" lie in data/agent/maze/corner/3.js.

Many bytes (agents) travel as text. Base64 would make them a third larger; so such a file is
UTF-16 with its byte order mark, which counts for more than any header of a server, and each
character is two bytes. Before that the bytes are gzipped, which also tells damaged ones: of each
pair the first byte goes to the front half and the second to the back half, as the high bytes of
half-precision numbers are much alike. Words that may not stand in a script (half of a surrogate
pair, line ends, quotes) are written as a mark and the word with its top bit turned.
`unpack` in site/src/shell/unpack.js is the other half.
"""

import gzip
import json
from pathlib import Path
from typing import Any

import numpy as np

MARK = 0x20


def file_of(name: str) -> str:
    """Where in the folder the data of this name lie."""
    return f"data/{name.replace(':', '/')}.js"


def write(folder: Path, name: str, value: Any) -> None:
    """Write what JSON can hold as data of this name."""
    _write(folder, name, json.dumps(value, ensure_ascii=False, separators=(",", ":")), "utf-8")


def write_packed(folder: Path, name: str, content: bytes, head: int = 0, **beside: Any) -> None:
    """Write bytes as data of this name: {bytes, **beside} once they are loaded.

    head: how many bytes come before the numbers, which are two bytes each; ValueError where what
    follows them is not an even number of bytes.
    """
    zipped = zip_pairs(content, head)
    about = json.dumps({**beside, "zipped": len(zipped), "head": head}, separators=(",", ":"))
    _write(folder, name, f'{about[:-1]},"packed":"{as_words(zipped)}"}}', "utf-16-le")


def zip_pairs(content: bytes, head: int) -> bytes:
    """The bytes gzipped, those behind the head with the low ones of all pairs first."""
    body = np.frombuffer(content, np.uint8, offset=head)
    if len(body) % 2:
        raise ValueError(f"after {head} bytes there are {len(body)} bytes, which are no pairs")
    parted = content[:head] + body.reshape(-1, 2).T.tobytes()
    return gzip.compress(parted, compresslevel=9, mtime=0)


def as_words(content: bytes) -> str:
    """The bytes as text of 16-bit words that may all stand in a string of a script."""
    words = np.frombuffer(content + b"\0" * (len(content) % 2), "<u2")
    odd = (words >= 0xD800) & (words < 0xE000) | (words <= MARK) | np.isin(words, AWKWARD)
    parts = np.empty((len(words), 2), np.uint16)
    parts[:, 0] = MARK
    parts[:, 1] = np.where(odd, words ^ 0x8000, words)
    kept = np.ones(parts.shape, bool)
    kept[:, 0] = odd
    return parts[kept].tobytes().decode("utf-16-le")


AWKWARD = [ord('"'), ord("\\"), 0x2028, 0x2029, 0xFEFF, 0xFFFE, 0xFFFF]


def _write(folder: Path, name: str, text: str, encoding: str) -> None:
    path = folder / file_of(name)
    path.parent.mkdir(parents=True, exist_ok=True)
    script = f"SITE.take({json.dumps(name)},{text});\n"
    mark = "\ufeff" if encoding == "utf-16-le" else ""
    path.write_bytes((mark + script).encode(encoding))
