package io.freshet.core.lake;

import io.freshet.core.contract.TableSettings;
import java.util.ArrayList;
import java.util.List;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * The underscore columns that every stream's table carries after its own: the identity of a row and
 * when the platform received it. Their field ids lie above every id that a contract may use.
 */
public final class PlatformColumns {
  /** A small integer for cluster and topic id; the ledger says which. */
  public static final String SOURCE = "_source";

  /**
   * Kafka partition. Plain {@code _partition} is a metadata column of Iceberg: Spark refuses it.
   */
  public static final String PARTITION = "_stream_partition";

  public static final String OFFSET = "_offset";

  /** When the log took the event in: Kafka's append time. */
  public static final String RECEIVED_AT = "_received_at";

  /** The original identity of a redriven row, as {@code source:partition:offset}. */
  public static final String ORIGIN = "_origin";

  /** The envelope's id; only where the contract keeps it. */
  public static final String CLIENT_ID = "_client_id";

  static final int FIRST_ID = 100_000;

  private PlatformColumns() {}

  /** Whether the column is the platform's and no contract's. */
  public static boolean isOfPlatform(NestedField column) {
    return column.fieldId() > FIRST_ID;
  }

  static List<NestedField> of(TableSettings settings) {
    List<NestedField> columns = new ArrayList<>();
    columns.add(
        required(
            1, SOURCE, Types.IntegerType.get(), "Number of the cluster and topic it came from"));
    columns.add(required(2, PARTITION, Types.IntegerType.get(), "Kafka partition"));
    columns.add(required(3, OFFSET, Types.LongType.get(), "Kafka offset"));
    columns.add(
        required(4, RECEIVED_AT, Types.TimestampType.withZone(), "When the log took the event in"));
    columns.add(
        optional(5, ORIGIN, "source:partition:offset of a redriven row's first appearance"));
    if (settings.keepClientId()) {
      columns.add(optional(6, CLIENT_ID, "The id that the sender gave the event"));
    }

    return columns;
  }

  private static NestedField required(int number, String name, Type type, String doc) {
    return NestedField.required(FIRST_ID + number, name, type, doc);
  }

  private static NestedField optional(int number, String name, String doc) {
    return NestedField.optional(FIRST_ID + number, name, Types.StringType.get(), doc);
  }
}
