package io.freshet.batch.landing;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.envelope.AvroPayloads;
import io.freshet.core.envelope.registry.InMemorySchemaRegistry;
import io.freshet.core.lake.PayloadRows;
import io.freshet.core.lake.PlatformColumns;
import java.util.Iterator;
import org.apache.iceberg.data.GenericRecord;
import org.apache.iceberg.data.Record;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/** Makes rows of the dead letters' table of what {@link RowJudge} has refused. */
final class LetterRows implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private final Target target;
  private final long receivedMillis;

  /**
   * @param target the table of dead letters, whose ledger numbers sources itself
   */
  LetterRows(Target target, long receivedMillis) {
    this.target = target;
    this.receivedMillis = receivedMillis;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> refused) {
    // The schema has the id that it has wherever it is the only one.
    InMemorySchemaRegistry registry = new InMemorySchemaRegistry();
    AvroPayloads payloads =
        new AvroPayloads(
            target.contract(), registry, registry.register("", AvroSchemas.of(target.contract())));
    PayloadRows rows =
        new PayloadRows(
            target.contract().schema().fields(),
            target.table().schema().asStruct(),
            AvroPayloads::columns);
    GenericRecord template = GenericRecord.create(target.table().schema());

    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return refused.hasNext();
      }

      @Override
      public Row next() {
        Row row = refused.next();
        Record made = template.copy();
        rows.fill(payloads.framed(row.getAs(RowJudge.LETTER)), made);
        made.setField(PlatformColumns.SOURCE, target.source());
        made.setField(PlatformColumns.PARTITION, row.getAs(RowJudge.FILE));
        made.setField(PlatformColumns.OFFSET, row.getAs(RowJudge.PLACE));
        made.setField(PlatformColumns.RECEIVED_AT, PayloadRows.timestamp(receivedMillis * 1000));

        return RowFactory.create(RecordRows.values(made, 0));
      }
    };
  }
}
