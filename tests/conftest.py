"""What all tests share: one thread a process, and hypothesis without a clock."""

import os

# Before torch and numpy are imported. Tests run two processes on two cores.
for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(name, "1")

from hypothesis import HealthCheck, settings  # noqa: E402

# A kernel's first call compiles it, which no deadline should count.
settings.register_profile(
    "course", deadline=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.load_profile("course")
