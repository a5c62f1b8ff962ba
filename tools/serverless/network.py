"""Compiles the site's network (site/network/net.c) to WebAssembly, with vectors and without.

The compiler is Zig's clang, which comes from the Python package index (ziglang), so that the two
files are the same on every machine; they are checked in, and a test makes
them anew. `PYTHONPATH=tools python -m serverless.network` does, after a change in net.c.

The site's data `net` are {simd, plain}: both files in base64.
"""

import base64
import os
import subprocess
import sys
import tempfile
from pathlib import Path

from serverless import data

ROOT = Path(__file__).resolve().parent.parent.parent
NETWORK = ROOT / "site" / "network"
SOURCE = NETWORK / "net.c"
# By file: for which processor. "mvp" is the first WebAssembly of 2017.
BUILDS = {"net.wasm": "generic+simd128", "net_plain.wasm": "mvp"}
LINK = ("--no-entry", "-s", "-z", "stack-size=16384", "--initial-memory=131072")
FLAGS = ("-target", "wasm32-freestanding", "-O3", "-nostdlib", "-fno-builtin", "-Wall", "-Wextra",
         "-Werror", *(f"-Wl,{word}" for word in LINK))  # fmt: skip


def build(folder: Path = NETWORK) -> None:
    """Write both files into `folder`; CalledProcessError with clang's words if it has any."""
    with tempfile.TemporaryDirectory() as cache:
        kept = {name: cache for name in ("ZIG_GLOBAL_CACHE_DIR", "ZIG_LOCAL_CACHE_DIR")}
        for name, processor in BUILDS.items():
            command = [sys.executable, "-m", "ziglang", "cc", *FLAGS, f"-mcpu={processor}"]
            subprocess.run(
                [*command, SOURCE.name, "-o", str(folder.resolve() / name)],
                check=True, cwd=NETWORK, env={**os.environ, **kept},
            )  # fmt: skip


def write(folder: Path) -> None:
    """Write both files as the site's data."""
    kept = [base64.b64encode((NETWORK / name).read_bytes()).decode() for name in BUILDS]
    data.write(folder, "net", dict(zip(("simd", "plain"), kept, strict=True)))


if __name__ == "__main__":
    build()
