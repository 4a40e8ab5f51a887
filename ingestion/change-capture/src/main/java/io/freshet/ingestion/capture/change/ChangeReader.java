package io.freshet.ingestion.capture.change;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.change.Change.Kind;
import io.freshet.ingestion.capture.database.Lsn;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.connect.data.Field;
import org.apache.kafka.connect.data.Struct;
import org.apache.kafka.connect.source.SourceRecord;

/**
 * Reads what Debezium tells, in its order, as changes, and knows how far it has come. A reader that
 * begins where transactions end gives each change the id that it had when it was first told of, and
 * leaves out those of the first transaction that were dealt with. Not thread-safe.
 */
public final class ChangeReader {
  private static final String OPERATION = "op";
  private static final String SOURCE = "source";

  private final String publication;
  private Optional<Long> boundary = Optional.empty();
  private Optional<ChangeId> dealtWith;
  private Optional<ChangeId> newest = Optional.empty();
  private boolean isOfSnapshot;
  private boolean isInSnapshot;
  private long newestMicros;

  /**
   * @param dealtWith the last change that is known to be dealt with, of the transaction that may be
   *     told of first
   * @param publication by which Postgres tells of changes
   */
  public ChangeReader(Optional<ChangeId> dealtWith, String publication) {
    this.dealtWith = dealtWith;
    this.publication = publication;
  }

  /**
   * Reads one record. Empty where it tells of no change, or of one that was dealt with.
   *
   * @throws FreshetException {@code CALLER} when a table was emptied by TRUNCATE
   */
  public Optional<Change> read(SourceRecord told) {
    Map<String, ?> offset = told.sourceOffset();
    isInSnapshot =
        offset.containsKey("snapshot") && !Boolean.TRUE.equals(offset.get("snapshot_completed"));
    if (offset.get("lsn_commit") instanceof Long end) {
      boundary = Optional.of(end);
    }
    if (!(told.value() instanceof Struct value)
        || value.schema().field(OPERATION) == null
        || value.schema().field(SOURCE) == null) {
      return Optional.empty();
    }
    Struct source = value.getStruct(SOURCE);
    newestMicros = micros(source);

    return change(value, source).filter(change -> !isDealtWith(change));
  }

  private Optional<Change> change(Struct value, Struct source) {
    return switch (value.getString(OPERATION)) {
      case "r" -> Optional.of(row(Kind.SNAPSHOT, value.getStruct("after"), source));
      case "c", "u" -> Optional.of(row(Kind.WRITE, value.getStruct("after"), source));
      case "d" -> Optional.of(row(Kind.DELETION, value.getStruct("before"), source));
      case "t" -> throw truncated(source);
      default -> Optional.empty(); // a message in the log, such as the heartbeat's own
    };
  }

  private Change row(Kind kind, Struct row, Struct source) {
    Long transaction = source.getInt64("txId");
    long lsn = source.getInt64("lsn");
    ChangeId id =
        newest
            .filter(last -> last.lsn() == lsn && last.transaction() == number(transaction))
            .map(last -> new ChangeId(last.transaction(), lsn, last.ordinal() + 1))
            .orElseGet(() -> new ChangeId(number(transaction), lsn, 0));
    newest = Optional.of(id);
    isOfSnapshot = kind == Kind.SNAPSHOT;

    return new Change(table(source), kind, row, id, newestMicros);
  }

  private static long number(Long transaction) {
    return transaction == null ? 0 : transaction;
  }

  /** Only of the first transaction: numbers of transactions come round. */
  private boolean isDealtWith(Change change) {
    if (dealtWith.isPresent() && dealtWith.get().transaction() == change.id().transaction()) {
      return dealtWith.get().reaches(change.id());
    }
    dealtWith = Optional.empty();

    return false;
  }

  /** Whether more rows of the snapshot follow what was read last. */
  public boolean isInSnapshot() {
    return isInSnapshot;
  }

  /** The end of the last transaction that was read whole, if one was. */
  public Optional<Long> boundary() {
    return boundary;
  }

  /**
   * The last change that was read and is not behind the boundary for sure; with the boundary it
   * says from where to go on.
   */
  public Optional<ChangeId> newest() {
    Optional<ChangeId> read = isOfSnapshot ? Optional.empty() : newest;

    return dealtWith.filter(known -> read.isEmpty() || known.reaches(read.get())).or(() -> read);
  }

  /** When what was read last was committed; microseconds since 1970, 0 for never. */
  public long newestMicros() {
    return newestMicros;
  }

  private FreshetException truncated(Struct source) {
    return new FreshetException(
        Fault.CALLER,
        ("%s was truncated at %s, and which rows went is nowhere told. To go on with the"
                + " rows that are there now, raise capture.snapshot by one; rows that went stay"
                + " where only the latest are kept, until their table is made anew. Who means it"
                + " sets publish = 'insert, update, delete' on the publication %s before")
            .formatted(table(source), Lsn.print(source.getInt64("lsn")), publication));
  }

  private static String table(Struct source) {
    return source.getString("schema") + "." + source.getString("table");
  }

  private static long micros(Struct source) {
    Field micros = source.schema().field("ts_us");

    return micros == null || source.get(micros) == null
        ? 1000 * source.getInt64("ts_ms")
        : source.getInt64("ts_us");
  }
}
