"""Hosts: the devices that a value was measured on."""

from __future__ import annotations

from collections.abc import Sequence

from extractor.choosing.announced import Announcer
from extractor.datasets.headings import last_joined
from extractor.owners.places import Place
from extractor.owners.scenes import Scene, shared, texts, turn, turned
from extractor.readings.tasks import Reading
from extractor.rulefiles.rules import Rules
from extractor.terms.names import Mention, is_led

_OPENING = 14  # tokens within which a sentence opens with its devices
_JOINED = 3  # tokens between two values that share what stands behind them, and from a value to its bracket
_ENOUGH = 2  # tokens within which it is said that a device is enough: "one GPU is enough", "a CPU suffices"
_ADDED = 2  # tokens between a device and a value that goes on, with a comma: "on a GPU, being 2x faster"
_NAME = 8  # tokens from a comparison to the end of its name
_COORDINATED = 8  # tokens between two values of one verb
_VERBS = frozenset(["DV", "MV", "OUT", "ACH", "KEEP", "USE", "BE", "BREAK"])
_NOUNS = frozenset(["DN", "MN"])
_ENDS = frozenset(";")
_EACH = 2  # values from which each may have a device of its own before it


class HostFinder:
    """Finds the devices of a value by [device] of the context rules."""

    def __init__(self, rules: Rules, announcer: Announcer) -> None:
        context = rules.folder("context")
        device = context["device"]
        self._announcer = announcer
        self._shared_out = frozenset(context["baseline"]["shared_out"])
        self._ourselves = frozenset(context["owner"]["ourselves"])
        self._heads = frozenset(
            [*context["dataset"]["closes"], *context["dataset"]["unnamed"]["closes"], *device["heads"]]
        )
        self._between = frozenset(device["between"])
        self._articles = frozenset(context["dataset"]["determiners"])
        self._before = frozenset(device["before"])
        self._tried = frozenset([*context["announced"]["trials"], *context["announced"]["runs"]])
        self._running = frozenset(context["dataset"]["running"])
        self._joiners = frozenset(context["dataset"]["joiners"])
        self._adding = frozenset(context["dataset"]["adding"])
        self._counted = frozenset(device["counted"])
        self._one = frozenset(rules.table("terms/hardware.toml")["single"])
        self._not_after = frozenset(device["not_after"])
        self._processors = frozenset(device["processors"])
        self._kin = frozenset(device["kin"])
        self._memory = frozenset(device["memory"])
        self._spent = frozenset(device["spent"])
        self._memory_metrics = frozenset(device["memory_metrics"])
        self._metrics = frozenset(device["metrics"])
        self._fronts = frozenset(device["fronts"])
        self._enabling = frozenset(device["enabling"])
        self._sent = frozenset(device["sent"])
        self._scores = frozenset(metric for metric, one in rules.metrics.items() if one.traits.quality)
        self._clock = frozenset(device["clock"])
        self._implemented = frozenset(device["implemented"])
        self._classes = frozenset(device["classes"])
        self._relative = frozenset(context["model"]["unlisted"]["relative"])
        self._lacking = frozenset(device["lacking"])
        self._told = frozenset(device["told"])
        self._opposed = frozenset(context["model"]["opposed"])
        self._all = frozenset(device["all"])
        self._enough = frozenset(device["enough"])
        self._made_of = frozenset(device["made_of"])
        self._opens = frozenset([*context["dataset"]["parts"], *device["opens"]])
        self._cardinals = frozenset(rules.table("numbers/words.toml")["cardinals"])

    def __call__(self, scene: Scene, reading: Reading) -> tuple[str, ...]:
        """The devices a speed, memory or energy was measured on; a quality, where the sentence opens with them."""
        place = scene.place(reading)
        if reading.metric in self._sent:
            first = min(there.first for there in scene.places.values())
            ahead = [m for m in scene.named("device") if m.last <= first and not _is_rival(scene, m)]
            return texts([m._replace(text=m.name) for m in ahead])
        if reading.metric not in self._metrics:
            return self._ahead(scene, place) if reading.metric in self._scores else ()
        if reading.measure == "complexity":  # "O(n) at each node"
            return ()
        if inside := [m._replace(text=m.name) for m in scene.named("device") if place.first <= m.first < place.last]:
            return texts(inside)  # "220 A100 GPU hours"
        whose = self._whose(scene, reading, place)
        if whose and not any(m.kind == "device" and m.last <= place.first for m in scene.mentions):
            return whose
        found = self._measured_on(scene, reading, place) or whose
        if found or any(m.kind == "device" and m in self._devices(scene) for m in scene.mentions):
            return found
        return texts([m._replace(text=m.name) for m in self._announcer.devices(scene)])

    def _ahead(self, scene: Scene, place: Place) -> tuple[str, ...]:
        """The named devices that a sentence opens with, on which all it tells was measured: "On a Foo, it has"."""
        if scene.tokens.lower[scene.sentence.first] not in self._fronts:
            return ()
        return texts([m._replace(text=m.name) for m in self._opening(scene, place.first, scene.named("device"))])

    def _measured_on(self, scene: Scene, reading: Reading, place: Place) -> tuple[str, ...]:
        """The devices that the words around a value tell."""
        devices = [m for m in self._devices(scene) if not turned(scene, place.last, m.first, self._enabling)]
        devices = [m for m in devices if not turned(scene, place.last, m.first, _ENDS) or self._closes(scene, m)]
        if not devices:
            return ()
        fronted = self._fronted(scene, place, devices)
        chosen = fronted or [m for m in devices if place.first <= m.first < place.after]  # in a change, too
        if not fronted and not any(m.kind == "device" and not self._is_aside(scene, place, m) for m in chosen):
            chosen = self._opening(scene, place.first, devices) or chosen
        chosen = chosen or self._next(scene, reading, devices)
        if not chosen:
            first = min(q.first for q in (scene.quantities[r.quantity] for r in scene.readings))
            chosen = [m for m in devices if m.first < min(first, place.first)]
        if not chosen:
            chosen = [m for m in devices if place.before <= m.first < place.first and m.kind == "device"]
        if not chosen and not self._has_own(scene, place):
            chosen = self._earlier(scene, reading, place, devices)
        canonical = [m._replace(text=self._classed(scene, m)) for m in self._specific(scene, chosen)]
        metrics = {r.metric for r in scene.readings if r.anchor == reading.anchor}
        if len(metrics) > 1 and all(m.last <= place.first for m in chosen):
            return texts(canonical)  # "on A and B, it cuts time and memory by 2x and 3x"
        return shared(canonical, turn(scene, reading, self._shared_out))

    def _earlier(self, scene: Scene, reading: Reading, place: Place, devices: Sequence[Mention]) -> list[Mention]:
        """The device of an earlier value that goes on with this one, or is another level of its kind."""
        level = reading.measure == "level"
        last = [m for m in devices if m.last <= place.first][-1:]
        chosen = [m for m in last if self._goes_on(scene, m) or (not level and self._is_added(scene, m))]
        chosen = chosen or [m for m in last if self._is_each(scene, reading, place, m)]
        if chosen or not level:
            return chosen
        earlier = [r for r in scene.readings if r.anchor < reading.anchor and r.measure == "level"]
        # "45 AP at 20 ms on a GPU, and the small one has 40 AP at 90 FPS"
        spread = earlier and earlier[-1].metric not in self._metrics and reading.metric in self._running
        kind = self._running if spread else {reading.metric}
        alike = [r for r in earlier if r.metric in kind]
        return [m for m in devices if alike and scene.place(alike[0]).last <= m.first < place.first]

    def _is_each(self, scene: Scene, reading: Reading, place: Place, mention: Mention) -> bool:
        """Whether a device is told before the rival of the first of two values: "2x on a GPU over A and 3x over B"."""
        kind = reading.metric, reading.measure
        earlier = [r for r in scene.readings if r.anchor < reading.anchor and (r.metric, r.measure) == kind]
        if not earlier or mention.first < scene.place(earlier[-1]).last:
            return False
        joined = scene.tokens.lower[place.first - 1] in self._joiners
        behind = any(place.last <= m.at < place.after for m in scene.markers)
        return joined and behind and any(mention.last <= m.at < place.first for m in scene.markers)

    def _has_own(self, scene: Scene, place: Place) -> bool:
        """Whether it is told on what a value was measured, though no name of it is known: "30 FPS on a headset"."""
        on, article = (*scene.tokens.lower[place.last : place.last + 2], "", "")[:2]
        return on in self._fronts and article in self._articles

    def _devices(self, scene: Scene) -> list[Mention]:
        """The named devices, and the generic words that a value can have been measured on."""
        devices = _apart(scene.named("device", "generic"))
        devices = [m for m in devices if not (self._lacks(scene, m) or _is_spelt_out(scene, m, devices))]
        devices = [m for m in devices if not self._holds(scene, m, devices)]
        rivals = [m for m in devices if _is_rival(scene, m) or self._is_theirs(scene, m)]
        heads = (last_joined(scene.tokens.lower, devices[: at + 1], self._between) for at in range(len(devices)))
        rivals += [listed[-1] for listed in heads if any(m in rivals for m in listed[:-1])]  # "than nets on A and B"
        devices = [m for m in devices if m not in rivals]
        return [m for m in devices if m.kind == "device" or self._counts(scene, m, devices)]

    def _is_theirs(self, scene: Scene, mention: Mention) -> bool:
        """Whether what a value is compared with is an implementation on a device: "than a version implemented on A"."""
        words, first = scene.tokens.lower, scene.sentence.first
        at = scene.tokens.back(mention.first, self._articles, first) - 1
        if mention.kind != "device" or at <= first or words[at] not in self._fronts:
            return False
        if words[at - 1] not in self._implemented:
            return False
        return any(0 < at - m.at <= _NAME and not m.verb for m in scene.markers)

    def _classed(self, scene: Scene, mention: Mention) -> str:
        """The name of a device; a generic word with what tells its class: "on a modern GPU", "an off-the-shelf CPU"."""
        behind = scene.tokens.lower[mention.last] if mention.last < scene.sentence.last else ""
        if mention.kind == "device" or behind in self._implemented:  # "a simple CPU implementation"
            return mention.name
        at = scene.tokens.back(mention.first, self._classes, scene.sentence.first)
        return " ".join([*scene.tokens.words[at : mention.first], mention.name])

    def _goes_on(self, scene: Scene, mention: Mention) -> bool:
        """Whether more is said of what runs on a device: "30 fps on a GPU, which is 2x faster"."""
        mark, word = (*scene.tokens.lower[mention.last : mention.last + 2], "", "")[:2]
        return mark == "," and word in self._relative

    def _is_added(self, scene: Scene, mention: Mention) -> bool:
        """Whether another value is added right behind a device: "20 ms on a GPU, (being) 2x faster than"."""
        words, at = scene.tokens.lower, mention.last
        added = any(0 < place.first - at <= _ADDED for place in scene.places.values())
        return added and words[at] == "," and words[at + 1] not in self._opposed

    def _lacks(self, scene: Scene, mention: Mention) -> bool:
        """Whether it is said that there is no such device: "on one processor without a GPU"."""
        words, at = scene.tokens.lower, mention.first
        at -= at - 1 > scene.sentence.first and words[at - 1] in self._between
        return at > scene.sentence.first and words[at - 1] in self._lacking

    def _holds(self, scene: Scene, mention: Mention, devices: Sequence[Mention]) -> bool:
        """Whether a generic word only tells how the device behind it stands: "on one core of a mobile CPU"."""
        of = mention.last < scene.sentence.last and scene.tokens.lower[mention.last] in self._made_of
        skip, first = self._between | self._classes, mention.last + 1
        of = of and mention.kind == "generic"
        return of and any(scene.tokens.back(m.first, skip, first) == first for m in devices)

    def _counts(self, scene: Scene, mention: Mention, devices: Sequence[Mention]) -> bool:
        tokens = scene.tokens
        before = tokens.lower[max(mention.first - 1, scene.sentence.first)]
        counted = before.isdigit() or before in self._cardinals
        if mention.number is None and mention.text.lower() in self._told:  # "on 16 cores"
            mention = mention._replace(first=mention.first - counted)
            if (
                not counted and before not in self._one and mention.text.lower() in self._counted
            ):  # "using the same timing cores"
                return False
        behind = tokens.lower[mention.last] if mention.last < scene.sentence.last else ""
        hyphen = mention.first > 0 and tokens.words[mention.first - 1] == "-" and tokens.glued(mention.first)
        led = is_led(scene.tokens, scene.sentence.first, mention, devices, self._before, self._between, near=True)
        near = tokens.lower[mention.last : min(mention.last + _ENOUGH, scene.sentence.last)]
        enough = not self._enough.isdisjoint(near)
        led = led or enough or self._in_bracket(scene, mention) or self._runs(scene, mention)
        head = enough or not behind.isalpha() or behind in self._heads or self._ends_there(scene, mention)
        head = head or self._is_attribute(scene, mention)
        return not hyphen and head and behind not in self._not_after and led

    @staticmethod
    def _in_bracket(scene: Scene, mention: Mention) -> bool:
        """Whether a device stands in brackets of its own behind a value: "30 FPS (GPU)", "3x faster (CPU)"."""
        words, opens = scene.tokens.words, mention.first - 1
        if opens < 0 or words[opens] != "(" or words[mention.last : mention.last + 1] != [")"]:
            return False
        return any(0 <= opens - place.last < _JOINED for place in scene.places.values())

    def _is_aside(self, scene: Scene, place: Place, mention: Mention) -> bool:
        """Whether a device stands with words of its own in brackets: "2x faster (similar results hold on an A100)"."""
        opened = scene.tokens.opened(mention.first, place.last + 1)
        return opened >= 0 and scene.tokens.back(mention.first, self._before | self._between, opened + 1) > opened + 1

    def _is_attribute(self, scene: Scene, mention: Mention) -> bool:
        """Whether a device only tells on what its noun runs: "our GPU-based planner"."""
        based = mention.end < scene.tokens.ends[mention.last - 1]
        return based and mention.text.lower() in self._processors

    def _runs(self, scene: Scene, mention: Mention) -> bool:
        """Whether a device is told by its clock, or what runs on it is: "on a 3 GHz CPU", "our GPU implementation".

        One that is nobody's in words opens a clause: "Since a simple CPU implementation runs at 20 fps".
        """
        words, at = scene.tokens.lower, mention.first - 1
        if at >= 0 and words[at] in self._clock:
            return True
        based = self._is_attribute(scene, mention)
        if mention.last == scene.sentence.last or (words[mention.last] not in self._implemented and not based):
            return False
        behind = words[mention.last + 1 : mention.last + 3]
        while at > scene.sentence.first and words[at].isalpha() and words[at] not in self._opens:
            at -= 1
        inside = words[at : mention.first]
        # "a GPU implementation of FooNet", "compared to a GPU implementation"
        another = not self._made_of.isdisjoint(behind[:1]) and self._ourselves.isdisjoint([*inside, *behind])
        if another or any(mention.text in marker.name for marker in scene.markers):
            return False
        opens = at == scene.sentence.first or inside[0] in self._opens
        return not self._ourselves.isdisjoint(inside) or (opens and not based)

    def _ends_there(self, scene: Scene, mention: Mention) -> bool:
        """Whether a device ends before a verb or a name: "on a mobile CPU achieves", "on mobile phones Zornet runs"."""
        named = any(m.first == mention.last and m.kind != "dataset" for m in scene.mentions)
        processor = not self._processors.isdisjoint(mention.text.lower().split())
        tags = ("ACH", "BE", "OUT", "KEEP", *(("DV", "MV") if processor else ()))  # "the time on a CPU falls by 5%"
        return named or any(chunk.start == mention.last and not chunk.tags.isdisjoint(tags) for chunk in scene.chunks)

    @staticmethod
    def _fronted(scene: Scene, place: Place, devices: Sequence[Mention]) -> list[Mention]:
        """The devices before a value where each value has its own before it: "on GPUs by 2x and on CPUs by 3x"."""
        fronts = [[m for m in devices if p.before <= m.first < p.first] for p in scene.places.values()]
        if len(fronts) < _EACH or not all(len(front) == 1 for front in fronts):
            return []
        return [m for m in devices if place.before <= m.first < place.first]

    def _opening(self, scene: Scene, first: int, devices: Sequence[Mention]) -> list[Mention]:
        """The devices that a sentence opens with: "On mobile phones, ...", "Evaluated on an A100, ..."."""
        words, start = scene.tokens.lower, scene.sentence.first
        led = start + (words[start] in self._tried)  # "Evaluated on an A100, it is 2x faster"
        end = next((at for at in range(start, min(first, start + _OPENING)) if words[at] == ","), start)
        return [m for m in devices if m.last <= end] if words[led] in self._before else []

    def _next(self, scene: Scene, reading: Reading, devices: Sequence[Mention]) -> list[Mention]:
        """The devices behind a later value of the same metric, or one joined to this value, or to one that is."""
        last = scene.place(reading).last
        for other in scene.readings:
            if other.anchor <= reading.anchor:
                continue
            there = scene.place(other)
            chosen = [m for m in devices if there.last <= m.first < there.after]
            hosted = other.metric in self._metrics  # no "90% less bandwidth from sensor to CPU"
            if 0 <= there.first - last <= _JOINED or (hosted and self._coordinated(scene, last, there.first)):
                last = there.last
            elif other.metric != reading.metric and not (chosen and self._closes(scene, chosen[0])):
                continue
            if chosen:
                return chosen
        return []

    def _coordinated(self, scene: Scene, last: int, first: int) -> bool:
        """Whether a value goes on with the verb of the one before: "cuts latency by 3x and cache memory by 62% on".

        Or stands beside what the one before is of: "a 3x speedup in attention latency and 2x higher throughput on".
        """
        ends = scene.tokens.lower[last], scene.tokens.lower[first - 1]
        if not 0 < first - last <= _COORDINATED or self._adding.isdisjoint(ends):
            return False
        between = [chunk for chunk in scene.chunks if last <= chunk.start < first]
        verbs = (c for c in between if c.tags & _VERBS and not c.tags & _NOUNS)
        return any("M" in c.tags for c in between) and not any(verbs)

    def _closes(self, scene: Scene, mention: Mention) -> bool:
        """Whether a device is that of all values before it: "trains in 9 h and runs at 30 FPS, both on a GPU"."""
        words, before = scene.tokens.lower, range(mention.first - 1, scene.sentence.first, -1)
        on = next((at for at in before if words[at] in self._before), None)
        return on is not None and words[on - 1] in self._all

    def _whose(self, scene: Scene, reading: Reading, place: Place) -> tuple[str, ...]:
        """The device in "GPU memory", or in "CPU time" and "GPU decoding"."""
        nouns = self._memory if reading.metric in self._memory_metrics else self._spent
        start = min(scene.chunks[reading.start].start, scene.chunks[reading.metric_at].start - 1)
        start = max(place.before, start)
        end = min(place.after, scene.chunks[reading.end - 1].end + 2)
        words = scene.tokens.lower
        for at in range(start, min(end, scene.sentence.last - 1)):
            if words[at] in self._processors and words[at + 1] in nouns:
                first = scene.tokens.back(at, self._processors | self._between, place.before)
                listed = [
                    Mention(i, i, i, i + 1, "generic", words[i], scene.tokens.words[i])
                    for i in range(first, at + 1)
                    if words[i] in self._processors
                ]
                return shared(listed, turn(scene, reading, self._shared_out))  # "GPU and CPU energy by 5% and 7%"
        return ()

    def _specific(self, scene: Scene, devices: Sequence[Mention]) -> list[Mention]:
        """Named devices make a generic word beside them needless, but "GPU and Xeon CPU" are two."""
        known = [m for m in devices if m.kind == "device"]
        if not known:
            return list(devices)
        return [
            m
            for m in devices
            if m.kind == "device"
            or (m.text.lower().split()[-1] in self._processors and not self._is_kin(scene, m, known))
        ]

    def _is_kin(self, scene: Scene, mention: Mention, known: Sequence[Mention]) -> bool:
        """Whether a generic word only ends the name of a device: "Volta architecture GPUs", "Jetson embedded GPU"."""
        opened = scene.tokens.words[mention.last : mention.last + 1] == ["("]
        if opened and any(m.first == mention.last + 1 for m in known):
            return True  # "on the GPU (Titan Xp)"
        before = [m.last for m in known if m.last <= mention.first]
        return bool(before) and self._kin.issuperset(scene.tokens.lower[max(before) : mention.first])


def _is_spelt_out(scene: Scene, mention: Mention, devices: Sequence[Mention]) -> bool:
    """Whether a generic word is said again by its letters: "on a graphics processing unit (GPU)"."""
    opened = mention.kind == "generic" and scene.tokens.words[mention.last : mention.last + 1] == ["("]
    short = "".join(word[0] for word in mention.text.lower().split()) if opened else ""
    return opened and any(m.first == mention.last + 1 and m.text.lower() == short for m in devices)


def _is_rival(scene: Scene, mention: Mention) -> bool:
    """Whether a device is what, or in the name of what, a value is compared with: "compared to a Jetson Nano".

    So are those that something outperforms. One that is counted is none: "uses less than one CPU".
    """
    outdone = [c for c in scene.chunks if "OUT" in c.tags and mention.kind == "generic"]
    near = [m for m in scene.markers if 0 < mention.first - m.at <= _NAME]
    near = [m for m in near if not m.verb or any(c.start <= m.at < c.end for c in outdone)]
    return mention.number is None and any(mention.text in name for m in near for name in (m.name, *m.each))


def _apart(mentions: Sequence[Mention]) -> list[Mention]:
    """The longest of names that overlap; generic words that follow one another are one: "laptop CPU"."""
    kept: list[Mention] = []
    for mention in sorted(mentions, key=lambda m: (m.start, -m.end)):
        if kept and mention.kind == kept[-1].kind == "generic" and mention.start == kept[-1].end + 1:
            last = kept[-1]
            if mention.first == last.last:
                whole = f"{last.text} {mention.text}"
                kept[-1] = last._replace(end=mention.end, last=mention.last, text=whole, name=whole)
                continue
        if not kept or mention.start >= kept[-1].end:
            kept.append(mention)
    return kept
