"""`python -m unknot` is the same program as `unknot`."""

from unknot.cli import main

if __name__ == "__main__":
    main()
