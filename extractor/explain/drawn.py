"""Drawn: an explanation for the terminal, and as one HTML page with the spans drawn by displaCy."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from typing import TYPE_CHECKING, Any

from extractor.explain.explain import Section, Stage
from extractor.table.show import clean

if TYPE_CHECKING:
    from rich.console import RenderableType

# One colour a label, taken in turn; dark letters are legible on each of them.
_COLOURS = (
    "#bfe1d9", "#feca74", "#aa9cfc", "#7aecec", "#ff9561", "#bfeeb7", "#e4e7d2", "#f0d0ff", "#ffeb80", "#9cc9cc",
)  # fmt: skip

_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ font: 16px/1.5 system-ui, sans-serif; max-width: 75rem; margin: 2rem auto; padding: 0 1rem; color: #1b1b1b; }}
blockquote {{ margin: 0.5rem 0; padding-left: 1rem; border-left: 4px solid #ccc; white-space: pre-wrap; }}
h2 {{ margin-top: 3rem; border-bottom: 1px solid #ccc; }}
h3 {{ margin-bottom: 0.3rem; }}
table {{ border-collapse: collapse; font-size: 0.85rem; margin: 0.5rem 0; }}
th, td {{ text-align: left; vertical-align: top; padding: 0.15rem 0.8rem 0.15rem 0; border-bottom: 1px solid #eee; }}
td {{ font-family: ui-monospace, monospace; white-space: pre-wrap; }}
.note {{ color: #666; }}
.spans span span span {{ white-space: nowrap; }}
</style>
</head>
<body>
<h1>{title}</h1>
{body}
</body>
</html>
"""


def lines(sections: Sequence[Section]) -> Iterator[RenderableType]:
    """An explanation for a rich console; control characters are written out, markup is not read."""
    from rich.text import Text

    for section in sections:
        yield Text(clean(section.title), style="bold reverse")
        if section.text:
            yield Text(clean(section.text), style="italic")
        for stage in section.stages:
            yield Text("")
            yield Text(clean(stage.title), style="bold")
            if stage.note:
                yield Text(f"  {clean(stage.note)}", style="dim")
            if stage.rows:
                yield _table(stage)
        yield Text("")


def _table(stage: Stage) -> RenderableType:
    from rich.table import Table
    from rich.text import Text

    table = Table(box=None, pad_edge=False, padding=(0, 2, 0, 2), header_style="dim", show_edge=False)
    for name in stage.columns:
        table.add_column(Text(name), overflow="fold")
    for row in stage.rows:
        style = "bold green" if any(cell.startswith("won") for cell in row) else ""
        table.add_row(*(Text(clean(cell)) for cell in row), style=style)
    return table


def page(sections: Sequence[Section], title: str) -> str:
    """An explanation as one HTML page that needs nothing else."""
    body = "\n".join(part for section in sections for part in _section(section))
    return _PAGE.format(title=escape(clean(title)), body=body)


def _section(section: Section) -> Iterator[str]:
    yield f"<h2>{escape(section.title)}</h2>"
    if section.text:
        yield f"<blockquote>{escape(section.text)}</blockquote>"
    for stage in section.stages:
        yield f"<h3>{escape(stage.title)}</h3>"
        if stage.note:
            yield f'<p class="note">{escape(stage.note)}</p>'
        if stage.marks:
            yield _spans(stage)
        if stage.rows:
            yield _html_table(stage)


def _spans(stage: Stage) -> str:
    """The words with their spans, in displaCy's style; displaCy escapes the words, but not the labels."""
    from spacy import displacy

    labels = [escape(mark.label) for mark in stage.marks]
    spans = [
        {"start_token": mark.first, "end_token": mark.last, "label": label}
        for mark, label in zip(stage.marks, labels, strict=True)
    ]
    given: Mapping[str, Any] = {"text": " ".join(stage.words), "tokens": list(stage.words), "spans": spans}
    colours = {label: _COLOURS[at % len(_COLOURS)] for at, label in enumerate(dict.fromkeys(labels))}
    options = {"colors": colours}
    return displacy.render(dict(given), style="span", manual=True, page=False, jupyter=False, options=options)


def _html_table(stage: Stage) -> str:
    head = "".join(f"<th>{escape(name)}</th>" for name in stage.columns)
    rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in stage.rows)
    body = "\n".join(f"<tr>{row}</tr>" for row in rows)
    return f"<table><tr>{head}</tr>\n{body}</table>"
