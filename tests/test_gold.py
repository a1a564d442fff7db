"""Gold: what the checker says of each mistake, and drafts that pass it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from samples import PAPER, claim

from extractor.gold.annotate import context_of, draft
from extractor.gold.gold import read_gold
from extractor.gold.goldcheck import GoldError, Vocabulary, check_gold, places

GOLD = sorted((Path(__file__).parents[1] / "data" / "gold").glob("*.jsonl"))
KNOWN = Vocabulary(("speed", "latency"), ("quantization", "pruning"))
ABSTRACT = "FireQ is 2x faster than QServe. It is 2x smaller. Latency falls from 10 ms to 6 ms on an A100, an A100 GPU."


def good_claim(**fields):
    """A claim without fault, with some of its fields replaced; a field set to ... is left out."""
    claim = {
        "quote": "2x",
        "context": "2x faster",
        "measure": "ratio",
        "value": [2.0],
        "unit": "x",
        "bound": "exact",
        "metric": "speed",
        "direction": "higher",
        "effect": "better",
        "subject": "FireQ",
        "baseline": "QServe",
        "dataset": [],
        "model": [],
        "hardware": [],
        "scope": ["inference"],
        "by": "own",
        "optional": False,
    } | fields
    return {key: value for key, value in claim.items() if value is not ...}


def good_paper(*claims, **fields):
    paper = {"id": 1, "title": "FireQ", "abstract": ABSTRACT, "source": "", "claims": list(claims)}
    return paper | {"hardware": [], "technique": []} | fields


@pytest.fixture
def written(tmp_path):
    """Writes objects, or lines that are none, to a gold file."""

    def write(*records):
        path = tmp_path / "gold.jsonl"
        lines = (record if isinstance(record, str) else json.dumps(record) for record in records)
        path.write_text("\n".join(lines) + "\n", encoding="utf-8")
        return path

    return write


def device(**fields):
    return {"quote": "A100", "name": "NVIDIA A100", "count": None} | fields


GOOD = {
    "no claim": good_paper(),
    "ratio": good_paper(good_claim()),
    "range": good_paper(good_claim(value=[2, 3])),
    "change": good_paper(
        good_claim(quote="from 10 ms to 6 ms", context="from 10 ms to 6 ms", measure="change", value=[10, 6], unit="ms")
    ),
    "complexity": good_paper(good_claim(measure="complexity", value=None, unit="")),
    "same quote, two metrics": good_paper(good_claim(), good_claim(metric="latency")),
    "same metric, two places": good_paper(good_claim(), good_claim(context="2x smaller")),
    "a device twice": good_paper(hardware=[device(), device(count=2)]),
    "techniques": good_paper(technique=["pruning", "quantization"]),
    "an id that is text": good_paper(id="2505.20839"),
}


@pytest.mark.parametrize("paper", GOOD.values(), ids=GOOD)
def test_nothing_is_wrong(written, paper):
    path = written(paper)
    assert check_gold(path, KNOWN) == []
    assert len(read_gold(path)[0].claims) == len(paper["claims"])


CLAIMS = {
    "context not there": (good_claim(context="2x quicker"), "context '2x quicker' is not in title or abstract; copy"),
    "context not unique": (good_claim(context="2x "), "context '2x ' occurs 2 times; make it longer"),
    "quote not there": (good_claim(quote="3x"), "the quote is not in its context '2x faster'; copy"),
    "quote twice": (good_claim(quote="e", context="2x faster than QServe"), "the quote occurs 3 times in its context"),
    "empty quote": (good_claim(quote=""), "the quote is not in its context"),
    "metric": (good_claim(metric="sped"), "unknown metric 'sped'; did you mean 'speed'?"),
    "measure": (good_claim(measure="count"), "unknown measure 'count'"),
    "bound": (good_claim(bound="atleast"), "unknown bound 'atleast'; did you mean 'at_least'?"),
    "direction": (good_claim(direction="up"), "unknown direction 'up'; known are higher, lower, none"),
    "effect": (good_claim(effect="good"), "unknown effect 'good'; known are better, worse, none"),
    "by": (good_claim(by="us"), "unknown by 'us'"),
    "scope": (good_claim(scope=["infer"]), "unknown scope 'infer'; did you mean 'inference'?"),
    "no value": (good_claim(value=None), "value of a ratio is None; write [number] or [low, high]"),
    "bare value": (good_claim(value=2), "value of a ratio is 2; write"),
    "too many values": (good_claim(value=[1, 2, 3]), "value of a ratio is [1, 2, 3]; write"),
    "value is text": (good_claim(value=["2"]), "value of a ratio is ['2']; write"),
    "value is true": (good_claim(value=[True]), "value of a ratio is [True]; write"),
    "falling range": (good_claim(value=[3, 2]), "the range [3, 2] falls; write the lower end first"),
    "half a change": (good_claim(measure="change"), "value of a change is [2.0]; write [before, after]"),
    "complexity with value": (good_claim(measure="complexity"), "value of a complexity is [2.0]; write null"),
    "unit": (good_claim(unit="times"), "unit of a ratio is 'times'; write 'x'"),
    "missing key": (good_claim(bound=...), "claim 1: the key 'bound' is missing; add it"),
    "unknown key": (good_claim(datasets=[]), "unknown key 'datasets'; did you mean 'dataset'?"),
    "text that is none": (good_claim(baseline=None), "baseline is no text; write it in quotation marks"),
    "list that is none": (good_claim(scope="inference"), "scope is no list of texts; write []"),
    "optional": (good_claim(optional="no"), "optional is 'no'; write true or false"),
    "no object": ("2x", "claim 1: no object; write an object with the keys"),
}


@pytest.mark.parametrize(("entry", "message"), CLAIMS.values(), ids=CLAIMS)
def test_mistake_in_a_claim(written, entry, message):
    path = written(good_paper(), good_paper(entry, title="Other"))
    problems = [str(problem) for problem in check_gold(path, KNOWN)]
    assert len(problems) == 1
    assert problems[0].startswith(f"{path}:2: Other: claim 1")
    assert message in problems[0]


PAPERS = {
    "not JSON": ("{", "not JSON (Expecting property name"),
    "no object": ([], "no object"),
    "missing key": ({"title": "FireQ"}, "FireQ: the key 'claims' is missing"),
    "title is no text": (good_paper(title=3), "title is no text"),
    "id": (good_paper(id=None), "id is neither a number nor text"),
    "claims are no list": (good_paper(claims={}), "claims is no list; write []"),
    "technique": (good_paper(technique=["quantisation"]), "unknown technique 'quantisation'; did you mean 'quantiz"),
    "same claim twice": (good_paper(good_claim(), good_claim()), "claim 2 '2x': the same as claim 1"),
    "device not there": (good_paper(hardware=[device(quote="H100")]), "hardware 1 'H100': title and abstract do not"),
    "device too often": (good_paper(hardware=[device()] * 3), "hardware 3 'A100': title and abstract do not"),
    "count": (good_paper(hardware=[device(count="two")]), "count is 'two'; write a number, or null"),
    "name": (good_paper(hardware=[device(name="")]), "quote or name is empty"),
}


@pytest.mark.parametrize(("paper", "message"), PAPERS.values(), ids=PAPERS)
def test_mistake_in_a_paper(written, paper, message):
    path = written(paper)
    problems = "\n".join(str(problem) for problem in check_gold(path, KNOWN))
    assert f"{path}:1: " in problems
    assert message in problems


def test_same_paper_twice(written):
    (problem,) = check_gold(written(good_paper(), "", good_paper()), KNOWN)
    assert (problem.line, problem.wrong) == (3, "the same paper as in line 1")


def test_all_mistakes_are_told_at_once(written):
    path = written(
        good_paper(good_claim(by="us", unit="", context="2x")), good_paper(good_claim(metric="x"), title="B")
    )
    assert [problem.line for problem in check_gold(path, KNOWN)] == [1, 1, 1, 2]


def test_reading_refuses_what_is_wrong(written):
    with pytest.raises(GoldError, match="unknown by 'us'"):
        read_gold(written(good_paper(good_claim(by="us"))))


def test_reading_takes_metrics_of_other_rules(written):
    (paper,) = read_gold(written(good_paper(good_claim(metric="snappiness"))))
    assert paper.claims[0].metric == "snappiness"


def test_no_text_file(tmp_path):
    path = tmp_path / "gold.jsonl"
    path.write_bytes(b"\xff")
    with pytest.raises(GoldError, match="not UTF-8 at byte 0"):
        read_gold(path)
    with pytest.raises(GoldError, match="No such file"):
        read_gold(tmp_path / "none.jsonl")


def test_places_are_offsets(written):
    (paper,) = read_gold(written(good_paper(good_claim(context="2x smaller"), hardware=[device(), device()])))
    spans = [(one.start, one.end) for one in (*paper.claims, *paper.hardware)]
    assert [paper.text[start:end] for start, end in spans] == ["2x", "A100", "A100"]
    assert paper.text[spans[0][1] :].startswith(" smaller")
    assert spans[1] != spans[2]


@pytest.mark.parametrize("path", GOLD, ids=lambda path: path.stem)
def test_kept_gold_has_no_mistake(path):
    assert check_gold(path) == []


# drafts


def test_places_overlap():
    assert places("aa", "aaa") == [0, 1]
    assert places("", "aaa") == []


@pytest.mark.parametrize(
    ("text", "quote", "nth", "context"),
    [
        ("We say it is 2x faster than all of the others.", "2x", 0, "it is 2x faster than all"),
        ("It is 2x faster and 2x smaller.", "2x", 1, "faster and 2x smaller."),
        ("A 2x\nB 2x gain.", "2x", 0, "A 2x"),
        ("A 33 of 3 and 4.", "3", 1, "3 of"),
        ("2x 2x", "2x", 0, "2x"),
    ],
    ids=["words around it", "holds no other", "one line", "inside a number", "none is unique"],
)
def test_context(text, quote, nth, context):
    start = places(quote, text)[nth]
    assert context_of(start, start + len(quote), text) == context


def test_draft_passes_the_check(written):
    change = claim(
        "from 10 ms to 6 ms", metric="latency", measure="change", value_low=6.0, value_high=6.0, value_before=10.0, unit="ms"
    )  # fmt: skip
    device_row = claim("A100", metric="hardware", measure="count", value_low=None, hardware=("NVIDIA A100",))
    record = draft(PAPER, [claim(), change, device_row, device_row], ("quantization",))
    assert [entry["value"] for entry in record["claims"]] == [[1.68], [10.0, 6.0]]
    assert record["hardware"] == [{"quote": "A100", "name": "NVIDIA A100", "count": None}]
    assert check_gold(written(record), KNOWN) == []
