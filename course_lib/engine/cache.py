"""What was found out about records and may be asked again."""

from collections import OrderedDict
from collections.abc import Callable, Sequence
from typing import Any


class RecordCache:
    """From records to what was found out about them; of too many, those known longest go.

    fields: the fields of a record that the answer depends on. most: how many answers are kept.
    """

    def __init__(self, fields: Sequence[str], most: int):
        self.fields, self.most = tuple(fields), most
        self._known: OrderedDict[bytes, Any] = OrderedDict()

    def _key(self, record: Any) -> bytes:
        return b"".join(record[name].tobytes() for name in self.fields)

    def __len__(self) -> int:
        return len(self._known)

    def __setitem__(self, record: Any, answer: Any) -> None:
        self._keep(self._key(record), answer)

    def _keep(self, key: bytes, answer: Any) -> None:
        self._known[key] = answer
        while len(self._known) > self.most:
            self._known.popitem(last=False)

    def recall(self, record: Any, find: Callable[[Any], Any]) -> Any:
        """The answer for this record; `find(record)` gives it where none is known."""
        key = self._key(record)
        if key not in self._known:
            self._keep(key, find(record))
        return self._known[key]
