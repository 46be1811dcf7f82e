"""The exceptions of the core. A message says what was given, what is allowed, what to do next.

Every one is a ``ValueError``, so that callers of the scikit-learn style estimators meet the
exception they expect; the command line prints the message as one line and exits with status 2,
the pages show it in place of a traceback.
"""


class IFFairError(ValueError):
    """Base class: something the user gave cannot be used as it is."""


class ConfigError(IFFairError):
    """A setting is unknown, out of range or contradicts another one."""


class TableError(IFFairError):
    """A file cannot be read as a table, or a named column or value is not in it."""


class TaskError(IFFairError):
    """The outcome, the groups, the features or the split cannot be formed from the table."""


class FitError(IFFairError):
    """The model cannot be fitted to these rows (one outcome only, separable without penalty)."""


class StudyError(IFFairError):
    """A study folder is missing, damaged or does not belong to the table it names."""


class Cancelled(Exception):
    """Raised inside a run after the caller asked for it to stop; nothing is left half written."""
