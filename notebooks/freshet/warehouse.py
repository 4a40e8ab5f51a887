"""Questions to Trino."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pandas as pd
import requests
import trino

from freshet.errors import FreshetError, LakeAway, WrongUse
from freshet.settings import Settings

_MINUTE = 60
_REFUSED = (401, 403)


def ask(
    settings: Settings, query: str, parameters: list[Any], schema: str | None = None
) -> pd.DataFrame:
    """The whole answer. With trino.token over HTTPS, without by plain HTTP.

    schema: of tables that the query names without one
    """
    with _cursor(settings, schema) as cursor:
        cursor.execute(query, parameters or None)
        rows = cursor.fetchall()
        columns = [column.name for column in cursor.description or ()]

    return pd.DataFrame(rows, columns=columns)


def tables_of(
    settings: Settings, query: str, parameters: list[Any], schema: str | None = None
) -> list[str]:
    """The tables of the lake that a query reads, behind whatever views, as namespace.name."""
    with _cursor(settings, schema) as cursor:
        # Of a statement with parameters, Trino explains only a prepared one.
        cursor.execute(f"PREPARE reads FROM {query}")
        cursor.fetchall()
        values = ", ".join(cursor._format_prepared_param(value) for value in parameters)
        using = f" USING {values}" if values else ""
        cursor.execute(f"EXPLAIN (TYPE IO, FORMAT JSON) EXECUTE reads{using}")
        plan = json.loads(cursor.fetchone()[0])
    tables = [read["table"] for read in plan["inputTableColumnInfos"]]

    return sorted(
        {
            f"{table['schemaTable']['schema']}.{table['schemaTable']['table']}"
            for table in tables
            if table["catalog"] == "lake"
        }
    )


@contextmanager
def _cursor(settings: Settings, schema: str | None) -> Iterator[trino.dbapi.Cursor]:
    """What goes wrong in it is told in our words."""
    try:
        with _connection(settings, schema) as connection:
            yield connection.cursor()
    except trino.exceptions.TrinoUserError as e:
        raise WrongUse(f"Trino refuses the query: {e.message}") from e
    except (requests.exceptions.RequestException, trino.exceptions.TrinoConnectionError) as e:
        raise _away(settings) from e
    except trino.exceptions.HttpError as e:
        raise _turned_away(settings, e) from e
    except trino.exceptions.Error as e:
        raise _failed(e) from e


def _connection(settings: Settings, schema: str | None) -> trino.dbapi.Connection:
    token = settings.optional("trino.token")
    return trino.dbapi.connect(
        host=settings.text("trino.host"),
        port=settings.integer("trino.port" if token is None else "trino.https-port"),
        user=settings.optional("trino.user") or "freshet",
        catalog="lake",
        schema=schema,
        source="freshet-python",
        http_scheme="http" if token is None else "https",
        auth=None if token is None else trino.auth.JWTAuthentication(token),
        verify=settings.optional("trino.certificate") or True,
        request_timeout=_MINUTE,
        max_attempts=2,
        timezone="UTC",
    )


def _away(settings: Settings) -> LakeAway:
    return LakeAway(
        f"Trino does not answer at {settings.text('trino.host')}:{settings.text('trino.port')};"
        " ./freshet status says what each part is doing, ./freshet up starts what stands"
    )


def _failed(cause: trino.exceptions.Error) -> FreshetError:
    # A class below it tells of an answer that cannot be read; itself, of a parameter's type.
    if type(cause) is trino.exceptions.NotSupportedError:
        return WrongUse(f"Trino does not take a parameter: {cause}")

    return FreshetError(f"Trino could not answer: {cause}")


def _turned_away(settings: Settings, cause: trino.exceptions.HttpError) -> FreshetError:
    if any(str(cause).startswith(f"error {code}") for code in _REFUSED):
        return WrongUse(
            f"Trino refuses the token; check trino.token in {settings.profile}, and that it has not"
            " expired: ./freshet token makes another"
        )

    return _away(settings)
