"""Keys that occur more than once are found through files of hashes, whatever was added when."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from extractor.run.buckets import Buckets


@given(st.lists(st.lists(st.text(max_size=2), max_size=30), max_size=5))
def test_shared_keys_are_found(tmp_path_factory, rounds):
    buckets = Buckets(tmp_path_factory.mktemp("b") / "hashes")
    keys = [key for some in rounds for key in some]
    number = 0
    for some in rounds:
        buckets.add(some, range(number, number + len(some)))
        number += len(some)
    assert buckets.shared().tolist() == [n for n, key in enumerate(keys) if keys.count(key) > 1]


def test_keys_lie_in_many_files(tmp_path):
    """Else one file would have to fit into the memory."""
    buckets = Buckets(tmp_path / "hashes")
    buckets.add([f"p{n}" for n in range(10_000)], range(10_000))
    sizes = [path.stat().st_size for path in (tmp_path / "hashes").iterdir()]
    assert len(sizes) == 64
    assert max(sizes) < 16 * 10_000 / 32


def test_a_number_with_two_shared_keys_comes_once(tmp_path):
    buckets = Buckets(tmp_path / "hashes")
    for number in (3, 1):
        buckets.add(["id", "title"], [number, number])
    assert buckets.shared().tolist() == [1, 3]
    assert Buckets(tmp_path / "none").shared().tolist() == []
