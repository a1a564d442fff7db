"""Where nothing fits, the values that no claim has are named, with those nearest to them."""

from __future__ import annotations

import asking
import pytest
from click.testing import CliRunner

from extractor.ask.compare import against, compare
from extractor.ask.query import Database
from extractor.ask.tradeoff import trade_off
from extractor.cli.commands import cli
from extractor.plot.plots import PlotError, strip_chart


@pytest.fixture(scope="module")
def path(tmp_path_factory):
    path = tmp_path_factory.mktemp("hints") / "claims.parquet"
    asking.write(path)
    return path


@pytest.fixture(scope="module")
def database(path):
    database = Database(path)
    yield database
    database.close()


@pytest.mark.parametrize(
    ("filters", "hint"),
    [
        ({"metric": "speedd"}, "metric: no claim has 'speedd'; nearest: speed"),
        ({"hardware": "A10O"}, "hardware: no claim has 'A10O'; nearest: NVIDIA A100"),
        ({"technique": "quantisation"}, "technique: no claim has 'quantisation'; nearest: quantization"),
        ({"dataset": "ImgeNet"}, "dataset: no claim has 'ImgeNet'; nearest: ImageNet"),
        ({"baseline": "QServ"}, "baseline: no claim has 'QServ'; nearest: QServe"),
        ({"paper": "FireQQ"}, "paper: no claim has 'FireQQ'"),
        ({"metric": "speed", "dataset": "COCO"}, "each filter fits some claims, but no claim fits all of them"),
    ],
)
def test_nothing_fits(database, filters, hint):
    assert hint in compare(database, whose="any", **filters).notes


def test_far_from_everything_the_most_frequent_are_named(database):
    (hint,) = compare(database, metric="zzz").notes
    assert hint.startswith("metric: no claim has 'zzz'; most frequent: speed, ")


def test_what_fits_gets_no_hint(database):
    assert not [note for note in compare(database, metric="speed").notes if "no claim" in note]


def test_against(database):
    assert "baseline: no claim has 'QServ'; nearest: QServe" in against(database, "QServ").notes
    assert against(database, "QServe").notes == ()


@pytest.mark.parametrize(
    ("asked", "hint"),
    [
        ({"gain": "sped"}, "gain: no claim has 'sped'; nearest: speed"),
        ({"cost": "acuracy"}, "cost: no claim has 'acuracy'; nearest: accuracy"),
        ({"technique": "prunning"}, "technique: no claim has 'prunning'; "),
    ],
)
def test_trade_off(database, asked, hint):
    notes = trade_off(database, **{"gain": "speed", "cost": "accuracy"} | asked).notes
    assert any(note.startswith(hint) for note in notes)


def test_plot(database):
    pytest.importorskip("altair")
    with pytest.raises(PlotError, match="nearest: speed"):
        strip_chart(database, metric="speedd")


@pytest.mark.parametrize("name", ["x.csv", "x.xlsx", "x.md"])
def test_export(path, tmp_path, name):
    done = CliRunner().invoke(cli, ["export", str(path), str(tmp_path / name), "--metric", "speedd"])
    assert done.exit_code == 1
    assert "note: metric: no claim has 'speedd'; nearest: speed" in done.stderr
