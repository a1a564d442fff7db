"""Text: cleaned for matching, cut into sentences and tokens; every offset maps back to the source."""
