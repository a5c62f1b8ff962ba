"""Other people's libraries on the course's environments: run with what the extra `clients` brings.

    pip install -e ".[dev,clients]" && COURSE_CLIENTS=1 python -m pytest tests/clients

They are large, so `make test` does without; CI runs this every night (.github/workflows). There,
a library that is missing is a failure, not something to be skipped.
"""

import os

collect_ignore_glob = [] if os.environ.get("COURSE_CLIENTS") else ["test_*.py"]
