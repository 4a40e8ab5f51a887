"""Asks Trino, and says in plain words why it can't answer."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import h3
import requests
import trino

from supply import questions
from supply.figures import Cell, Dasher, Minute, Place

ANSWER_WITHIN_SECONDS = 15
_AWAY = (
    requests.exceptions.RequestException,
    trino.exceptions.HttpError,
    trino.exceptions.TrinoConnectionError,
)
# The client tells the status of an answer in these words only.
_REFUSALS = ("error 401", "error 403")
CELL_RESOLUTION = 7
DAY = timedelta(days=1)


@dataclass(frozen=True)
class Address:
    """Where Trino is, and as whom it is asked: with a token by HTTPS, without by plain HTTP.

    trust: whether the server's certificate is checked, or the file of the one to trust
    """

    host: str
    port: int
    user: str
    token: str | None = None
    trust: bool | str = True

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> "Address":
        try:
            host, port = environment["FRESHET_TRINO_HOST"], int(environment["FRESHET_TRINO_PORT"])
        except (KeyError, ValueError) as e:
            raise LakeError(
                "This page does not know where Trino is",
                "Start it with `./freshet dashboard`, or set FRESHET_TRINO_HOST and "
                "FRESHET_TRINO_PORT.",
            ) from e
        token = environment.get("FRESHET_TRINO_TOKEN")
        return cls(
            host,
            port if token is None else int(environment.get("FRESHET_TRINO_HTTPS_PORT", port)),
            environment.get("FRESHET_TRINO_USER", "freshet"),
            token,
            environment.get("FRESHET_TRINO_CERTIFICATE", True),
        )


class LakeError(Exception):
    """What went wrong, and what to do about it."""

    def __init__(self, what: str, remedy: str, detail: str = "") -> None:
        super().__init__(what)
        self.what = what
        self.remedy = remedy
        self.detail = detail


def bound(cut: str) -> datetime:
    """The hour before which everything happened that a cut holds."""
    try:
        return datetime.strptime(cut, "cut_%Y_%m_%d_%H").replace(tzinfo=UTC)
    except ValueError as e:
        raise LakeError(
            f"“{cut}” is no cut such as cut_2026_11_29_07",
            "`./freshet cut list` shows those that there are.",
        ) from e


class Lake:
    """The tables behind this dashboard. Safe to share: each question has its own connection.

    cut: read the tables as they were at it; None reads what there is now
    """

    def __init__(self, address: Address, cut: str | None = None) -> None:
        self._address = address
        self._cut = None if cut is None else f"{bound(cut):cut_%Y_%m_%d_%H}"

    def as_of(self) -> datetime | None:
        """The newest minute that was told of any market; None while there is none."""
        if self._cut is not None:
            return self._ask(questions.AS_OF)[0][0]
        lately = self._ask(questions.AS_OF_LATELY)[0][0]
        return lately or self._ask(questions.AS_OF)[0][0]

    def places(self) -> dict[str, Place]:
        return {row[0]: Place(*row) for row in self._ask(questions.PLACES)}

    def minutes(self, since: datetime, until: datetime) -> list[Minute]:
        return [Minute(*row[:10]) for row in self._ask(questions.MINUTES, [since, until])]

    def marks(self, since: datetime, until: datetime) -> list[Minute]:
        return [Minute(*row[:10]) for row in self._ask(questions.MARKS, [since, until])]

    def cells(self, since: datetime, until: datetime) -> list[Cell]:
        return [Cell(*row[:9]) for row in self._ask(questions.CELLS, [since, until])]

    def marked_cells(self, since: datetime, until: datetime) -> list[Cell]:
        return [Cell(*row[:9]) for row in self._ask(questions.MARKED_CELLS, [since, until])]

    def earlier_days(self, as_of: datetime) -> dict[str, list[tuple[float, float]]]:
        """Orders created and dashers online in this quarter of an hour, a week back."""
        days = defaultdict(list)
        parameters = [as_of, as_of - 7 * DAY - timedelta(minutes=15), as_of - DAY]
        for market, _, created, online in self._ask(questions.EARLIER_DAYS, parameters):
            days[market].append((float(created), float(online)))
        return days

    def dashers(self, market: str, as_of: datetime) -> list[Dasher]:
        parameters = [market, as_of, as_of, market, as_of, as_of]
        return [
            Dasher(dasher, seen, h3.latlng_to_cell(latitude, longitude, CELL_RESOLUTION), order)
            for dasher, seen, latitude, longitude, order in self._ask(
                questions.DASHERS, parameters
            )
        ]

    def _ask(self, sql: str, parameters: Sequence[Any] = ()) -> list[list[Any]]:
        address = self._address
        sql = sql if self._cut is None else questions.at(self._cut, sql)
        try:
            with trino.dbapi.connect(
                host=address.host,
                port=address.port,
                user=address.user,
                catalog="lake",
                source="freshet-dashboard",
                http_scheme="http" if address.token is None else "https",
                auth=None if address.token is None else trino.auth.JWTAuthentication(address.token),
                verify=address.trust,
                request_timeout=ANSWER_WITHIN_SECONDS,
                max_attempts=1,
                timezone="UTC",
            ) as connection:
                cursor = connection.cursor()
                cursor.execute(sql, list(parameters) or None)
                return cursor.fetchall()
        except trino.exceptions.TrinoUserError as e:
            raise _refused(e, sql, self._cut) from e
        except _AWAY as e:
            raise away(address, e) from e
        except trino.exceptions.Error as e:
            raise LakeError(
                "Trino could not answer",
                "This page asks again by itself. If it stays, look at `./freshet status`.",
                str(e),
            ) from e


def away(address: Address, cause: Exception) -> LakeError:
    """Nobody answers at that address, or refuses to."""
    if isinstance(cause, trino.exceptions.HttpError) and str(cause).startswith(_REFUSALS):
        return LakeError(
            f"Trino at {address.host}:{address.port} refuses the token",
            "Set trino.token in the profile, or FRESHET_TRINO_TOKEN, to one that is valid.",
            str(cause),
        )
    return LakeError(
        f"Trino does not answer at {address.host}:{address.port}",
        "Start it with `./freshet up`; `./freshet status` says what each part is doing. This page "
        "asks again by itself.",
        str(cause),
    )


def _refused(error: trino.exceptions.TrinoUserError, sql: str, cut: str | None) -> LakeError:
    absent = error.error_name in ("TABLE_NOT_FOUND", "SCHEMA_NOT_FOUND", "COLUMN_NOT_FOUND")
    if absent and cut is not None:
        return LakeError(
            f"There is no {cut} of the supply tables",
            "`./freshet cut list` shows the cuts that there are.",
            error.message,
        )
    if absent:
        return LakeError(
            "The supply tables are not there yet",
            "Make tables follow their contracts with `./freshet contract apply`.",
            error.message,
        )
    if error.error_name == "PERMISSION_DENIED":
        return LakeError(
            "This user may not read the supply tables",
            "Set trino.user in the profile, or FRESHET_TRINO_USER, to one that may.",
            error.message,
        )
    return LakeError(
        "Trino refused a question of this page",
        "That is a bug of the dashboard; the details have the question.",
        f"{error.message}. Asked was: {sql}",
    )
