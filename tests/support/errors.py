"""What a test expects of an error."""

import pytest


def refused(call, *words: str, error: type[Exception] = ValueError) -> None:
    """`call` raises `error`, and its message holds all the words."""
    with pytest.raises(error) as caught:
        call()
    missing = [word for word in words if word not in str(caught.value)]
    assert not missing, f"{missing} should be said in: {caught.value}"
