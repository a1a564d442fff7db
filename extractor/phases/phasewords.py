"""Phases that the text names for a value, by the words of rules/context/scope.toml.

Context stage: the noun phrase of a value, what leads from it, the clause before it and the opening of its sentence.
"""

from __future__ import annotations

from extractor.frames.joins import Chunk
from extractor.owners.places import Place
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Table
from extractor.text.tokens import Sentence, Tokens

_NEAR = 7  # tokens behind a value within which its phase stands
_SHARED = 21  # tokens behind the next value, and one, within which a phase of both stands
_INTRODUCED = 5  # tokens within which the words end that introduce a sentence
_NAMED = 3  # tokens before a phase that its preposition may stand over
_OPENING = 6  # tokens within which a sentence opens with its phase


class PhaseReader:
    """Reads the phases that words name: in a value's noun phrase, behind its prepositions, where a sentence opens."""

    def __init__(self, table: Table) -> None:
        self.strong: dict[str, str] = {word: scope for scope, words in table["words"].items() for word in words}
        self.verbs: dict[str, str] = {word: scope for scope, words in table["verbs"].items() for word in words}
        self._joined: dict[str, str] = {word: scope for scope, words in table["joined"].items() for word in words}
        self._weak: dict[str, str] = {word: scope for scope, words in table["weak"].items() for word in words}
        self._sped: dict[str, str] = {word: scope for scope, words in table["sped"].items() for word in words}
        self._spelt = {tuple(words.split()): scope for scope, all_ in table["spelt"].items() for words in all_}
        self._spelt_first = frozenset(words[0] for words in self._spelt)
        self._paced: dict[str, str] = {word: scope for scope, words in table["paced"].items() for word in words}
        self._everything: str = table["everything"]
        self._parts = frozenset(table["parts"])
        self._others = frozenset(table["others"])
        self._being, self._leading = frozenset(table["being"]), frozenset(table["leading"])
        self._amount: tuple[str, ...] = tuple(table["amount"])
        self._by = frozenset(table["by"])
        self._relative, self._pace = frozenset(table["relative"]), frozenset(table["pace"])
        self._before = frozenset(table["before"])
        self._when, self._aims = frozenset(table["when"]), frozenset(table["aims"])
        self._opens = frozenset(table["opens"])
        self._heads = frozenset(table["heads"])
        self._faster = frozenset(table["faster"])
        self._names_of = frozenset(table["not_before"])
        self._ends, self._turns = frozenset(table["ends"]), frozenset(table["turns"])
        self._joiners = frozenset(table["joiners"])
        self._shares, self._clauses = frozenset(table["shares"]), frozenset(table["clauses"])
        self._articles = frozenset(table["articles"])
        self._speedups = frozenset(table["speedups"])

    def said(
        self,
        tokens: Tokens,
        sentence: Sentence,
        place: Place,
        reading: Reading,
        chunks: list[Chunk],
    ) -> list[str]:
        """The phases that the text names: in the phrase, behind it, before it, or where the sentence opens."""
        first, last, before, after = place
        named = chunks[reading.metric_at]
        start, end = max(chunks[reading.start].start, before), max(last, min(chunks[reading.end - 1].end, after))
        if named.start < first:
            own = self._behind(tokens, last, min(after, sentence.last))
            if own:
                return own
        if named.start >= last:  # "3x training speed, 7x inference speed": the first phase is of the value before
            parted = self._ends | self._joiners  # "40% of the memory in training and 30% of the inference time"
            start = max([start, *(at + 1 for at in range(start, first) if tokens.lower[at] in parted)])
        spots = [*range(self._modifiers(tokens, start, before), end)]  # "40 fine-tuning steps", too
        if named.end <= before:
            spots += range(self._modifiers(tokens, named.start, sentence.first), named.end)
        found = [s for at in spots if (s := self._at(tokens, at, sentence.last))]
        found = (
            found or self._behind(tokens, end, min(after, sentence.last)) or self._shared(tokens, after, sentence.last)
        )
        paced = reading.metric in self._pace
        found = found or self._ahead(tokens, sentence, first, before, paced=paced)
        whole = self._at(tokens, end, sentence.last) if end < sentence.last else ""
        if found and whole == self._everything and whole not in found:
            return [*found, whole]  # "inference is 3x faster end to end"
        found = found or self._opening(tokens, sentence, first, before)
        return found or [*filter(None, [self._led_in(tokens, sentence, last, after)])]

    def _modifiers(self, tokens: Tokens, start: int, before: int) -> int:
        """Where the words directly before a phrase begin that are phases: "training and inference" latency."""
        while start - 1 >= before:
            joined = start - 2 >= before and tokens.lower[start - 1] in self._joiners
            if joined and tokens.lower[start] not in self.strong:
                break
            if tokens.lower[start - 1 - joined] not in self.strong:
                break
            start -= 1 + joined
        return start

    def _behind(self, tokens: Tokens, start: int, stop: int) -> list[str]:
        """Phases behind a value: at once, led by a preposition, or joined to another phase."""
        found: list[str] = []
        leads = self._before
        start = tokens.past(start, self._articles, stop)
        for index in range(start, stop):
            word = tokens.lower[index]
            scope = self._at(tokens, index, stop)
            aimed = index == start + 1 and tokens.lower[start] in self._aims  # "2x faster to train"
            done = word in self.verbs and tokens.lower[index - 1] in self._relative  # "0.1% of them are fine-tuned"
            if word in self.verbs and (aimed or done or (not scope and self._lead(tokens, index) in self._when)):
                scope = self.verbs[word]
            joined = bool(found) and tokens.lower[index - 1] in self._joiners
            if scope and (index == start or aimed or done or joined or self._led(tokens, index, start, leads)):
                found.append(scope)
            elif self._is_anothers(tokens, index) or (not found and self._turns_clause(tokens, index, stop)):
                break
            elif word in self._turns or index - start > _NEAR:
                leads = self._opens
        return found

    def _is_anothers(self, tokens: Tokens, at: int) -> bool:
        """Whether no phase behind a word is that of the value: "than those seen in training"."""
        word = tokens.lower[at]  # "savings are seen in training" is about the value itself
        return word in self._ends or (word in self._others and tokens.before(at) not in self._being)

    def _shared(self, tokens: Tokens, after: int, stop: int) -> list[str]:
        """The phase behind the next value, where it holds for both ("55% TFLOPs and 53% storage during inference")."""
        joint = tokens.back(after, self._by, 1)  # "by 35% on A and by 15% on B during inference"
        if after >= stop or tokens.before(joint) not in self._joiners:
            return []
        for index in range(after + 1, min(stop, after + _SHARED)):
            if tokens.lower[index] in self._ends:
                break
            if tokens.lower[index] in self.strong and self._lead(tokens, index) in self._shares:
                return [self.strong[tokens.lower[index]]]
        return []

    def _ahead(self, tokens: Tokens, sentence: Sentence, first: int, before: int, *, paced: bool) -> list[str]:
        """The phase that the clause before a value is about ("accelerates training by", "we train it 1.8x faster").

        `paced`: the value is of a speed, for which more verbs do ("it learns 2x faster").
        """
        least = max(before, sentence.first)
        if tokens.spells(first - 2, self._amount):  # "trains faster than FooNet, by 50%"
            first -= 2
        for index in range(first - 1, least - 1, -1):
            if tokens.lower[index] in self._ends or tokens.lower[index] in self._joiners:
                return []
            scope = self._at(tokens, index, sentence.last) or self._verb(tokens, index)
            paced = paced and tokens.lower[index] not in self._relative  # "learns a model that is 2x faster"
            scope = scope or (self._paced.get(tokens.lower[index], "") if paced else "")
            if paced and index == first - 1:  # "runs attention 2x faster"
                scope = scope or self._weak.get(tokens.lower[index], "")
            if scope:
                joined = index > 1 and tokens.lower[index - 1] in self._joiners
                earlier = joined and (self._at(tokens, index - 2, sentence.last) or self._beside(tokens, index - 2))
                ahead = [tokens.lower[at] for at in range(self._modifiers(tokens, index, least), index)]
                more = [self.strong[word] for word in ahead if word in self.strong]  # "end-to-end inference"
                return [*more, scope] if more else [earlier, scope] if earlier else [scope]
        return []

    def clause(self, tokens: Tokens, first: int, before: int) -> list[str]:
        """The one phase whose speed an earlier clause is about: "improves decoding speed, achieving a 2x boost"."""
        found = {
            scope.split("+")[0]  # "lower first-token latency and higher throughput": in inference, too
            for at in range(before, first - 1)
            if (scope := self.strong.get(tokens.lower[at], "")) and tokens.lower[at + 1] in self._heads
        }
        return [*found] if len(found) == 1 else []

    def _verb(self, tokens: Tokens, at: int) -> str:
        """The phase that a verb is about, or nothing; "fine-tuned models" has none."""
        return "" if tokens.lower[at + 1] in self._names_of else self.verbs.get(tokens.lower[at], "")

    def _beside(self, tokens: Tokens, at: int) -> str:
        """The phase of a verb that stands beside another: "encodes and decodes a frame in 12 and 9 ms"."""
        return self._joined.get(tokens.lower[at], "") or self._verb(tokens, at)

    def _opening(self, tokens: Tokens, sentence: Sentence, first: int, before: int) -> list[str]:
        """The phase a sentence or its last part opens with: "During inference, ...", "and for decoding, ..."."""
        clauses = [at + 1 for at in range(before, first - 1) if self._turns_clause(tokens, at, first)]
        clauses += [at + 1 for at in range(before, first - 1) if tokens.words[at] == ";"]
        opening = tokens.words[sentence.first : min(sentence.first + _INTRODUCED, first)]
        told = [sentence.first + opening.index(",") + 1] if "," in opening else []  # "For instance, when training ..."
        told += [at + 1 for at in range(max(before, sentence.first), first - 1) if self._is_part(tokens, at, first)]
        for start in (*clauses[-1:], sentence.first, *told):
            verbal = tokens.lower[start] in self._when
            if tokens.lower[start] not in self._opens and not verbal:
                if self._alone(tokens, start, first):
                    return [self._everything]
                if start == sentence.first and (found := self._subjects(tokens, start, first)):
                    return found
                continue
            reach = 2 if verbal else _OPENING  # "When training ResNet-50, ..."
            for index in range(start + 1, min(first, start + reach)):
                if tokens.lower[index] in self._ends:
                    break
                scope = self._at(tokens, index, sentence.last) or (self._verb(tokens, index) if verbal else "")
                if scope:
                    later = tokens.lower[index + 1] in self._joiners and self._at(tokens, index + 2, sentence.last)
                    return [scope, later] if later else [scope]
        return []

    def _is_part(self, tokens: Tokens, at: int, stop: int) -> bool:
        """Whether the main clause opens behind a token, with a phrase of its own: "We find that in training, it is"."""
        if tokens.lower[at] not in self._parts:
            return False
        opening = tokens.lower[at + 1] in self._opens or tokens.lower[at + 1] in self._when
        led = opening and "," in tokens.words[at + 2 : min(at + 2 + _OPENING, stop)]
        return led or self._alone(tokens, at + 1, stop)

    def _alone(self, tokens: Tokens, at: int, stop: int) -> bool:
        """Whether a part of a sentence opens with nothing but how much of a system runs: "End to end, it is"."""
        if self._at(tokens, at, stop) != self._everything:
            return False
        length = next((len(words) for words in self._spelt if tokens.spells(at, words, stop)), 1)
        return at + length < stop and tokens.words[at + length] == ","

    def _subjects(self, tokens: Tokens, at: int, stop: int) -> list[str]:
        """The phases that a clause is about, one or two: "Encoding and decoding take 30 ms and 50 ms"."""
        at += tokens.lower[at] in self._articles
        joined = at + 2 < stop and tokens.lower[at + 1] in self._joiners
        first = self.strong.get(tokens.lower[at], "") if joined else ""
        scope = self._subject(tokens, at + 2 if first else at, stop)
        return [*filter(None, [first, scope])] if scope else []

    def _subject(self, tokens: Tokens, at: int, stop: int) -> str:
        """The phase that a clause is about: "Inference gets cheaper, with a saving of 27%"."""
        at += tokens.lower[at] in self._articles
        about = at + 1 < stop and tokens.lower[at + 1] in self._being
        return self.strong.get(tokens.lower[at], "") if about else ""

    def _led_in(self, tokens: Tokens, sentence: Sentence, last: int, after: int) -> str:
        """The phase that a sentence is about which a value leads in: "With 3 GFLOPs, inference runs at 39 fps"."""
        if tokens.lower[sentence.first] not in self._leading:
            return ""
        comma = next((at for at in range(last, after) if tokens.words[at] == ","), after)
        return self._subject(tokens, comma + 1, sentence.last) if comma + 1 < after else ""

    def _turns_clause(self, tokens: Tokens, at: int, stop: int) -> bool:
        """Whether a new part of the sentence begins behind a token: "and for end-to-end execution, ..."."""
        opening = at + 1 < stop and tokens.lower[at] in self._joiners and tokens.lower[at + 1] in self._opens
        return opening and "," in tokens.words[at + 2 : at + 2 + _OPENING]

    def _led(self, tokens: Tokens, at: int, start: int, leads: frozenset[str]) -> bool:
        """Whether a preposition leads to a phase, names before it left out: "faster on FooNet training"."""
        if self._lead(tokens, at) in leads:
            return True
        for index in range(at - 1, max(start, at - _NAMED) - 1, -1):
            if tokens.lower[index] in leads:
                return tokens.lower[at] in self.strong
            if tokens.words[index] == tokens.lower[index] and not tokens.words[index][0].isdigit():
                return False
        return False

    def _lead(self, tokens: Tokens, at: int) -> str:
        """The word before a token, articles left out."""
        return tokens.before(tokens.back(at, self._articles, 1))

    def _at(self, tokens: Tokens, at: int, last: int) -> str:
        """The phase a token names, or nothing where the word is part of something else."""
        word = tokens.lower[at]
        behind = tokens.lower[at + 1] if at + 1 < last else ""
        if word in self.strong:
            scope = self.strong[word]
            whole = scope == self._everything and at + 2 < last and tokens.lower[at + 2] in self.strong
            return "" if behind in self._names_of and not whole else scope  # but "end-to-end LLM inference"
        if word in self._spelt_first:
            return next((scope for words, scope in self._spelt.items() if tokens.spells(at, words, last)), "")
        lead = self._lead(tokens, at)
        led = (lead in self._opens or lead in self._when) and (not behind.isalpha() or behind in self._turns)
        if word not in self._weak:
            return self._sped.get(word, "") if behind in self._speedups else ""
        joined = at > 1 and tokens.lower[at - 1] in self._joiners and tokens.lower[at - 2] in self.strong
        plain = led or joined or behind in self._heads or tokens.before(at) in self._faster
        plain = plain or (behind in self._being and self._is_subject(tokens, at))
        return self._weak[word] if plain else ""

    def _is_subject(self, tokens: Tokens, at: int) -> bool:
        """Whether a clause opens with a word: "learning is 3x faster", but "active learning is"."""
        before = tokens.before(at - (tokens.before(at) in self._articles))
        return before in self._ends or before in self._clauses or not before[:1].isalnum()
