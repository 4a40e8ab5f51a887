"""What SQLFluff takes for dbt's adapter: a dispatched macro reads as a call of a function."""

from collections.abc import Callable


def dispatch(macro: str, package: str) -> Callable[..., str]:
    """Stands for the macro of whichever warehouse; the linter needs SQL of the right shape only."""

    def call(*arguments: object) -> str:
        return f"{package}_{macro}({', '.join(str(argument) for argument in arguments)})"

    return call
