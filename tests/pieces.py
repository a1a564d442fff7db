"""Pieces of text that papers and their publishers write, which tests put together at random."""

from __future__ import annotations

PIECES = [
    "It is ", "2.5", "3", "1,024", "10^-3", "twice ", "an order of magnitude ", "half ", "x ", "%", "\\%", " \\% ",
    "\\times$ ", "times ", "sim", "~", "∼", "×", " × ", "$", "{", "}", "\\textbf{", "**", " mus ", " ms ", " GB ", " FPS ",
    "B ", "M ", "faster ", "lower latency ", "accuracy ", "of ", "from ", "to ", "by ", "and ", ", ", ". ", ".", "\n", "(",
    ")", "-", "–", "\u200b", "\u00a0", "ﬁ", "é", "👩‍🔬", "词", "\u202e", "±", " pm ", "O(n^2) ", "8 A100 GPUs ", "on ImageNet ",
    "LLaMA-2-7B ", "up to ", "over ", "respectively", "+", "[email protected]", "\x00", "1:86_ ", "1e9 ", "²", "½", "Ⅷ ", "٣",
]  # fmt: skip
