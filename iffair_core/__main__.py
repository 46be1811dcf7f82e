"""``python -m iffair_core``: the command line."""

import sys

if __name__ == "__main__":
    try:
        from iffair_core.cli import main
    except KeyboardInterrupt:
        # Importing takes a second or two: Ctrl-C then shall not show a traceback either.
        sys.exit(130)
    sys.exit(main())
