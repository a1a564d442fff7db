"""Which of many million keys occur more than once, in memory that does not grow with their number.

Keys are kept as hashes of eight bytes, on the disk, in files by their first bits. Equal keys are in one file, so one
file at a time is enough to tell. Two keys may share a hash: what is said to occur twice has to be compared in full.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

_BITS = 6
_NUMBER = 1 << _BITS


class Buckets:
    """Keys of things with a number, in files of a folder of their own."""

    def __init__(self, folder: Path) -> None:
        """Make the folder. Raises OSError."""
        folder.mkdir()
        self._paths = [folder / f"{bucket:02d}" for bucket in range(_NUMBER)]

    def add(self, keys: Sequence[str], numbers: Iterable[int]) -> None:
        """Add keys, each of the thing of that number; no thing has one key twice. Raises OSError."""
        import numpy as np

        digests = b"".join(_hash(key) for key in keys)
        found = np.empty((len(keys), 2), "<u8")
        found[:, 0] = np.frombuffer(digests, "<u8")
        found[:, 1] = np.fromiter(numbers, "<u8", len(keys))
        bucket = found[:, 0] >> np.uint64(64 - _BITS)
        order = np.argsort(bucket, kind="stable")
        ends = np.searchsorted(bucket[order], np.arange(_NUMBER + 1, dtype="u8"))
        for path, first, last in zip(self._paths, ends, ends[1:], strict=False):
            if first < last:
                with path.open("ab") as sink:
                    sink.write(found[order[first:last]].tobytes())

    def shared(self) -> NDArray[np.uint64]:
        """The numbers of the things that share a hash with another, in order. Raises OSError."""
        import numpy as np

        some = [_shared(np.fromfile(path, "<u8").reshape(-1, 2)) for path in self._paths if path.exists()]
        return np.unique(np.concatenate(some)) if some else np.empty(0, "u8")


def _shared(found: NDArray[np.uint64]) -> NDArray[np.uint64]:
    import numpy as np

    found = found[np.argsort(found[:, 0])]
    same = found[1:, 0] == found[:-1, 0]
    numbers: NDArray[np.uint64] = found[np.append(same, False) | np.insert(same, 0, False), 1]
    return numbers


def _hash(key: str) -> bytes:
    return hashlib.blake2b(key.encode("utf-8", "surrogatepass"), digest_size=8).digest()
