"""XML as formats of input: Atom as the arXiv API answers, and OAI-PMH (oai_dc, arXiv, arXivRaw); any size, streamed.

No entity is resolved, and nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, cast

from extractor.read.papers import RecordError, day_of
from extractor.read.references import arxiv_id, doi, link, paper
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.records import Paper
from extractor.rulefiles.rules import table_of

if TYPE_CHECKING:
    from lxml.etree import _Element

_OAI = re.compile(r"<(?:\w+:)?OAI-PMH\b|openarchives\.org/OAI/2\.0|arxiv\.org/OAI/")
_ATOM = re.compile(r"<(?:\w+:)?(?:feed|entry)\b[^>]*http://www\.w3\.org/2005/Atom")
_PATH = re.compile(r"(?P<name>\w+)(?:@(?P<key>\w+)=(?P<value>[^/]+))?(?:/(?P<inner>\w+))?")


class _XmlReader:
    """What Atom and OAI-PMH have in common."""

    name: str
    expects: str
    unit: str  # the element that is one record
    suffixes: tuple[str, ...] = (".xml",)

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers, one element in memory. Raises InputError where the XML breaks, or holds no record."""
        records = 0
        for element in _elements(source, self.unit):
            records += 1
            line = cast("int | None", element.sourceline)
            if _is_deleted(element):
                continue
            try:
                yield self._paper(element, source)
            except RecordError as error:
                on_reject(source.reject(line, str(error), error.kind))
        if not records and not options.allow_empty:
            raise source.error(f"there is no element <{self.unit}>", f"Expected {self.expects}")

    def _paper(self, element: _Element, source: Source) -> Paper:
        """The paper of a record. Raises RecordError if there is none in it."""
        for shape in table_of("read/xml.toml", source.rules)["shape"]:
            found = next(element.iter(f"{{*}}{shape['element']}"), None)
            if found is not None:
                return _shaped(found, shape, source, _own(element))
        raise RecordError("the record has metadata of no known kind (oai_dc, arXiv, arXivRaw)", "unknown_shape")


class OaiReader(_XmlReader):
    """OAI-PMH: answers to ListRecords and GetRecord, or their records one after the other below any root."""

    name = "oai"
    expects = "an OAI-PMH answer with records in oai_dc, arXiv or arXivRaw"
    unit = "record"

    def sniff(self, source: Source) -> bool:
        """Whether the head names OAI-PMH or one of its namespaces."""
        text = source.head_text
        return text.lstrip().startswith("<") and _OAI.search(text) is not None


class AtomReader(_XmlReader):
    """Atom, as the arXiv API answers; `summary` is the abstract."""

    name = "atom"
    expects = "an Atom feed of the arXiv API"
    suffixes: tuple[str, ...] = (".atom",)
    unit = "entry"

    def sniff(self, source: Source) -> bool:
        """Whether the root is a feed of Atom."""
        text = source.head_text
        return text.lstrip().startswith("<") and _ATOM.search(text) is not None


def _elements(source: Source, name: str) -> Iterator[_Element]:
    """Yield each element of a name once it is complete; it is emptied afterwards. Raises InputError for broken XML."""
    from lxml import etree

    with source.open() as stream:
        elements = etree.iterparse(
            stream, events=("end",), tag=f"{{*}}{name}", encoding=source.encoding, resolve_entities=False,
            no_network=True, load_dtd=False, remove_comments=True, remove_pis=True, huge_tree=True,
        )  # fmt: skip
        try:
            for _, element in elements:
                yield element
                element.clear()
                while (before := element.getprevious()) is not None and (parent := before.getparent()) is not None:
                    parent.remove(before)
        except etree.XMLSyntaxError as error:
            line = error.lineno or None
            raise source.error(f"broken XML: {error.msg}", "Download it again", line) from error


def _shaped(element: _Element, shape: Mapping[str, Any], source: Source, header_id: str) -> Paper:
    """The paper of an element of a known shape (rules/read/xml.toml). Raises RecordError if a text is missing."""
    own = _values(element, shape["id"])
    error = shape.get("error")
    other = re.compile(shape["not_abstract"]) if "not_abstract" in shape else None
    abstracts = [text for text in _values(element, shape["abstract"]) if not (other and other.match(text))]
    title = next(iter(_values(element, shape["title"])), "")
    if error and own and re.match(error, own[0]):
        raise RecordError(f"the server's message: {' '.join((abstracts or [title])[0].split())}", "server_error")
    arxiv = next((found for text in [*own, header_id] if (found := arxiv_id(text))), None)
    number = next((found for text in _values(element, shape["doi"]) if (found := doi(text))), None)
    url = next((found for text in _values(element, shape["url"]) if (found := link(text))), None)
    days = (day_of(text, on_day=source.odd_day) for text in _values(element, shape["date"]))
    published = next(filter(None, days), None)
    ids = (arxiv, number, header_id or (own[0] if own else None))
    return paper(title, abstracts[0] if abstracts else "", source, ids, url, published)


def _values(element: _Element, paths: list[str]) -> list[str]:
    """The texts that are not empty at the paths, in the order of the paths, then of the document."""
    found = []
    for path in paths:
        parts = _PATH.fullmatch(path)
        if parts is None:
            raise ValueError(f"read/xml.toml: {path!r} is no path")
        for child in element.iterchildren(f"{{*}}{parts['name']}"):
            if parts["key"] and child.get(parts["key"]) != parts["value"]:
                continue
            inner = child if not parts["inner"] else next(child.iterchildren(f"{{*}}{parts['inner']}"), None)
            if inner is not None:
                found.append("".join(str(text) for text in inner.itertext()).strip() or inner.get("href", ""))
    return [text for text in found if text]


def _own(element: _Element) -> str:
    """The identifier in the header of an OAI record."""
    header = next(element.iterchildren("{*}header"), None)
    return next(iter(_values(header, ["identifier"])), "") if header is not None else ""


def _is_deleted(element: _Element) -> bool:
    """Whether the header of an OAI record says that the paper was withdrawn from the archive."""
    header = next(element.iterchildren("{*}header"), None)
    return header is not None and header.get("status") == "deleted"
