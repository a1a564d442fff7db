"""Charts as files: SVG, PNG, or one HTML page that needs no network and runs nothing out of the data."""

from __future__ import annotations

import json
import math
import re
from collections.abc import Sequence
from html import escape
from pathlib import Path
from typing import TYPE_CHECKING, Any

from extractor.ask.formats import plain_text
from extractor.plot.plots import PlotError
from extractor.table.store import TableError, atomic_file, check_output

if TYPE_CHECKING:
    from extractor.plot.plots import Chart

KINDS = (".svg", ".png", ".html")
_PNG_SCALE = 2
_WIDE, _WIDE_BOLD = 0.62, 0.71  # width of a letter in a wide font such as DejaVu Sans, as a part of its size
_MARGIN = 4  # pixels beside a text
_STARTS = {"middle": 0.5, "end": 1.0}
_TRANSLATE = re.compile(r"translate\(([-0-9.e]+)")
_ROTATE = re.compile(r"rotate\(([-0-9.e]+)")

_UNSAFE = {ord(letter): f"\\u{ord(letter):04x}" for letter in "<>&\u2028\u2029"}

_PAGE = """\
<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; \
style-src 'unsafe-inline'; img-src data: blob:; font-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
body {{ font-family: sans-serif; margin: 2em }}
#vg-tooltip-element {{ max-width: 40em; white-space: normal }}
#vg-tooltip-element table tr td.value {{ max-width: 32em; max-height: none; white-space: normal }}
</style>
</head>
<body>
<div id="chart" role="img" aria-label="{title}"></div>
{notes}
<script>{bundle}</script>
<script>vegaEmbed("#chart", {spec}, {{"actions": false, "renderer": "svg"}});</script>
</body>
</html>
"""


def check_picture(path: Path) -> None:
    """Raise TableError if no picture can be written at `path`, PlotError if what draws is not installed."""
    if path.suffix.lower() not in KINDS:
        raise TableError(f"{path}: its name must end in one of {', '.join(KINDS)}")
    check_output(path, example=f"claims{path.suffix.lower()}")
    try:
        import altair  # noqa: F401
        import vl_convert  # noqa: F401
    except ImportError as error:
        raise PlotError("pictures need Altair and vl-convert: pip install 'claimtable[plot]'") from error


def save(chart: Chart, path: Path, notes: Sequence[str] = ()) -> None:
    """Write the chart to `path`; the end of its name says how. `notes` stand below the chart of a page."""
    import vl_convert

    check_picture(path)
    spec = chart_spec(chart)
    version = ".".join(str(spec["$schema"]).rsplit("/v", 1)[-1].split(".")[:2])
    match path.suffix.lower():
        case ".svg":
            picture = roomy(vl_convert.vegalite_to_svg(spec, vl_version=version)).encode()
        case ".png":
            picture = vl_convert.vegalite_to_png(spec, vl_version=version, scale=_PNG_SCALE)
        case _:
            picture = page(spec, notes).encode()
    with atomic_file(path) as sink:
        sink.write(picture)


def roomy(svg: str) -> str:
    """The picture, wider where a text would leave it in a wide font: whoever looks at it has other fonts than here."""
    from lxml import etree

    root = etree.fromstring(svg.encode())
    width, height = float(root.get("width", "0")), root.get("height", "0")
    left, right = 0.0, width
    for text in root.iter("{*}text"):
        x = sum(_moved(element) for element in (text, *text.iterancestors()))
        size = float(text.get("font-size", "11px").removesuffix("px"))
        em = _WIDE_BOLD if text.get("font-weight") == "bold" else _WIDE
        length = max(len(line.text or "") for line in (text, *text)) * size * em
        start = x - length * _STARTS.get(text.get("text-anchor", "start"), 0)
        if abs(_turned(text)) < 45:
            left, right = min(left, start - _MARGIN), max(right, start + length + _MARGIN)
    left, right = math.floor(left), math.ceil(right)
    root.set("viewBox", f"{left} 0 {right - left} {height}")
    root.set("width", str(right - left))
    for ground in root.findall("{*}rect"):  # what the whole lies on
        ground.set("x", str(left))
        ground.set("width", str(right - left))
    return etree.tostring(root, encoding="unicode")


def _moved(element: Any) -> float:
    found = _TRANSLATE.search(element.get("transform") or "")
    return float(found[1]) if found else 0.0


def _turned(element: Any) -> float:
    found = _ROTATE.search(element.get("transform") or "")
    return float(found[1]) if found else 0.0


def chart_spec(chart: Chart) -> dict[str, Any]:
    """The Vega-Lite specification of a chart, without characters that turn the direction of writing."""
    spec = _plain(chart.to_dict())
    assert isinstance(spec, dict)
    return spec


def page(spec: dict[str, Any], notes: Sequence[str] = ()) -> str:
    """An HTML page with the chart and all that draws it inside; text of the data cannot end the script."""
    import vl_convert

    said = "".join(f"<p>{escape(note)}</p>\n" for note in notes)
    return _PAGE.format(
        title=escape(str(spec["title"]["text"])),
        notes=said,
        bundle=vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;").replace("</script", "<\\/script"),
        spec=escaped_json(spec),
    )


def escaped_json(value: Any) -> str:
    """JSON that no text in it can get out of, wherever it stands in a page."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), allow_nan=False).translate(_UNSAFE)


def _plain(value: Any) -> Any:
    if isinstance(value, str):
        return plain_text(value)
    if isinstance(value, dict):
        return {key: _plain(one) for key, one in value.items()}
    return [_plain(one) for one in value] if isinstance(value, list) else value
