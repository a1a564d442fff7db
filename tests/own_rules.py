"""What tests of rules of one's own share: folders of them, made by hand, and what is said of those refused."""

from __future__ import annotations

import pytest

from extractor.rulefiles.rules import RuleError, load_rules, rules_root

GOOD = """\
id = "mine"
summary = "A wording."
why = "A reason."
priority = 99
patterns = [["Q", "brighter"]]
measure = "difference"
metric = "speed"
direction = "up"
[[match]]
text = "It is 3x brighter."
claims = [{quote = "3x", metric = "speed", value = 3}]
[[no_match]]
text = "It is brighter."
"""


def folder_of(tmp_path, **files):
    (tmp_path / "frames").mkdir()
    for stem, text in files.items():
        (tmp_path / "frames" / f"{stem.replace('_', '-')}.toml").write_text(text, encoding="utf-8")
    return tmp_path


def refused(folder):
    with pytest.raises(RuleError) as caught:
        load_rules(folder)
    return str(caught.value).replace(f"{folder}/", "").splitlines()


def own_table(folder, relative, change):
    """A folder with one table of its own: the shipped one, changed."""
    path = folder / relative
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(change((rules_root() / relative).read_text(encoding="utf-8")), encoding="utf-8")
    return folder
