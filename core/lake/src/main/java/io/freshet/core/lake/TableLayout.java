package io.freshet.core.lake;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.TableSettings;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.PartitionSpec;
import org.apache.iceberg.Schema;
import org.apache.iceberg.SortOrder;
import org.apache.iceberg.catalog.Namespace;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.types.Type;
import org.apache.iceberg.types.Types;
import org.apache.iceberg.types.Types.NestedField;

/**
 * What an Iceberg table of a contract looks like: name, schema with the contract's permanent field
 * ids, partition spec, sort order and properties.
 *
 * @param properties those that the contract decides; a table may carry more
 */
public record TableLayout(
    TableIdentifier name,
    Schema schema,
    PartitionSpec spec,
    SortOrder sortOrder,
    Map<String, String> properties) {
  /** The contract's version that the table's schema follows. */
  public static final String CONTRACT_VERSION = "freshet.contract-version";

  /**
   * A quarter of Iceberg's default: a writer holds a row group in memory for each partition that it
   * has open, and late events open many.
   */
  private static final int ROW_GROUP_BYTES = 32 << 20;

  private static final int ICEBERGS_CHECK_MIN_RECORDS = 100;

  public static TableLayout of(Contract contract) {
    TableSettings settings = contract.requireTable();
    Schema schema = schema(contract, settings);

    return new TableLayout(
        name(contract),
        schema,
        spec(schema, settings),
        sortOrder(schema, settings),
        properties(contract));
  }

  /** With the text of the contract's file among the properties. */
  TableLayout with(String contractText) {
    return with(TableContract.PROPERTY, contractText);
  }

  /** With the defaults of columns that the contract has dropped, too. */
  TableLayout with(ColumnDefaults defaults) {
    return defaults.isEmpty() ? this : with(ColumnDefaults.PROPERTY, defaults.print());
  }

  private TableLayout with(String property, String value) {
    Map<String, String> more = new LinkedHashMap<>(properties);
    more.put(property, value);

    return new TableLayout(name, schema, spec, sortOrder, more);
  }

  public static TableIdentifier name(Contract contract) {
    return TableIdentifier.of(Namespace.of(contract.requireTable().namespace()), contract.name());
  }

  private static Schema schema(Contract contract, TableSettings settings) {
    List<NestedField> columns = new ArrayList<>();
    contract.schema().fields().forEach(field -> columns.add(column(field)));
    if (contract.stream().isPresent()) {
      columns.addAll(PlatformColumns.of(settings));
    }

    return new Schema(columns);
  }

  private static NestedField column(Field field) {
    // Rows from before it was there have no value for it.
    boolean isInEveryRow = field.required() && field.history().defaultValue().isEmpty();

    return isInEveryRow
        ? NestedField.required(field.id(), field.name(), type(field.type()), field.description())
        : NestedField.optional(field.id(), field.name(), type(field.type()), field.description());
  }

  /** The column's type in the table. */
  public static Type type(FieldType type) {
    if (type instanceof FieldType.Scalar scalar) {
      return scalar(scalar);
    }
    if (type instanceof FieldType.Decimal decimal) {
      return Types.DecimalType.of(decimal.precision(), decimal.scale());
    }
    if (type instanceof FieldType.Sequence sequence) {
      return Types.ListType.ofRequired(sequence.elementId(), type(sequence.element()));
    }

    return Types.StructType.of(
        ((FieldType.Struct) type).fields().stream().map(TableLayout::column).toList());
  }

  private static Type scalar(FieldType.Scalar scalar) {
    return switch (scalar) {
      case BOOLEAN -> Types.BooleanType.get();
      case INTEGER -> Types.IntegerType.get();
      case LONG -> Types.LongType.get();
      case FLOAT -> Types.FloatType.get();
      case DOUBLE -> Types.DoubleType.get();
      case STRING -> Types.StringType.get();
      case BYTES -> Types.BinaryType.get();
      case DATE -> Types.DateType.get();
      case TIMESTAMP -> Types.TimestampType.withZone();
    };
  }

  private static PartitionSpec spec(Schema schema, TableSettings settings) {
    PartitionSpec.Builder spec = PartitionSpec.builderFor(schema);
    for (TableSettings.Partitioning part : settings.partitioning()) {
      switch (part.transform()) {
        case IDENTITY -> spec.identity(part.column());
        case DAY -> spec.day(part.column());
        case HOUR -> spec.hour(part.column());
      }
    }

    return spec.build();
  }

  private static SortOrder sortOrder(Schema schema, TableSettings settings) {
    SortOrder.Builder order = SortOrder.builderFor(schema);
    settings.sort().forEach(order::asc);

    return order.build();
  }

  /** Iceberg counts so many rows before it first looks how much memory they take. */
  private static int rowsThatFit(int maxRowBytes) {
    return Math.max(1, Math.min(ICEBERGS_CHECK_MIN_RECORDS, ROW_GROUP_BYTES / maxRowBytes));
  }

  /** What makes every writer of a table write such pages, and readers that must do so cope. */
  public static Map<String, String> pages(TableSettings.Pages pages) {
    return switch (pages) {
      case V1 -> Map.of("write.parquet.page-version", "v1");
      // Iceberg 1.11 in Spark fails on decimals of such pages unless it reads row by row.
      case V2 ->
          Map.of("write.parquet.page-version", "v2", "read.parquet.vectorization.enabled", "false");
    };
  }

  /** Whoever looks at a table that is on its way out is told so. */
  private static String comment(Contract contract) {
    String purpose = contract.documentation().purpose();
    if (!contract.lifecycle().isDeprecated()) {
      return purpose;
    }

    return contract
        .lifecycle()
        .endOfLife()
        .map("Deprecated, kept up until %s. "::formatted)
        .orElse("Deprecated. ")
        .concat(purpose);
  }

  private static Map<String, String> properties(Contract contract) {
    Map<String, String> properties = new LinkedHashMap<>();
    properties.put("format-version", "2");
    properties.put("comment", comment(contract));
    properties.put(CONTRACT_VERSION, contract.version());
    ColumnDefaults defaults = ColumnDefaults.of(contract);
    if (!defaults.isEmpty()) {
      properties.put(ColumnDefaults.PROPERTY, defaults.print());
    }
    properties.put("write.parquet.compression-codec", "zstd");
    properties.putAll(pages(contract.requireTable().pages()));
    properties.put("write.target-file-size-bytes", Long.toString(128L << 20));
    properties.put("write.parquet.row-group-size-bytes", Integer.toString(ROW_GROUP_BYTES));
    contract.stream()
        .ifPresent(
            stream ->
                properties.put(
                    "write.parquet.row-group-check-min-record-count",
                    Integer.toString(rowsThatFit(stream.maxMessageBytes()))));
    // Metadata stays bounded however often the writer commits, and an engine that works on an
    // earlier state still finds it: 17 minutes with a commit every 10 s.
    properties.put("write.metadata.delete-after-commit.enabled", "true");
    properties.put("write.metadata.previous-versions-max", "100");
    // Identity columns have few values per file: their bounds prune lookups and cost little.
    properties.put("write.metadata.metrics.default", "truncate(16)");
    // For whoever commits by Iceberg's own retries, such as nightlies: a busy table refuses often.
    // The writer has its own.
    properties.put("commit.retry.num-retries", "20");
    properties.put("commit.retry.min-wait-ms", "50");
    properties.put("commit.retry.max-wait-ms", "2000");

    return properties;
  }
}
