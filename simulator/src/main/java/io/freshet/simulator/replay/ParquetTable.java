package io.freshet.simulator.replay;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.parquet.ParquetReadOptions;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.ColumnReader;
import org.apache.parquet.column.impl.ColumnReadStoreImpl;
import org.apache.parquet.column.page.PageReadStore;
import org.apache.parquet.conf.PlainParquetConfiguration;
import org.apache.parquet.example.data.simple.convert.GroupRecordConverter;
import org.apache.parquet.hadoop.ParquetFileReader;
import org.apache.parquet.io.LocalInputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Type;

/**
 * The rows of a flat Parquet file, one after the other, of the columns that were asked for. Holds
 * one row group in memory, compressed. Not thread-safe.
 */
final class ParquetTable implements AutoCloseable {
  private final Path path;
  private final ParquetFileReader reader;
  private final MessageType schema;
  private final List<Cell> cells = new ArrayList<>();
  private long rowsLeftInGroup;

  /**
   * @throws FreshetException when there is no such file, or not with these columns
   */
  ParquetTable(Path path, List<Column> columns) {
    this.path = path;
    if (!Files.isRegularFile(path)) {
      throw new FreshetException(Fault.CALLER, "There is no file %s".formatted(path));
    }
    try {
      reader =
          new ParquetFileReader(
              new LocalInputFile(path),
              ParquetReadOptions.builder(new PlainParquetConfiguration()).build());
    } catch (IOException | RuntimeException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read %s as Parquet: %s".formatted(path, e.getMessage()), e);
    }
    schema = projection(columns);
    reader.setRequestedSchema(schema);
    columns.forEach(column -> cells.add(new Cell()));
  }

  /** A column that a file must have. */
  record Column(String name, Kind kind) {}

  /** What a column holds, however many bytes its values take. */
  enum Kind {
    TEXT("text"),
    WHOLE("whole numbers"),
    FRACTION("fractions"),
    FLAG("true or false");

    private final String description;

    Kind(String description) {
      this.description = description;
    }

    private boolean holds(PrimitiveTypeName type) {
      return switch (this) {
        case TEXT -> type == PrimitiveTypeName.BINARY;
        case WHOLE -> type == PrimitiveTypeName.INT64 || type == PrimitiveTypeName.INT32;
        case FRACTION -> type == PrimitiveTypeName.DOUBLE || type == PrimitiveTypeName.FLOAT;
        case FLAG -> type == PrimitiveTypeName.BOOLEAN;
      };
    }
  }

  boolean advance() {
    if (rowsLeftInGroup == 0 && !openNextGroup()) {
      return false;
    }
    rowsLeftInGroup--;
    cells.forEach(Cell::read);

    return true;
  }

  boolean isNull(int column) {
    return cells.get(column).isNull;
  }

  String text(int column) {
    return cells.get(column).text;
  }

  long whole(int column) {
    return cells.get(column).whole;
  }

  double fraction(int column) {
    return cells.get(column).fraction;
  }

  boolean flag(int column) {
    return cells.get(column).whole != 0;
  }

  @Override
  public void close() {
    try {
      reader.close();
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot close %s".formatted(path), e);
    }
  }

  private boolean openNextGroup() {
    try {
      PageReadStore pages = reader.readNextRowGroup();
      if (pages == null) {
        return false;
      }
      ColumnReadStoreImpl columns =
          new ColumnReadStoreImpl(
              pages,
              new GroupRecordConverter(schema).getRootConverter(),
              schema,
              reader.getFileMetaData().getCreatedBy());
      for (int i = 0; i < cells.size(); i++) {
        ColumnDescriptor descriptor = schema.getColumns().get(i);
        cells.get(i).open(columns.getColumnReader(descriptor), descriptor);
      }
      rowsLeftInGroup = pages.getRowCount();

      return rowsLeftInGroup > 0 || openNextGroup();
    } catch (IOException | RuntimeException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot read on in %s: %s".formatted(path, e.getMessage()), e);
    }
  }

  private MessageType projection(List<Column> columns) {
    MessageType all = reader.getFileMetaData().getSchema();
    List<Type> types = new ArrayList<>();
    List<String> problems = new ArrayList<>();
    for (Column column : columns) {
      if (!all.containsField(column.name())) {
        problems.add("no column " + column.name());
      } else if (!fits(all.getType(column.name()), column.kind())) {
        problems.add(
            "a column %s that does not hold %s"
                .formatted(column.name(), column.kind().description));
      } else {
        types.add(all.getType(column.name()));
      }
    }
    if (!problems.isEmpty()) {
      close();
      throw new FreshetException(
          Fault.CALLER, "%s has %s".formatted(path, String.join(", ", problems)));
    }

    return new MessageType(all.getName(), types);
  }

  private static boolean fits(Type type, Kind kind) {
    return type.isPrimitive()
        && !type.isRepetition(Type.Repetition.REPEATED)
        && kind.holds(type.asPrimitiveType().getPrimitiveTypeName());
  }

  /** The value of one column in the current row. */
  private static final class Cell {
    private ColumnReader reader;
    private PrimitiveTypeName type;
    private int definedLevel;

    private boolean isNull;
    private String text;
    private long whole;
    private double fraction;

    void open(ColumnReader columnReader, ColumnDescriptor descriptor) {
      reader = columnReader;
      type = descriptor.getPrimitiveType().getPrimitiveTypeName();
      definedLevel = descriptor.getMaxDefinitionLevel();
    }

    void read() {
      isNull = reader.getCurrentDefinitionLevel() < definedLevel;
      if (!isNull) {
        readValue();
      }
      reader.consume();
    }

    private void readValue() {
      switch (type) {
        case BINARY -> text = reader.getBinary().toStringUsingUTF8();
        case INT64 -> whole = reader.getLong();
        case INT32 -> whole = reader.getInteger();
        case BOOLEAN -> whole = reader.getBoolean() ? 1 : 0;
        case DOUBLE -> fraction = reader.getDouble();
        case FLOAT -> fraction = reader.getFloat();
        default -> throw new IllegalStateException("No kind of column holds " + type);
      }
    }
  }
}
