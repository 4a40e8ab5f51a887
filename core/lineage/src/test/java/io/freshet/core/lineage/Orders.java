package io.freshet.core.lineage;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lineage.ColumnSources.How;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;

/** A job that brings the shipped order events from their stream to their table. */
final class Orders {
  static final Contract CONTRACT =
      Contracts.read(Path.of("..", "..", "contracts")).require("order_events");

  static final Dataset STREAM = Dataset.stream("kafka-1:9092,kafka-2:9092", CONTRACT);

  static final Dataset TABLE =
      Dataset.table(
          URI.create("s3://lake/warehouse/raw/order_events-1"),
          "http://catalog:8181",
          CONTRACT,
          List.of(
              Column.of(CONTRACT.schema().requireField("state")),
              new Column("_offset", "long", "Kafka offset")));

  private Orders() {}

  static Job job() {
    return new Job(
        "writer-order_events",
        "Appends the stream to its table",
        List.of(STREAM),
        List.of(
            TABLE.from(
                ColumnSources.none()
                    .with("state", How.IDENTITY, STREAM, "state")
                    .with("_offset", How.IDENTITY, STREAM, "_offset")
                    .withRowsBy(STREAM, "state"))));
  }
}
