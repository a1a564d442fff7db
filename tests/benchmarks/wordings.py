"""The same claim in other words: how often any field of a claim changes when a sentence is put otherwise.

    python tests/benchmarks/wordings.py papers.parquet [--papers 24000 --seed 7 --show 20]

In each sentence drawn that holds a claim, a word is replaced by another of its class ("achieves" by "attains"), or a
phrase is moved ("Compared to FooNet, it is 3x faster"). The claims of the whole abstract must come out the same; where
the word itself stands in a field ("existing methods"), the field must follow. What is printed is how many do not.
Some differences are right: authors choose between these words for a reason, and what opens a sentence also tells what
the next ones compare with. So the figure is for comparing two states of the rules, and the sentences are for reading.
"""

from __future__ import annotations

import random
import re
from collections import Counter
from collections.abc import Iterator

from drawn import abstracts, arguments, claims_in

from extractor.records import Claim
from extractor.rulefiles.rules import load_rules
from extractor.run.extract import Extractor

CLASSES = (
    ("achieves", "attains", "reaches", "obtains", "delivers"),
    ("achieves", "can achieve", "is able to achieve", "manages to achieve", "has achieved"),
    ("achieve", "attain", "reach", "obtain"),
    ("achieving", "attaining", "reaching", "obtaining", "delivering"),
    ("reduces", "cuts", "lowers", "decreases"),
    ("reduces", "can reduce", "is able to reduce", "has reduced"),
    ("reducing", "cutting", "lowering", "decreasing"),
    ("improves", "boosts", "enhances"),
    ("improves", "can improve", "is able to improve", "has improved"),
    ("improving", "boosting", "enhancing"),
    ("outperforms", "surpasses", "exceeds", "beats"),
    ("outperforming", "surpassing", "beating"),
    ("compared to", "compared with", "relative to", "in comparison to", "when compared to"),
    ("maintaining", "preserving", "keeping", "retaining"),
    ("requires", "needs", "uses"),
    ("previous", "prior", "existing", "earlier", "current", "contemporary"),
    ("method", "approach", "framework", "technique", "algorithm", "scheme"),
    ("methods", "approaches", "frameworks", "techniques", "algorithms", "schemes"),
    ("Experiments show that", "Results show that", "We find that", "Extensive evaluations reveal that"),
    ("about", "approximately", "around", "roughly"),
    ("while", "whilst"),
    ("while", "whereas"),
    ("faster", "quicker"),
    ("only", "just", "merely"),
    ("frames per second", "FPS", "fps"),
    ("memory footprint", "memory usage", "memory consumption"),
    ("computational cost", "computation cost", "computational overhead"),
    ("improvement of", "gain of"),
    ("speedup", "speed-up", "acceleration"),
    ("provides", "offers", "gives", "yields"),
    ("leads to", "results in", "gives rise to"),
    ("leading to", "resulting in"),
)
# What each pattern finds at the end of a sentence, and how the sentence begins with it instead.
MOVES = (
    re.compile(r"(?P<rest>[^;]*\d[^;]*?),? (?P<moved>compared (?:to|with) [^,;:()\d]{2,70})\."),
    re.compile(r"(?P<rest>[^;]*\d[^;]*?),? (?P<moved>on (?:the )?[A-Z][\w -]{2,40} (?:dataset|benchmark))\."),
    re.compile(r"(?P<rest>[^;]*\d[^;]*?),? (?P<moved>while (?:maintaining|being|using|requiring) [^;]*)\."),
)
# First words of a sentence that keep their meaning behind a phrase.
PLAIN = frozenset(["We", "Our", "The", "It", "This", "These", "A", "Experiments", "Results"])
FIELDS = (
    *("metric", "measure", "direction", "effect", "value_low", "value_high", "value_before", "unit", "bound", "by"),
    *("subject", "baseline", "datasets", "models", "hardware", "scope"),
)


def main() -> None:
    """Put the sentences of a sample of papers in other words and count what comes out otherwise."""
    options = arguments(__doc__, papers=24000, seed=7).parse_args()
    rng, extract = random.Random(options.seed), Extractor(load_rules())
    tried, other, shown = Counter[str](), Counter[str](), []
    for title, abstract in abstracts(options.papers, options.number, rng):
        claims = claims_in(extract, title, abstract)
        for sentence in sorted({claim.sentence for claim in claims if abstract.count(claim.sentence) == 1}):
            for kind, old, new, text in _otherwise(sentence, rng):
                found = claims_in(extract, title, abstract.replace(sentence, text))
                wanted = Counter(_fields(claim, old, new) for claim in claims)
                tried[kind] += 1
                if wanted != Counter(_fields(claim, old, new) for claim in found):
                    other[kind] += 1
                    shown.append(f"{kind} | {sentence}\n    {text}")
    for kind in ("word", "move"):
        print(f"{other[kind]} of {tried[kind]} sentences come out otherwise ({kind})")
    print(*rng.sample(shown, min(options.show, len(shown))), sep="\n")


def _otherwise(sentence: str, rng: random.Random) -> Iterator[tuple[str, str, str, str]]:
    """The kind of each change, the words that were there and are there, and the sentence with them."""
    for words in CLASSES:
        for old in words:
            places = [found.start() for found in re.finditer(rf"(?<![\w-]){re.escape(old)}(?![\w-])", sentence)]
            if places:
                at, new = rng.choice(places), rng.choice([word for word in words if word != old])
                yield "word", old, new, sentence[:at] + new + sentence[at + len(old) :]
                break
    for move in MOVES:
        found = move.fullmatch(sentence.strip())
        if found and found["rest"].partition(" ")[0] in PLAIN and "compared" not in found["rest"]:
            rest, moved = found["rest"], found["moved"]
            yield "move", "", "", f"{moved[0].upper()}{moved[1:]}, {rest[0].lower()}{rest[1:]}."


def _fields(claim: Claim, old: str, new: str) -> tuple[str, ...]:
    """The fields of a claim, with one word for both."""
    values = (str(getattr(claim, field)) for field in FIELDS)
    return tuple(value.replace(new, old) if new else value for value in values)


if __name__ == "__main__":
    main()
