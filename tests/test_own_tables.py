"""Tables of one's own: what they replace, and how they are refused where they are broken."""

from __future__ import annotations

import re

import pytest
from own_rules import own_table, refused

from extractor.read.read import InputError, ReadOptions, read_papers
from extractor.records import Paper
from extractor.rulefiles.rules import TABLES, RuleError, load_rules, rules_root
from extractor.rulefiles.termcheck import SCOPE, phases_of
from extractor.ruletest.labelled import check_techniques
from extractor.run.extract import Extractor
from extractor.table.schema import SCOPES
from extractor.techniques.technique_table import TABLE as TECHNIQUES

FRAMES = {rule.id: rule for rule in load_rules().frames}

TECHNIQUE = """
[[technique]]
label = "doing_less"
threshold = 2
gate = 0
strong = ["doing less"]
match = [{title = "Doing less"}]
no_match = [{title = "Doing more"}]
"""
DEVICE = 'device = [\n    {name = "A Chip", vendor = "A", kind = "gpu", aliases = ["Chip 9"]},\n]\n'


@pytest.mark.parametrize("relative", [table for table in TABLES if table.startswith("terms/")])
def test_a_table_with_nothing_of_the_shipped_one_is_refused_with_the_remedy(tmp_path, relative):
    errors = refused(own_table(tmp_path, relative, lambda _: "foo = 1\n"))
    lacks, unread = (error for error in errors if error.startswith(relative))
    assert unread.startswith(f"{relative}:1: unknown key 'foo'; known are ")
    assert re.search(rf"lacks \w+.*; your file replaces the shipped one whole: copy .*/{relative}, then edit", lacks)


@pytest.mark.parametrize(
    ("relative", "change", "error"),
    [
        ("terms/hardware.toml", lambda _: DEVICE, r"terms/hardware\.toml: lacks generic.*vendors.*; your file replaces"),
        ("terms/hardware.toml", lambda text: text.replace('vendor = "', 'vender = "', 1),
         r"terms/hardware\.toml:\d\d+: device '.+' has no key 'vendor'; every device needs one"),
        ("terms/datasets.toml", lambda text: text.replace("aliases = [", "aliases = 3 #", 1), r"terms/datasets\.toml: "),
        ("terms/metrics.toml", lambda text: text.replace("\nwords = [", '\nwords = "x" #[', 1), "terms/metrics"),
        ("terms/words.toml", lambda text: text.replace("[scopes]", "[scops]"), "terms/words.toml: lacks scopes"),
        ("terms/words.toml", lambda text: text.replace('\nmoves = "', '\nmove = "', 1),
         r"terms/words\.toml:\d\d+: class '.+': unknown key 'move'; known are good, metric, moves"),
        ("terms/datasets.toml", lambda text: text.replace("\nsuffix_pattern", "\ntail_pattern", 1),
         r"terms/datasets\.toml:\d+: unknown key 'tail_pattern'; known are cues_after, .*suffix_pattern"),
        ("terms/datasets.toml", lambda text: re.sub(r"\nsuffix_pattern = .*", r"\nsuffix_pattern = '(a+)+b'", text),
         r"terms/datasets\.toml: .*suffix_pattern"),
        ("terms/models.toml", lambda text: text.replace("suffix = true}", "sufix = true}", 1),
         r"terms/models\.toml:\d\d+: model '.+': unknown key 'sufix'"),
    ],
)  # fmt: skip
def test_a_table_of_ones_own_is_refused_for_what_it_lacks(tmp_path, relative, change, error):
    errors = refused(own_table(tmp_path, relative, change))
    assert any(re.match(error, one) for one in errors), errors


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        (
            "words",
            '["snappiness", "throughput"]',
            "'throughput' is a word of 'throughput', too: a value would give two",
        ),
        ("words", '"snappiness"', "words is text, not a list of text"),
        ("percentage", None, "has no key 'percentage'; every metric needs one"),
    ],
)
def test_a_metric_of_ones_own_is_refused_with_its_line(tmp_path, key, value, message):
    metric = {"id": '"snap"', "family": '"quality"', "polarity": '"higher"', "unit": '""', "percentage": "false"}
    metric |= {"words": '["snappiness"]', key: value}
    block = "\n[[metric]]\n" + "".join(f"{name} = {one}\n" for name, one in metric.items() if one)
    (error,) = refused(own_table(tmp_path, "terms/metrics.toml", lambda text: text + block))
    at = (tmp_path / "terms" / "metrics.toml").read_text(encoding="utf-8").split("\n")
    line = int(re.match(r"terms/metrics\.toml:(\d+): metric 'snap'", error)[1])
    assert at[line - 1].startswith(key if value else "[[metric]]")
    assert message in error


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("family", '"tempo"', "metric 'snap': family 'tempo' is none of compute, cost, energy,"),
        ("family", '"hardware"', "metric 'snap': family 'hardware' is none of"),
        ("polarity", '"up"', "metric 'snap': polarity 'up' is none of higher, lower"),
        ("id", '"Snap Rate"', "metric 'Snap Rate': an id begins with a small letter"),
        ("id", '"hardware"', "metric 'hardware': this id is that of rows that mention a device"),
        ("words", '["snappiness", ""]', "metric 'snap': words holds an empty text"),
        ("words", '["snappiness", 3]', "metric 'snap': words is a list, not a list of text"),
        ("case", '[" "]', "metric 'snap': case holds an empty text"),
    ],
)
def test_a_metric_of_ones_own_with_a_value_that_cannot_be_is_refused_with_its_line(tmp_path, key, value, message):
    metric = {"id": '"snap"', "family": '"quality"', "polarity": '"higher"', "unit": '""', "percentage": "false"}
    metric |= {"words": '["snappiness"]', key: value}
    block = "\n[[metric]]\n" + "".join(f"{name} = {one}\n" for name, one in metric.items())
    (error,) = refused(own_table(tmp_path, "terms/metrics.toml", lambda text: text + block))
    at = (tmp_path / "terms" / "metrics.toml").read_text(encoding="utf-8").split("\n")
    assert at.index(f"{key} = {value}", len(at) - 8) + 1 == int(error.split(":")[1])
    assert message in error


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ('[[family]]\nid = "other"\n', "", "family 'other' has no [[family]]; copy that of the shipped file"),
        ('\nid = "other"\n\n[[metric]]', '\nid = "tempo"\n\n[[metric]]', "family 'tempo': the column `family` holds"),
        ('\nid = "other"\n\n[[metric]]', '\nid = "cost"\n\n[[metric]]', "family 'cost' stands twice"),
        ("counted = true", "countable = true", "family 'cost': unknown key 'countable'; known are beaten, counted"),
        ("counted = true", "counted = 1", "family 'cost': counted is a number, not true or false"),
    ],
)
def test_a_family_of_ones_own_that_cannot_be_is_refused(tmp_path, old, new, message):
    errors = refused(own_table(tmp_path, "terms/metrics.toml", lambda text: text.replace(old, new, 1)))
    assert any(re.match(r"terms/metrics\.toml:\d+: ", error) and message in error for error in errors), errors


@pytest.mark.parametrize(
    ("name", "aliases", "message"),
    [
        ("Mill 9", '["Mill 9", "Sieve 7"]', "device 'Mill 9': 'Sieve 7' is a name of 'Sieve 7', too; take one out"),
        ("Mill 9", '["Sieve Eight"]', "device 'Mill 9': 'Sieve Eight' is a name of 'Sieve 7', too; take one out"),
        ("Sieve 7", '["Sieve Seven"]', "device 'Sieve 7' stands twice; join the two"),
        ("Mill 9", '["Mill 9", ""]', "device 'Mill 9': aliases holds an empty text"),
        ("", '["Mill 9"]', "device '': name holds an empty text"),
    ],
)
def test_a_device_of_ones_own_that_cannot_be_is_refused_with_its_line(tmp_path, name, aliases, message):
    rows = [
        '{name = "Sieve 7", vendor = "Sieve", kind = "npu", aliases = ["Sieve VII", "Sieve Eight"]},',
        f'{{name = "{name}", vendor = "Mill", kind = "npu", aliases = {aliases}}},',
    ]
    own_table(
        tmp_path,
        "terms/hardware.toml",
        lambda text: text.replace("\ndevice = [\n", "\n".join(["", "device = [", *rows, ""])),
    )
    (error,) = refused(tmp_path)
    at = (tmp_path / "terms" / "hardware.toml").read_text(encoding="utf-8").split("\n")
    assert message in error
    assert int(error.split(":")[1]) == at.index(rows[1]) + 1


@pytest.mark.parametrize("relative", [table for table in TABLES if table.startswith("terms/")])
def test_a_copy_of_a_shipped_table_of_terms_is_accepted(tmp_path, relative):
    assert load_rules(own_table(tmp_path, relative, lambda text: text)).tables == load_rules().tables


def test_the_phases_of_the_rules_are_those_of_the_column(rules):
    assert set(phases_of(rules.table(SCOPE))) == set(SCOPES)


@pytest.mark.parametrize(
    ("old", "new", "phase", "line"),
    [
        ('= "kernel"\n', '= "operator"\n', "operator", 'operator_phase = "operator"'),
        ('\nrun_phases = ["inference", ', '\nrun_phases = ["run", ', "run", 'run_phases = ["run", "training"]'),
        ("\n[weak]\n", '\n[weak]\nwriting = ["write"]\n', "writing", "[weak]"),
        ('\n"inference+prefill" = ["ttft"', '\n"inference+first" = ["ttft"', "first", "[words]"),
    ],
)
def test_a_phase_that_the_column_cannot_hold_is_refused_with_its_line(tmp_path, old, new, phase, line):
    (error,) = refused(own_table(tmp_path, SCOPE, lambda text: text.replace(old, new)))
    assert f"phase {phase!r}: the column `scope` holds" in error
    assert (tmp_path / SCOPE).read_text(encoding="utf-8").splitlines()[int(error.split(":")[1]) - 1] == line


def test_metrics_that_shipped_frames_name_and_a_table_lacks_are_one_error(tmp_path):
    def change(text):
        return re.sub(r'^id = "(latency|throughput)"', r'id = "\1_of_mine"', text, flags=re.MULTILINE)

    (error,) = refused(own_table(tmp_path, "terms/metrics.toml", change))
    assert re.search(r"the shipped frames name \(metric '\w+' is no metric.* copy that", error)


@pytest.mark.parametrize(
    ("old", "new", "line", "message"),
    [
        ("strong =", "stong =", 5, "unknown key 'stong'"),
        ("match = [{title", "match = [{titel", 6, "a match example is a paper, {title = ..., abstract = ...}"),
        ('match = [{title = "Doing less"}]', 'match = ["text"]', 6, "match is a list of text, not a list of a table"),
        ('match = [{title = "Doing less"}]\n', "", 1, "missing 'match'"),
        ("gate = 0", 'gate = "low"', 4, "gate is text, not a number"),
        ('"doing less"', '"doing (less"', 5, "'doing (less'"),
    ],
)
def test_a_broken_technique_is_refused_with_its_line(tmp_path, old, new, line, message):
    assert old in TECHNIQUE
    own_table(tmp_path, "terms/techniques.toml", lambda text: text + TECHNIQUE.replace(old, new, 1))
    first = (rules_root() / "terms" / "techniques.toml").read_text(encoding="utf-8").count("\n") + 1
    with pytest.raises(RuleError) as raised:
        Extractor(load_rules(tmp_path))
    found = str(raised.value).splitlines()
    assert any(one.startswith(f"{tmp_path}/terms/techniques.toml:{first + line}: ") and message in one for one in found)


@pytest.mark.parametrize(("title", "failing"), [("Doing less", 0), ("Cats", 1)])
def test_examples_of_techniques_run(tmp_path, title, failing):
    change = TECHNIQUE.replace('"Doing less"', f'"{title}"')
    count, problems = check_techniques(load_rules(own_table(tmp_path, TECHNIQUES, lambda text: text + change)))
    assert count > 70
    assert [(one.rule, one.kind) for one in problems] == [("doing_less", "match")] * failing


def test_tables_of_another_time_say_all_that_they_lack(tmp_path):
    (tmp_path / "context").mkdir()
    for name, key in (("baseline", "measured_on"), ("model", "becomes")):
        text = (rules_root() / "context" / f"{name}.toml").read_text(encoding="utf-8")
        older = re.sub(rf"^{key} = .*\n", "", text, flags=re.MULTILINE)
        (tmp_path / "context" / f"{name}.toml").write_text(older, encoding="utf-8")
    with pytest.raises(RuleError) as raised:
        Extractor(load_rules(tmp_path))
    errors = str(raised.value).splitlines()
    assert [re.search(r"(\w+)\.toml: no '(\w+)'; copy it", error).groups() for error in errors] == [
        ("baseline", "measured_on"),
        ("model", "becomes"),
    ]


def test_a_map_of_words_may_lack_some(tmp_path):
    (tmp_path / "numbers").mkdir()
    words = (rules_root() / "numbers" / "words.toml").read_text(encoding="utf-8")
    fewer = re.sub(r"^seventeen = .*\n", "", words, flags=re.MULTILINE)
    assert fewer != words
    (tmp_path / "numbers" / "words.toml").write_text(fewer, encoding="utf-8")
    assert not Extractor(load_rules(tmp_path)).find(Paper("x", "", "It is seventeen times faster."))


def test_a_broken_table_is_the_only_error(tmp_path):
    (tmp_path / "terms").mkdir()
    (tmp_path / "terms" / "metrics.toml").write_text("[[metric]\n", encoding="utf-8")
    (error,) = refused(tmp_path)
    assert "metrics.toml" in error
    assert "line 1" in error


def read_by(folder, path):
    load_rules(folder)
    return [(paper.paper_id, paper.title) for paper in read_papers([path], options=ReadOptions(rules=folder))]


def test_columns_of_ones_own_are_read(tmp_path):
    table = tmp_path / "papiere.csv"
    table.write_text("Kennung,Titel,Zusammenfassung\n7,Ein Kern,Er ist 2x schneller.\n", encoding="utf-8")
    names = {"title": "titel", "abstract": "zusammenfassung", "paper_id": "kennung"}

    def change(text):
        for field, name in names.items():
            text = text.replace(f"\n{field} = [", f'\n{field} = ["{name}", ')
        return text

    folder = own_table(tmp_path / "own", "read/columns.toml", change)
    assert read_by(folder, table) == [("7", "Ein Kern")]
    with pytest.raises(InputError, match="no column 'title'"):
        list(read_papers([table]))


def test_a_producer_of_ones_own_is_a_format(tmp_path):
    lines = tmp_path / "satz.jsonl"
    lines.write_text('{"satz": {"t": "A Kernel", "a": "It is 2x faster.", "nr": 7}}\n', encoding="utf-8")
    own = (
        '[[producer]]\nname = "satz"\nexpects = "records"\ntold_by = [["satz.t"]]\ntitle = ["satz.t"]\n'
        'abstract = ["satz.a"]\npaper_id = ["satz.nr"]\nurl = []\npublished = []\nyear = []\nurl_of_id = ""\n'
    )
    for change in (lambda text: f"{text}\n{own}", lambda _: own):  # beside the shipped ones, and alone
        folder = own_table(tmp_path / "own", "read/producers.toml", change)
        assert read_by(folder, lines) == [("7", "A Kernel")]


@pytest.mark.parametrize(
    ("relative", "line", "error"),
    [
        ("read/text.toml", "abstract_most = ", r"read/text\.toml:\d+: no 'abstract_most'; copy it from the shipped"),
        ("read/columns.toml", "year = ", r"read/columns\.toml:\d+: \[columns\] has no 'year'; copy it"),
        ("read/xml.toml", "doi = ", r"read/xml\.toml:\d+: shape .* has no key 'doi'"),
    ],
)
def test_a_table_of_reading_that_lacks_a_key_is_refused(tmp_path, relative, line, error):
    def change(text):
        at = text.index(f"\n{line}")
        return text[:at] + text[text.index("\n", at + 1) :]

    (found,) = refused(own_table(tmp_path, relative, change))
    assert re.match(error, found), found
