"""Rivals: the name of what something is compared with, as the noun phrase at a token."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.frames.listing import MARKS, ListReader, named
from extractor.rivals.ends import (
    LONGEST,
    NO_NAMES,
    NameEnds,
    NoNames,
    inside_word,
    is_amount,
    is_initials,
    is_order,
    is_short,
    text_of,
)
from extractor.rivals.starts import NameStarts
from extractor.rivals.which import Which
from extractor.rulefiles.rules import Rules
from extractor.terms.spellings import unowned
from extractor.text.tokens import Tokens

_SIZE = 5  # tokens from a number to the comparative behind it
_REMARK = 8  # tokens of a remark in brackets
_ASIDE = 6  # tokens between a name and "such as"


class RivalReader:
    """Reads names by rules/context/baseline.toml."""

    def __init__(self, rules: Rules) -> None:
        context = rules.folder("context")
        table = context["baseline"]
        self._stop = frozenset(table["stop"])
        self._rivals = frozenset(context["owner"]["baseline"])
        self._larger = frozenset(table["larger"])
        self._dimensions = frozenset(table["dimensions"])
        self._verbs = frozenset(context["subject"]["verbs"])
        self._leads_on = frozenset(table["leads_on"])
        self._led_on = frozenset(table["led_on"])
        self._joiners = frozenset(table["joiners"])
        self.begin = NameStarts(rules)
        self._empty = frozenset(table["empty"])
        self._kept = frozenset(table["kept"])
        self._measures = frozenset(table["measures"])
        self._lone, self._plain = list(table["wholes"]), frozenset(table["plain"])
        self._tests = frozenset(table["tests"])
        self._instance, self._tell = frozenset(table["instances"]), frozenset(table["instances_that"])
        self._wholes = frozenset(table["wholes"])
        self._lists = ListReader(rules)
        self._names = NameEnds(rules, self._lists)
        self._which = Which(rules, self.begin, self._names)
        self.in_record = self._names.in_record
        self._several = frozenset(table["nouns"])
        self._lacking, self._stands_for = frozenset(table["lacking"]), frozenset(table["stands_for"])
        self._processes = frozenset(table["processes"])
        self._processed = frozenset([*table["going_on"], *table["leads_on"], *table["changed"]])
        self._nouns = frozenset([*context["system"]["nouns"], *table["nouns"]])
        self._heads = self._nouns | frozenset(table["single"])
        self._lone_heads = (self._heads - self._rivals) | frozenset(table["ones"]) | self._nouns
        self._going = frozenset(table["going_on"])
        self._qualifies = frozenset(table["others"])
        self._counts = frozenset(table["counts"])
        self._records = tuple(table["records"])
        self._openings = self._rivals.union(phrase.partition(" ")[0] for phrase in self._records)
        self._former = frozenset(table["former"])
        self._weighs, self._weighed_with = frozenset(table["weighs"]), frozenset(table["weighed_with"])
        self._given = frozenset(table["given"])
        self._links = frozenset(table["links"])
        self._away = frozenset(table["away"])
        self._data = frozenset(context["dataset"]["nouns"])
        self._skipped = frozenset(table["drop"]) - frozenset(table["fillers"]) - frozenset(table["of"])
        wins = (entry for entry in rules.table("terms/words.toml")["class"] if entry["name"] == "OUT")
        self._beats = frozenset([*context["owner"]["bounding"], *(word for entry in wins for word in entry["words"])])
        self._tried = frozenset(context["dataset"]["tried"])
        self._articles = frozenset(table["articles"]) - frozenset(table["ours"])
        self._of = frozenset(table["of"])
        self._possessive = tuple(table["possessive"])
        self._by = frozenset(table["changed"])
        self._shared_out = frozenset(table["shared_out"])

    def name(self, tokens: Tokens, at: int, last: int, none: NoNames = NO_NAMES) -> str:
        """The noun phrase at a token, as written and short; empty where there is none."""
        if told := self._instances(tokens, at, last):
            return told
        first, at = at, self.begin(tokens, at, last)
        if at < last and tokens.lower[at] in self._lacking:
            return self._without(tokens, at, last)
        if at < last and tokens.lower[at] in self._joiners:
            return ""  # "comparable to or better than X"
        if self._is_training(tokens, first, at, last):
            return text_of(tokens, first, at + 1)
        if at >= last or is_amount(tokens.lower[at]) or at in none.data:
            return self._sized(tokens, at, last, none)
        sentence_end = last
        last = next((i for i in range(at + 1, min(last, at + LONGEST)) if i in none.amounts), last)
        whole = self._names.end(tokens, at, last)
        end = self._names.trimmed(tokens, at, whole, none)
        if end == at:
            return self._owner(tokens, at, last, none)
        behind = self._behind(tokens, at, end, last, none)
        if behind is None:
            behind = self._part(tokens, at, end, whole, last, none)
        if behind is None:
            behind = self._listed(tokens, end, last) or self._written(tokens, at, end, last, sentence_end, none)
        return behind

    def _instances(self, tokens: Tokens, at: int, last: int) -> str:
        """What a clause alone tells: "than those that do not use it", "to the cases when it is not used"."""
        at = tokens.past(at, self._articles, last)
        if at + 2 >= last or tokens.lower[at] not in self._instance or tokens.lower[at + 1] not in self._tell:
            return ""
        name = self._which(tokens, at, at + 1, last)
        return "" if any(word[0].isdigit() for word in name.split()) else name

    def _is_training(self, tokens: Tokens, first: int, at: int, last: int) -> bool:
        """Whether what stands for instances is told by a process alone: "larger than those seen during training"."""
        told = first + 1 < at < last and tokens.lower[first] in self._stands_for and tokens.lower[at] in self._processes
        return told and (at + 1 == last or tokens.lower[at + 1] in self._stop)

    def _part(self, tokens: Tokens, at: int, end: int, whole: int, last: int, none: NoNames) -> str | None:
        """The name where words [at, end) are less or more than it: "REPA's best FID"; None where they are it."""
        words, behind = tokens.lower[at:end], tokens.lower[end : end + 1]
        if words == self._lone and self._going.intersection(behind):
            lone = self._which(tokens, at, end, last)  # "a model trained from scratch"
            valued = any(word[0].isdigit() and word.lower() not in self._dimensions for word in lone.split())
            cut = lone.rpartition(" ")[2].lower() in self._articles  # "the model with a 2x speedup"
            return "" if valued or cut else lone
        owner = next((i for i in range(at, end) if tokens.lower[i].endswith(self._possessive)), end)
        if end < whole and owner < end:
            told = max((i for i in range(owner + 1, end) if named(tokens.words[i])), default=owner)
            return unowned(text_of(tokens, at, told + 1), self._possessive)
        of = tokens.past_bracket(end, min(last, end + _REMARK))  # "the quality (as told by FID) of X"
        owned = self._of.intersection(tokens.lower[of : of + 1])
        if owned and len(words) > 1 and (words[-1] in self._kept or end - 1 in none.metrics):
            return self.name(tokens, of + 1, last, none) or None  # "the best inference accuracy of X"
        whole_one = len(words) > 1 and words[-1] in self._wholes  # "the original model"
        if not whole_one and all(word in self._measures for word in words):
            return self._owner(tokens, at, last, none)
        given = words[-1] in self._given
        made = "".join(behind) not in self._stop and self._by.intersection(tokens.lower[end + 1 : end + 2])
        if given or (made and self._given.intersection(behind)):
            told = end if given else end + 1
            by = self._by.intersection(tokens.lower[told : told + 1])
            maker = self.name(tokens, told + 1, last, none) if by else ""
            stop = told - 1 - is_order(tokens.words[told - 2])
            own = text_of(tokens, at, stop) if stop > at else ""
            own = "" if own in self._empty else own  # "than previously reported"
            return own if named(own) else maker or own  # "the FooNet compiler provided by BarWare"
        return None

    def _written(self, tokens: Tokens, at: int, end: int, last: int, sentence_end: int, none: NoNames) -> str:
        """The words [at, end) as a name, with what tells which one of its kind is meant."""
        words, behind = tokens.lower[at:end], tokens.lower[end : end + 1]
        lone = end - at == 1 and words[0] in self._lone_heads
        if lone and self._going.intersection(behind) and not self._which.gains(tokens, end, last):
            return self._which(tokens, at, end, sentence_end)
        if len(words) == 1 and words[0] in self._plain and tokens.lower[at - 1] in self._qualifies:
            return text_of(tokens, at - 1, end)  # "other methods"
        if which := self._which.plainly(tokens, at, end, last, none):
            return which
        if lone and behind and behind[0] not in self._stop and self._names.goes_on(words[0], behind[0]):
            return self._which(tokens, at, end, sentence_end)  # "methods relying on graphs"
        tested = words[-1] in self._tests and self._former.isdisjoint(words)
        told = tested and (self._beaten(tokens, at, words[-1]) or self._is_set_against(tokens, at, end))
        if not told and (tested or " ".join(words) in self._empty):
            return ""
        return self._apposed(tokens, at, end, last, sentence_end, none) or self._with_asides(tokens, at, end)

    def _with_asides(self, tokens: Tokens, at: int, end: int) -> str:
        """The words of a name as written, but for the short form of a record: "state-of-the-art (SOTA) methods"."""
        bracket = next((i for i in range(at, end - 2) if tokens.words[i] == "("), None)
        if bracket is None or tokens.lower[bracket + 1] not in self._records:
            return text_of(tokens, at, end)
        return f"{text_of(tokens, at, bracket)} {self._with_asides(tokens, bracket + 3, end)}"

    def _beaten(self, tokens: Tokens, at: int, noun: str) -> bool:
        """Whether a data set at a token is what a verb of winning or "than" leads to: "10x larger than X dataset"."""
        led = tokens.before(tokens.back(at, self._skipped, 1))
        return noun in self._data and led in self._beats

    def _is_set_against(self, tokens: Tokens, at: int, end: int) -> bool:
        """Whether trials, or data sets, are what a value is set against: "compared to the unaided trials"."""
        behind = tokens.back(at, self._articles, 2)
        told = end - at > 1 or tokens.lower[at] in self._data  # "compared to benchmarks"
        return told and tokens.before(behind) in self._weighed_with and tokens.before(behind - 1) in self._weighs

    def _behind(self, tokens: Tokens, at: int, end: int, last: int, none: NoNames) -> str | None:
        """The name that words [at, end) lead to, or that goes on behind them; None where they may be one."""
        words, next_word = tokens.lower[at:end], tokens.lower[end] if end < last else ""
        if end + 1 < last and next_word in self._leads_on and self._led_on.issuperset(words):
            return self.name(tokens, end + 1, last, none)  # "relying on X", "exclusively using X"
        if words[-1] in self._counts and next_word in self._of:
            return self.name(tokens, end + 1, last, none)  # "a number of recent methods"
        if end - at == 1 and words[0] in self._processes and next_word in self._processed:
            stop = self._which.phrase(tokens, end, last)
            return text_of(tokens, at, stop) if stop else ""  # "training on all data"
        return None

    def is_known(self, name: str) -> bool:
        """Whether a word of a name tells that it is a competitor's: "a strong baseline", "existing detectors"."""
        return not self._rivals.isdisjoint(name.lower().split())

    def may_be_known(self, words: Sequence[str]) -> bool:
        """Whether a known name, or a record, can be among words (lower case): asked before one is read."""
        return not self._openings.isdisjoint(words)

    def is_any(self, name: str) -> bool:
        """Whether a name is a lone noun of a system that may as well be the paper's own: "the model's accuracy"."""
        return name.islower() and name in self._nouns and name not in self._rivals

    def is_named(self, name: str) -> bool:
        """Whether a name is one of a system, or looks like a name."""
        last = name.rpartition(" ")[2]
        return bool(name) and (self.is_rival(name) or named(last) or last.lower() in self._heads)

    def tells_system(self, name: str) -> bool:
        """Whether a name of several words ends in a noun of a system: "a strong baseline", not "best results"."""
        return " " in name and name.rpartition(" ")[2].lower() in self._heads

    def is_record(self, name: str) -> bool:
        """Whether a name tells of the best there is: "state-of-the-art planners"."""
        return any(phrase in name.lower() for phrase in self._records)

    def is_rival(self, name: str) -> bool:
        """Whether a name tells that it is one of a system: "the previous best", "a 2-layer network"."""
        words = name.lower().split()
        told = words[-1] in self._nouns or (len(words) > 1 and words[0] in self._several)  # "systems made with X"
        return self.is_record(name) or told or not self._rivals.isdisjoint(words)

    def _sized(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """A system whose description opens with a number: "a 12-layer network", "10x larger models"."""
        if at + 1 < last and tokens.words[at].isdigit() and not tokens.glued(at + 1):  # "8 competing methods"
            name = self.name(tokens, at + 1, last, none)
            told = self.is_known(name) or self.is_record(name)
            if name and (told or name.rpartition(" ")[2] in self._several):
                return f"{tokens.words[at]} {name}"
            if tokens.lower[at + 1] in self._several and self._qualifies.intersection(tokens.lower[at - 1 : at]):
                return text_of(tokens, at - 1, at + 2)  # "the other 17 methods"
        behind = range(at + 1, min(at + _SIZE, last - 1))
        start = next((i + 1 for i in behind if tokens.lower[i] in self._larger), last)
        if at < last and named(tokens.words[at]) and not tokens.words[at].isdigit():
            return self._of_data(tokens, at, last, none)
        if start == last and (sized := self._of_size(tokens, at, last, none)):
            return sized
        part = ""
        if start == last > at and (inside_word(tokens, at) or _is_grid(tokens, at)):
            start, part = at + 3, text_of(tokens, at, at + 3) + " "
        elif start < last and tokens.words[start] == ",":
            start += 1
        if start >= last or is_amount(tokens.lower[start]):
            return ""
        name = self.name(tokens, start, last, none)
        plain = part and at not in none.data  # "32-bit representations"
        system = name and (plain or self.is_rival(name) or named(name.rpartition(" ")[2]))
        return part + name if system else ""

    def _of_size(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """A system told by its size or a share: "a 7B dense model", "the 90% sparse network"."""
        sized = at in none.data and at - 1 not in none.data and tokens.words[at][0].isdigit()
        end = next((i for i in range(at, last) if i not in none.data), last) if sized else last
        if end == last or (tokens.words[at].isdigit() and end == at + 1):
            return ""
        name = self.name(tokens, end, last, none)
        told = name.startswith(tokens.words[end]) and name.rpartition(" ")[2] in self._nouns
        return f"{text_of(tokens, at, end)} {name}" if told and tokens.lower[end] not in self._lacking else ""

    def _of_data(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """A system that is told by a data set: "the FooSet baseline model"."""
        end = self._names.end(tokens, at, last)
        if end <= at + 1 or end - 1 in none.data or tokens.lower[end - 1] in self._data:
            return ""
        name = text_of(tokens, at, end)
        return name if self.is_rival(name) else ""

    def _without(self, tokens: Tokens, at: int, last: int) -> str:
        """What is compared with by what it lacks: "faster than without prior knowledge"."""
        start = self.begin(tokens, at + 1, last)
        end = self._names.end(tokens, start, last)
        return text_of(tokens, at, end) if end > start else ""

    def _owner(self, tokens: Tokens, at: int, last: int, none: NoNames) -> str:
        """Whose measure it is: "surpasses the performance of the baseline models", "28% of the memory used by X"."""
        while at < last and (tokens.lower[at] in self._measures or at in none.metrics):
            at += 1
        if at < last and tokens.lower[at] in self._lacking:
            return self._without(tokens, at, last)  # "than the results without masks"
        owner = at
        while owner < last and (tokens.lower[owner] in self._links or tokens.lower[owner] in self._away):
            owner += 1
        name = self.name(tokens, owner, last, none) if owner > at else ""
        return "" if name and tokens.lower[owner - 1] in self._away and not self.is_named(name) else name

    def _apposed(self, tokens: Tokens, start: int, at: int, last: int, sentence_end: int, none: NoNames) -> str:
        """The name that a description is followed by, or with its short form: "the previous accelerator, GOBO, by"."""
        if at + 2 >= last or not named(tokens.words[at + 1]) or is_amount(tokens.lower[at + 1]):
            return ""
        end = at + 1
        if tokens.words[at] == "(" and tokens.words[at + 2] == ")" and is_short(tokens, at):
            told = is_initials(tokens, at) and tokens.lower[at + 1] not in self._records
            return text_of(tokens, start, at + 3) if told else ""
        if named(tokens.words[at - 1]):
            return ""
        if tokens.words[at] == "(":
            while end < min(last, at + _ASIDE) and named(tokens.words[end]):
                end += 1
            told = tokens.words[end : end + 1] == [")"]
            return text_of(tokens, at + 1, end) if told else ""  # "the second-best model (S3Net)", "(Foo Bar v4.0)"
        if tokens.words[at] != "," or at + 1 in none.own:
            return ""
        while end < min(last, at + _ASIDE) and not self._names.ends(tokens, end, last):
            end += 1
        lone = tokens.lower[at - 1] in self._several and self._joiners.isdisjoint(tokens.lower[at + 1 : end])
        if lone and tokens.words[end : end + 1] == [","] and self._by.isdisjoint(tokens.lower[end + 1 : end + 2]):
            return ""  # "compared to prior planners, FooNet, which is small,": what the main clause speaks of
        behind = tokens.past_bracket(end, min(sentence_end, end + _ASIDE))  # "the previous model, FooNet (7B), by"
        closed = tokens.words[behind : behind + 1] in ([","], ["."])
        return text_of(tokens, at + 1, end) if end > at + 1 and closed else ""

    def parallel(self, tokens: Tokens, at: int, last: int) -> tuple[str, ...]:
        """The names of a list that is shared out over the values; without "respectively" all look like names."""
        names: list[str] = []
        joiner = ""
        begin = start = at = self.begin(tokens, self._lists.examples_at(tokens, at, last), last)
        while at < min(last, start + 3 * LONGEST):
            word = tokens.lower[at]
            if is_amount(word) and not named(tokens.words[at - 1]):
                return ()
            if word in self._verbs and at == start > begin:
                return ()  # "A, and surpasses"
            if word in self._joiners or word in self._shared_out or word in self._stop:
                if at > start and not (joiner == "," and word in self._stop and word not in self._joiners):
                    names.append(text_of(tokens, start, at))
                start = self.begin(tokens, at + 1, last)
                if word in self._shared_out:
                    return tuple(names)
                if word not in self._joiners:
                    break
                joiner = word  # what stands behind a comma alone begins a clause: "compared to A and B, C clearly wins"
            at += 1
        if self._shared_out.intersection(tokens.lower[at : min(last, at + 2 * LONGEST)]):
            return tuple(names)
        told = not any(map(str.islower, names)) and not self._spreads(tokens, at, last)
        return tuple(names) if told else ()

    def _spreads(self, tokens: Tokens, at: int, last: int) -> bool:
        """Whether a list of what was tried follows, which may have the values instead: "over A and B on X and Y"."""
        tried = next((on for on in range(at, last) if tokens.lower[on] in self._tried), last)
        end = next((end for end in range(tried, last) if tokens.words[end] in MARKS), last)
        return not self._joiners.isdisjoint(tokens.lower[tried:end])

    def _listed(self, tokens: Tokens, at: int, last: int) -> str:
        """The names behind "including", "such as": "mainstream planners, including A, B and C"."""
        for begin in range(at + (tokens.words[at : at + 1] == [","]), min(at + _ASIDE, last)):
            start = self._lists.past_lead(tokens, begin)
            if begin < start < last and named(tokens.words[start]):
                end = start
                while end < min(last, start + 2 * LONGEST) and not self._names.ends(tokens, end, last):
                    end += 1
                return text_of(tokens, start, end) if end > start else ""
            if tokens.words[begin] in MARKS or tokens.lower[begin] in self._tried:
                break  # "over the baselines on benchmarks such as A"
        return ""


def _is_grid(tokens: Tokens, at: int) -> bool:
    """Whether a size such as "3x3" stands at a token."""
    numbers = [word.isdigit() for word in tokens.words[at : at + 3]] == [True, False, True]
    return numbers and tokens.glued(at + 1) and tokens.glued(at + 2)
