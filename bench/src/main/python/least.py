"""Finds how small the rows of Parquet files can be, column by column.

Each file's rows are sorted by market, dasher and time. Each column is written alone in each encoding that
pyarrow has for its type, compressed as Iceberg's writers do; the smallest counts.
"""

import argparse
import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

ORDER = ["market", "dasher_id", "event_time"]

# In front of the names of the platform's columns.
PLATFORM = "_"

DICTIONARY = "DICTIONARY"
NUMBERS = [DICTIONARY, "PLAIN", "DELTA_BINARY_PACKED", "BYTE_STREAM_SPLIT"]
TEXTS = [DICTIONARY, "PLAIN", "DELTA_BYTE_ARRAY"]


def encodings(kind: pa.DataType) -> list[str]:
    if pa.types.is_boolean(kind):
        return ["PLAIN", "RLE"]

    return TEXTS if pa.types.is_string(kind) or pa.types.is_binary(kind) else NUMBERS


def size(column: pa.Table, encoding: str, file: Path) -> int:
    dictionary = encoding == DICTIONARY
    pq.write_table(
        column,
        file,
        row_group_size=column.num_rows,
        compression="zstd",
        compression_level=3,
        use_dictionary=dictionary,
        column_encoding=None if dictionary else encoding,
        store_decimal_as_integer=True,
    )
    footer = pq.read_metadata(file)

    return sum(
        footer.row_group(group).column(0).total_compressed_size
        for group in range(footer.num_row_groups)
    )


def least(rows: pa.Table, file: Path) -> dict[str, dict[str, int]]:
    found = {}
    for name in rows.column_names:
        column = rows.select([name])
        found[name] = {each: size(column, each, file) for each in encodings(column.schema[0].type)}

    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", type=Path, required=True)
    parser.add_argument("sources", type=Path, nargs="+", help="the files that hold the rows")
    arguments = parser.parse_args()

    order = [(name, "ascending") for name in ORDER]
    tables = [pq.read_table(source).sort_by(order) for source in arguments.sources]
    in_order = pa.concat_tables(tables).combine_chunks()
    sizes = least(in_order, arguments.json.with_suffix(".parquet"))
    smallest = {name: min(each.values()) for name, each in sizes.items()}
    result = {
        "rows": in_order.num_rows,
        "bytes": sum(smallest.values()),
        "own_bytes": sum(
            size for name, size in smallest.items() if not name.startswith(PLATFORM)
        ),
        "columns": sizes,
    }
    arguments.json.write_text(json.dumps(result))


if __name__ == "__main__":
    main()
