"""What all tests share: one thread a process, and hypothesis without a clock."""

import os
from collections.abc import Iterator

# Before torch and numpy are imported. Tests run two processes on two cores.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

import pytest  # noqa: E402
from hypothesis import HealthCheck, settings  # noqa: E402

# A kernel's first call compiles it, which no deadline should count.
settings.register_profile(
    "course", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("course")


@pytest.fixture(autouse=True, scope="module")
def no_world_is_left_over() -> Iterator[None]:
    """Forget the worlds that the tests of a file registered: those of another file count worlds."""
    from course_lib.engine import world as registry

    kept = dict(registry._WORLDS), dict(registry._HOMES)
    yield
    for now, before in zip((registry._WORLDS, registry._HOMES), kept, strict=True):
        now.clear()
        now.update(before)
