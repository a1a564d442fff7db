"""The stages as spaCy components: found by name, leaving the document as it is, and saved with their rules."""

from __future__ import annotations

import pytest
import spacy

from extractor.factories import claims_of

STAGES = ("clean", "numbers", "quantities", "terms", "frames", "context")
TEXT = "Our kernel is up to 2.1$\\times$ faster than cuBLAS on an A100 GPU, with a 40\\% smaller footprint."


@pytest.fixture(scope="module")
def nlp():
    pipeline = spacy.blank("en")
    for stage in STAGES:
        pipeline.add_pipe(f"claimtable_{stage}")
    pipeline.add_pipe("claimtable")
    return pipeline


@pytest.mark.parametrize(
    ("group", "found"),
    [
        ("claimtable_clean", [("replaced", "x"), ("replaced", ""), ("replaced", "%")]),
        ("claimtable_quantities", [("ratio", "x"), ("percent", "%")]),
        ("claimtable", [("speed", "amount-faster"), ("hardware", "device-mention"), ("memory", "amount-comparative-metric")]),
    ],
)  # fmt: skip
def test_spans_of_a_stage(nlp, group, found):
    doc = nlp(TEXT)
    assert [(span.label_, span.id_) for span in doc.spans[group]] == found


def test_document_keeps_its_own_text_and_tokens(nlp):
    doc = nlp(TEXT)
    assert doc.text == TEXT
    assert [token.text for token in doc] == [token.text for token in spacy.blank("en")(TEXT)]


def test_claims_are_records(nlp):
    speed, device, memory = claims_of(nlp(TEXT))
    assert (speed.quote, speed.bound, speed.baseline, speed.hardware) == (
        "2.1$\\times",
        "up_to",
        "cuBLAS",
        ("NVIDIA A100",),
    )
    assert (device.metric, device.hardware) == ("hardware", ("NVIDIA A100",))
    assert (memory.value_low, memory.direction) == (40.0, "lower")


def test_claims_need_the_component():
    with pytest.raises(ValueError, match="add_pipe"):
        claims_of(spacy.blank("en")(TEXT))


def test_several_processes_give_the_same(nlp):
    texts = [TEXT, "It is 3x faster.", ""]
    one = [claims_of(doc) for doc in nlp.pipe(texts)]
    assert [claims_of(doc) for doc in nlp.pipe(texts, n_process=2, batch_size=1)] == one


def test_saved_pipeline_works_without_a_rules_folder(nlp, tmp_path):
    nlp.to_disk(tmp_path)
    loaded = spacy.load(tmp_path)
    assert loaded.get_pipe("claimtable").rules == str(tmp_path / "claimtable" / "rules")
    assert claims_of(loaded(TEXT)) == claims_of(nlp(TEXT))


def test_rules_of_ones_own(tmp_path):
    (tmp_path / "frames").mkdir()
    (tmp_path / "frames" / "amount-snappier.toml").write_text(
        'id = "amount-snappier"\nsummary = "s"\nwhy = "w"\npriority = 95\npatterns = [["Q.ratio", "snappier"]]\n'
        'measure = "difference"\nmetric = "speed"\ndirection = "up"\n'
        '[[match]]\ntext = "It is 3x snappier."\nclaims = [{quote = "3x"}]\n[[no_match]]\ntext = "It is snappier."\n'
    )
    pipeline = spacy.blank("en")
    pipeline.add_pipe("claimtable", config={"rules": str(tmp_path)})
    assert [claim.rule for claim in claims_of(pipeline("It is 3x snappier."))] == ["amount-snappier"]


def test_pipeline_is_clean(nlp):
    assert nlp.analyze_pipes()["problems"] == {name: [] for name in nlp.pipe_names}


@pytest.mark.parametrize("text", [TEXT, "", " a  2.3x\nspeedup. ", "\n\n", "x"])
def test_tokenizer_keeps_the_text(text):
    config = {"nlp": {"tokenizer": {"@tokenizers": "claimtable.tokenizer.v1"}}}
    pipeline = spacy.blank("en", config=config)
    assert pipeline(text).text == text


def test_tokenizer_cuts_numbers_from_units():
    config = {"nlp": {"tokenizer": {"@tokenizers": "claimtable.tokenizer.v1"}}}
    words = [token.text for token in spacy.blank("en", config=config)("2.3x on 16GB")]
    assert words == ["2.3", "x", "on", "16", "GB"]


SNAPPIER = (
    'id = "amount-snappier"\nsummary = "s"\nwhy = "w"\npriority = 95\npatterns = [["Q.ratio", "snappier"]]\n'
    'measure = "difference"\nmetric = "speed"\ndirection = "up"\n'
    '[[match]]\ntext = "It is 3x snappier."\nclaims = [{quote = "3x"}]\n[[no_match]]\ntext = "It is snappier."\n'
)


def own_frames(folder, **texts):
    (folder / "frames").mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / "frames" / f"amount-{name}.toml").write_text(text, encoding="utf-8")
    return folder


def with_rules(folder):
    pipeline = spacy.blank("en")
    pipeline.add_pipe("claimtable", config={"rules": str(folder)})
    return pipeline


def test_a_pipeline_made_anew_reads_the_rules_anew(tmp_path):
    own_frames(tmp_path, snappier=SNAPPIER)
    earlier = with_rules(tmp_path)
    assert claims_of(earlier("It is 3x snappier."))
    assert not claims_of(earlier("It is 3x zippier."))
    own_frames(tmp_path, snappier=SNAPPIER.replace('"snappier"]', '"zippier"]').replace("x snappier.", "x zippier."))
    assert claims_of(with_rules(tmp_path)("It is 3x zippier."))
    assert not claims_of(earlier("It is 3x zippier.")), "documents of one pipeline are read by one set of rules"


def test_a_save_leaves_nothing_of_an_earlier_one(tmp_path):
    first = own_frames(tmp_path / "first", snappier=SNAPPIER)
    second = own_frames(tmp_path / "second", zippier=SNAPPIER.replace("snappier", "zippier"))
    with_rules(first).to_disk(tmp_path / "saved")
    with_rules(second).to_disk(tmp_path / "saved")
    loaded = spacy.load(tmp_path / "saved")
    assert claims_of(loaded("It is 3x zippier."))
    assert not claims_of(loaded("It is 3x snappier."))
    loaded.to_disk(tmp_path / "saved")  # onto what it stands on
    assert claims_of(spacy.load(tmp_path / "saved")("It is 3x zippier."))
