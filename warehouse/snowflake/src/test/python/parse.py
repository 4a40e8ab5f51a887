"""Says for each statement of a JSON list how sqlglot reads it in Snowflake's dialect.

Prints a JSON list: the class of the tree's root, or the error. `Command` means that sqlglot has only
split the statement into words.
"""

import json
import logging
import sys

import sqlglot

logging.disable(logging.WARNING)


def verdict(sql: str) -> dict[str, str]:
    try:
        trees = sqlglot.parse(sql, read="snowflake")
    except sqlglot.errors.SqlglotError as failure:
        return {"error": str(failure)}
    if len(trees) != 1 or trees[0] is None:
        return {"error": f"{len(trees)} statements where one was expected"}
    return {"root": type(trees[0]).__name__}


with open(sys.argv[1], encoding="utf-8") as file:
    print(json.dumps([verdict(sql) for sql in json.load(file)]))
