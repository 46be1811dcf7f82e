"""``python -m iffair_core``: the command line."""

import sys

from iffair_core.cli import main

if __name__ == "__main__":
    sys.exit(main())
