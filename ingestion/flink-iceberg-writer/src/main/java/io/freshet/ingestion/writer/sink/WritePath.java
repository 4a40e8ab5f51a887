package io.freshet.ingestion.writer.sink;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.ingestion.writer.columnar.ColumnarEventFiles;
import io.freshet.ingestion.writer.table.CarefulEventFiles;
import io.freshet.ingestion.writer.table.EventFiles;
import io.freshet.ingestion.writer.table.RowEventFiles;
import io.freshet.ingestion.writer.table.WriterInstance;
import java.util.Optional;
import org.apache.iceberg.Table;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** How a job makes files of events. Rows, counts and dead letters are the same on both paths. */
public enum WritePath {
  /** A row object per event, through Iceberg's own writers. */
  ROWS,
  /** From Avro's bytes into columns. A table that has what columns lack is written by rows. */
  COLUMNAR;

  private static final Logger LOG = LoggerFactory.getLogger(WritePath.class);

  /** What the columns of a slot's tables may take, all tables of the pool together. */
  private static final long SLOT_BYTES = 256L << 20;

  /**
   * What to begin with where this writer has been restarted, whatever has failed.
   *
   * @param tables how many share the slot's memory
   */
  EventFiles openCarefully(
      StreamTable stream, EventDecoder decoder, WriterInstance instance, int tables) {
    if (instance.subtask() == 0) {
      LOG.info(
          "Rows are tried one by one until the next checkpoint table={}", stream.table().name());
    }

    return CarefulEventFiles.of(
        stream.contract(),
        stream.table(),
        stream.source(),
        decoder,
        instance,
        () -> open(stream, decoder, instance, tables));
  }

  /**
   * @param tables how many share the slot's memory
   */
  public EventFiles open(
      StreamTable stream, EventDecoder decoder, WriterInstance instance, int tables) {
    Contract contract = stream.contract();
    Table table = stream.table();
    Optional<String> obstacle =
        this == COLUMNAR ? ColumnarEventFiles.obstacle(contract, table) : Optional.empty();
    if (instance.subtask() == 0) {
      tell(table, obstacle);
    }

    return this == ROWS || obstacle.isPresent()
        ? new RowEventFiles(contract, table, stream.source(), decoder, instance)
        : new ColumnarEventFiles(
            contract, table, stream.source(), decoder, instance, SLOT_BYTES / tables);
  }

  private void tell(Table table, Optional<String> obstacle) {
    if (obstacle.isPresent()) {
      LOG.warn("Table is written by rows table={} obstacle={}", table.name(), obstacle.get());
    } else {
      LOG.info("Table is written table={} path={}", table.name(), this);
    }
  }
}
