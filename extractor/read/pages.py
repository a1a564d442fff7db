"""Hugging Face "Daily Papers" pages saved as text, as a format of input."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from extractor.read import page_layout
from extractor.read.papers import title_id
from extractor.read.sources import OnReject, ReadOptions, Source
from extractor.records import Paper
from extractor.rulefiles.rules import kept_by, table_of


class PageReader:
    """Hugging Face 'Daily Papers' pages saved as text (extractor/read/page_layout.py)."""

    name = "pages"
    expects = "a Hugging Face 'Daily Papers' page saved as text, its header included"
    suffixes: tuple[str, ...] = (".txt", ".text")

    def sniff(self, source: Source) -> bool:
        """Whether a phrase of the header stands in the first lines."""
        return page_layout.knows(source.head_text, _layout(source.rules))

    def read(self, source: Source, options: ReadOptions, on_reject: OnReject) -> Iterator[Paper]:
        """Yield the papers of the page. Raises InputError if it is not UTF-8, or not such a page."""
        try:
            entries, left_out = page_layout.split(source.text(), _layout(source.rules))
        except ValueError as error:
            raise source.error(f"not a page that can be read: {error}", f"Expected {self.expects}") from error
        for line in left_out:
            on_reject(source.reject(line.line, line.reason, "page_line"))
        for entry in entries:
            yield Paper(title_id(entry.title), entry.title, entry.abstract, (source.name,))


@kept_by("read/pages.toml")
def _layout(rules: Path | None) -> page_layout.Layout:
    """The words and lengths that pages are told by."""
    return page_layout.Layout(table_of("read/pages.toml", rules))
