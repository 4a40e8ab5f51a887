"""What can go wrong, in words that say what to do."""

import difflib
import reprlib
from collections.abc import Iterable
from numbers import Integral
from typing import Any


class FreshetError(Exception):
    """The platform did not do what was asked."""


class WrongUse(FreshetError):
    """Only the caller can mend it: a name, a snapshot, a filter, a setting."""


class LakeAway(FreshetError):
    """Trino, the catalog or the store does not answer; asking again later may help."""


def wrong_kind(what: str, value: object, right: str) -> WrongUse:
    """For an argument of a kind that was not asked for: what came, and what is right."""
    return WrongUse(
        f"{what} is {reprlib.repr(value)}, of type {type(value).__name__}; it must be {right}"
    )


def require_whole(what: str, value: Any, least: int) -> None:
    if not isinstance(value, Integral) or isinstance(value, bool) or value < least:
        raise wrong_kind(what, value, f"a whole number, {least} or more")


def hint(name: str, known: Iterable[str]) -> str:
    """What may have been meant, or else what there is."""
    names = sorted(known)
    close = difflib.get_close_matches(name, names, n=1)
    if close:
        return f"did you mean {close[0]}?"

    return f"there is {', '.join(names)}" if names else "there is none"
