"""Files of other programs that hold no text to be read: told by their first bytes, with what to give instead."""

from __future__ import annotations

import re

_AS_TABLE = "Save it as CSV (UTF-8), and give that"
_AS_TEXT = "Save it as plain text (a title, a blank line, the abstract), a table in it as CSV, and give that"
_AS_PAPERS = "Give the title and abstract as text, CSV, JSON Lines, BibTeX or RIS (docs/inputs.md)"

_FIRST_BYTES = (
    (rb"%PDF-", "a PDF, which cannot be read", _AS_PAPERS),
    (rb"\x89PNG|\xff\xd8\xff|GIF8[79]a|II\*\0|MM\0\*|RIFF.{4}WEBP", "a picture, which cannot be read", _AS_PAPERS),
    (rb"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "a file of an old office program (.xls, .doc)", _AS_TABLE),
)
_XML = rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*>\s*)?(?:<!DOCTYPE[^>]*>\s*)?"
_IN_PUBMED = 'In PubMed choose Save, and the format "PubMed"; give that'
_IN_ENDNOTE = "Export it as RIS (RefMan) or BibTeX, and give that"
_REPACK = "Unpack it, or pack it with gzip or zstd"
_OTHERS = (
    (rb"BZh[1-9]", "packed with bzip2, which cannot be read", _REPACK),
    (rb"\xfd7zXZ\0", "packed with xz, which cannot be read", _REPACK),
    (rb"7z\xbc\xaf\x27\x1c|Rar!\x1a\x07", "an archive (7z, RAR)", "Unpack it, and give what is in it"),
    (rb".{257}ustar", "a tar archive", "Unpack it, and give the folder"),
    (rb"\x1f\x8b|\x28\xb5\x2f\xfd", "packed twice", "Unpack it once"),
    (_XML + rb"<PubmedArticleSet", "PubMed's XML, which cannot be read", _IN_PUBMED),
    (_XML + rb"<xml>\s*<records>", "EndNote's XML, which cannot be read", _IN_ENDNOTE),
    (rb"(?:\xef\xbb\xbf)?\s*%0 \w", "EndNote's own export, which cannot be read", _IN_ENDNOTE),
)
_ZIP = b"PK\x03\x04"
_ENTRY = re.compile(rb"PK\x03\x04.{26}([ -~]{1,80})", re.DOTALL)
_OFFICE = (  # what the name of an entry begins with, or, of OpenDocument, what its first entry says
    (rb"xl/|mimetypeapplication/vnd\.oasis\.opendocument\.spreadsheet", "a workbook (.xlsx, .ods)", _AS_TABLE),
    (rb"word/|mimetypeapplication/vnd\.oasis\.opendocument\.text", "a text document (.docx, .odt)", _AS_TEXT),
    (rb"\[Content_Types\]\.xml|_rels/|docProps/|mimetypeapplication/", "a file of an office program", _AS_TABLE),
)


def stranger(head: bytes) -> tuple[str, str] | None:
    """What a file that begins so is, and what to do about it; None for one that may be read.

    >>> stranger(b"%PDF-1.7")[0]
    'a PDF, which cannot be read'
    """
    if not head.startswith(_ZIP):
        told = (said for first, *said in (*_FIRST_BYTES, *_OTHERS) if re.match(first, head, re.DOTALL))
        return next(((what, remedy) for what, remedy in told), None)
    entries = _ENTRY.findall(head)
    for begins, what, remedy in _OFFICE:
        if any(re.match(begins, entry) for entry in entries):
            return what, remedy
    return "a ZIP archive", "Unpack it, and give what is in it"
