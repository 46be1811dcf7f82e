"""The command line: ``main(arguments) -> exit status``.

0 done, 1 a replay that differs or a reader of the output that left, 2 something given cannot be
used (one line on standard error says what), 130 stopped by Ctrl-C.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence

from threadpoolctl import threadpool_limits

from iffair_core.cli.command import PROGRAM
from iffair_core.cli.parser import build_parser
from iffair_core.errors import IFFairError

INTERRUPTED = 130
BAD_INPUT = 2
READER_GONE = 1


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. ``arguments`` default to those of the process."""
    try:
        given = build_parser().parse_args(arguments)
        with _threads():
            status: int = given.command(given)
        sys.stdout.flush()
        return status
    except BrokenPipeError:
        # The reader of our output has gone (`| head`): leave without a message at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return READER_GONE
    except IFFairError as error:
        return _bad_input(str(error))
    except OSError as error:
        place = error.filename or "no file named"
        return _bad_input(f"{error.strerror or error}: {place}. Name another place.")
    except KeyboardInterrupt:
        print(f"{PROGRAM}: stopped; what had not ended is not saved.", file=sys.stderr)
        return INTERRUPTED


def _threads() -> threadpool_limits:
    """OMP_NUM_THREADS, or one: two threads on a busy machine are slower than one."""
    number = os.environ.setdefault("OMP_NUM_THREADS", "1")
    return threadpool_limits(int(number) if number.isdecimal() else None)


def _bad_input(message: str) -> int:
    print(f"{PROGRAM}: {' '.join(message.split())}", file=sys.stderr)
    return BAD_INPUT
