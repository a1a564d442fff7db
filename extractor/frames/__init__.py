"""Frames: wordings around a quantity, matched over the chunks of a sentence."""
