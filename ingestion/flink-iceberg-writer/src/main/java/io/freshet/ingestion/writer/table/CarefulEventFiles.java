package io.freshet.ingestion.writer.table;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.batch.LogRecord;
import io.freshet.core.lake.RowHasher;
import io.freshet.ingestion.writer.commit.FileSteps;
import java.util.Optional;
import java.util.function.Supplier;
import org.apache.iceberg.Table;

/**
 * What a writer begins with after a failure: a row that made an encoder fail does so again. Until
 * the first checkpoint that has records each row is tried alone, and what no file can hold is
 * refused; from then on the usual files are written.
 */
public final class CarefulEventFiles implements EventFiles {
  private final Supplier<EventFiles> usual;
  private EventFiles files;
  private boolean isCareful = true;

  /**
   * @param tried takes nothing that can't be written
   */
  CarefulEventFiles(EventFiles tried, Supplier<EventFiles> usual) {
    this.files = tried;
    this.usual = usual;
  }

  /**
   * @param source the number of the stream's topic in the table's ledger
   * @param usual opens the files to go on with
   */
  public static CarefulEventFiles of(
      Contract contract,
      Table table,
      int source,
      EventDecoder decoder,
      WriterInstance instance,
      Supplier<EventFiles> usual) {
    return new CarefulEventFiles(
        RowEventFiles.tried(contract, table, source, decoder, instance), usual);
  }

  @Override
  public Optional<Decoded.Aside> write(LogRecord logRecord, RowHasher values) {
    return files.write(logRecord, values);
  }

  @Override
  public long eventTime() {
    return files.eventTime();
  }

  @Override
  public FileSteps finish() {
    FileSteps written = files.finish();
    if (isCareful) {
      files.close();
      files = usual.get();
      isCareful = false;
    }

    return written;
  }

  @Override
  public void close() {
    files.close();
  }
}
