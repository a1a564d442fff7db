"""A stream of papers cut into shards: by what the papers are, not by how many came before.

A paper ends a shard if its digest says so, once the shard has its least size. So an input that has grown, or was
changed in one place, is cut as before everywhere else, and the shards there keep their keys.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import groupby
from operator import attrgetter
from typing import TYPE_CHECKING

from extractor.records import Paper

if TYPE_CHECKING:
    import pyarrow as pa

LEAST, MEAN, MOST = 512, 1024, 4096
"""Papers of a shard."""
MOST_LETTERS = 1 << 24
"""Letters of a shard, so that long texts do not fill the memory."""

Origin = tuple[int, tuple[str, ...]]
"""A number of papers, and the sources that each of them has."""

_SURROGATES = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True, slots=True)
class Shard:
    """Some papers in a row, with the digest of each; `key` names what they give under one basis, sources aside."""

    key: str
    papers: Sequence[Paper]
    digests: Sequence[bytes]

    def part(self, places: Iterable[int], basis: Mapping[str, str]) -> Shard:
        """The shard of the papers at these places alone."""
        places = list(places)
        digests = [self.digests[place] for place in places]
        return Shard(shard_key(digests, basis), [self.papers[place] for place in places], digests)

    def origins(self) -> tuple[Origin, ...]:
        """How many papers in a row have which sources."""
        return tuple((len(list(some)), sources) for sources, some in groupby(self.papers, attrgetter("sources")))

    def batch(self, start: int = 0, stop: int | None = None) -> pa.RecordBatch:
        """The papers, or those of these places, as a batch, as `extract_batch` takes it."""
        import pyarrow as pa

        papers = self.papers[start:stop]
        columns = {
            name: pa.array([getattr(paper, name) for paper in papers], type=kind)
            for name, kind in (
                *((name, pa.string()) for name in ("paper_id", "title", "abstract", "url")),
                ("published", pa.date32()),
                ("sources", pa.list_(pa.string())),
            )
        }
        return pa.RecordBatch.from_pydict(columns)


def cut(papers: Iterable[Paper], basis: Mapping[str, str]) -> Iterator[Shard]:
    """Shards of the papers, in order; `basis` is what else their rows follow from. The papers are `storable`."""
    pending: list[Paper] = []
    digests: list[bytes] = []
    letters = 0
    for paper in papers:
        digest = paper_digest(paper)
        pending.append(paper)
        digests.append(digest)
        letters += len(paper.title) + len(paper.abstract)
        chosen = int.from_bytes(digest[:4], "big") % (MEAN - LEAST) == 0
        if (chosen and len(pending) >= LEAST) or len(pending) >= MOST or letters >= MOST_LETTERS:
            yield Shard(shard_key(digests, basis), pending, digests)
            pending, digests, letters = [], [], 0
    if pending:
        yield Shard(shard_key(digests, basis), pending, digests)


def shard_key(digests: Iterable[bytes], basis: Mapping[str, str]) -> str:
    """The name of what papers give under a basis: 32 hexadecimal digits."""
    sha = hashlib.sha256("\0".join(f"{name}={value}" for name, value in sorted(basis.items())).encode() + b"\0\0")
    for digest in digests:
        sha.update(digest)
    return sha.hexdigest()[:32]


def paper_digest(paper: Paper) -> bytes:
    """Sixteen bytes that change whenever anything of a paper does, but for the names of the files it was found in.

    These say nothing of its claims, and a snapshot of a month has another name than that of the month before.
    """
    fields = (paper.paper_id, paper.title, paper.abstract, paper.url or "", str(paper.published or ""))
    encoded = map(str.encode, fields)
    return hashlib.sha256(b"".join(len(data).to_bytes(8, "big") + data for data in encoded)).digest()[:16]


def storable(paper: Paper) -> Paper:
    """The paper without letters that UTF-8 cannot hold (lone surrogates): each becomes the replacement character."""
    texts = (paper.paper_id, paper.title, paper.abstract, paper.url or "", *paper.sources)
    if all(text.isascii() or not _SURROGATES.search(text) for text in texts):
        return paper

    def mend(text: str) -> str:
        return _SURROGATES.sub("\ufffd", text)

    return replace(
        paper,
        paper_id=mend(paper.paper_id),
        title=mend(paper.title),
        abstract=mend(paper.abstract),
        sources=tuple(map(mend, paper.sources)),
        url=mend(paper.url) if paper.url else paper.url,
    )
