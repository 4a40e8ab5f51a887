"""What can go wrong, in words that say what to do."""

import difflib
from collections.abc import Iterable


class FreshetError(Exception):
    """The platform did not do what was asked."""


class WrongUse(FreshetError):
    """Only the caller can mend it: a name, a snapshot, a filter, a setting."""


class LakeAway(FreshetError):
    """Trino, the catalog or the store does not answer; asking again later may help."""


def hint(name: str, known: Iterable[str]) -> str:
    """What may have been meant, or else what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f"did you mean {close[0]}?"

    return f"there is {', '.join(names)}" if names else "there is none"
