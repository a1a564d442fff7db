"""`python -m extractor` is the command `claimtable`."""

from extractor.cli import main

if __name__ == "__main__":
    main()
