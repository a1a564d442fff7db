"""The command `claimtable`: the only modules that print; heavy ones load when a command runs."""
