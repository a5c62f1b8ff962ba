"""The world that CONTRIBUTING.md offers to copy, registered: a plugin for pytest, or imported."""

from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

FILE = Path(__file__).parents[2] / "docs" / "my_world.py"


def load():
    """Run the file anew, as a notebook's cell is run again; return it as a module."""
    spec = spec_from_file_location("my_world", FILE)
    assert spec is not None and spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def pytest_configure(config) -> None:
    """Register the world before pytest collects the tests, which then count it in."""
    load()
