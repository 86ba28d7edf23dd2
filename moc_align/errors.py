"""The errors of moc-align: `str(error)` is the whole message a user reads.

Each message says which file (page, line) is meant, what is wrong with it and what to do.
Foreign exceptions are wrapped where they enter.
"""


class MocAlignError(Exception):
    """The user's mistake, told in one sentence; ends with exit status 2."""


class ReadError(MocAlignError):
    """A file that can't be turned into text: missing, empty, binary, encrypted, too large."""


class ParseError(MocAlignError):
    """A text that can't be turned into a `Document`: no words, or not in the expected language."""


class ModelError(MocAlignError):
    """An embedding model that is missing, damaged or needs a package that is not installed."""


class ConfigError(MocAlignError):
    """An option, a scheme of areas or a plug-in name that does not exist or contradicts another."""
