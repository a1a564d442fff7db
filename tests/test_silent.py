"""Sentences that must give no claim; those of silent_todo.txt still do, and must leave that file once mended."""

from __future__ import annotations

from pathlib import Path

import pytest

HERE = Path(__file__).parent


def sentences(name):
    lines = (HERE / name).read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


SILENT, TODO = sentences("silent.txt"), sentences("silent_todo.txt")


def found(claims_of, sentence):
    return [f"{claim.rule}: {claim.quote} {claim.metric} {claim.measure}" for claim in claims_of(sentence)]


@pytest.mark.parametrize("sentence", SILENT)
def test_silent(claims_of, sentence):
    assert found(claims_of, sentence) == []


@pytest.mark.parametrize("sentence", [pytest.param(one, marks=pytest.mark.xfail(strict=True)) for one in TODO])
def test_silent_todo(claims_of, sentence):
    assert found(claims_of, sentence) == []


def test_enough_sentences_and_none_twice():
    assert len(SILENT) >= 80
    assert len({*SILENT, *TODO}) == len(SILENT) + len(TODO)
