package io.freshet.batch.landing.given;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Makes a JSON text of a row of a CSV file. What the contract has as number, truth value, list or
 * struct is written as it stands where that is JSON, and all else as text; a cell without anything
 * is left out.
 */
final class CsvText implements MapFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private static final JsonFactory JSON = new JsonFactory();
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9]\\d*)(\\.\\d+)?([eE][+-]?\\d+)?");
  private static final Pattern TRUTH = Pattern.compile("true|false");
  private static final Pattern NESTED = Pattern.compile("[\\[{].*", Pattern.DOTALL);
  private static final Set<Scalar> NUMBERS =
      Set.of(Scalar.INTEGER, Scalar.LONG, Scalar.FLOAT, Scalar.DOUBLE);
  private static final char NO_CHARACTER = '\uFFFD';
  private static final int NAME = 0;
  private static final int CELLS = 1;
  private static final int BROKEN = 2;

  private final List<Field> columns;
  private final int width;

  /**
   * @param columns of the cells
   * @param width how many values a row of the file has
   */
  CsvText(List<Field> columns, int width) {
    this.columns = columns;
    this.width = width;
  }

  @Override
  public Row call(Row row) throws IOException {
    String broken = row.getString(BROKEN);
    if (broken != null) {
      return row(
          row,
          broken.getBytes(StandardCharsets.UTF_8),
          "The row has not the %d values of the header, or its quotes don't close"
              .formatted(width));
    }
    List<String> cells = row.getList(CELLS);

    return row(row, text(cells), problem(cells));
  }

  /** A reader of text says nothing of bytes that are none, and puts this in their place. */
  private String problem(List<String> cells) {
    for (int i = 0; i < cells.size(); i++) {
      if (cells.get(i) != null && cells.get(i).indexOf(NO_CHARACTER) >= 0) {
        return "%s holds bytes that are no UTF-8".formatted(columns.get(i).name());
      }
    }

    return null;
  }

  private static Row row(Row row, byte[] text, String problem) {
    return RowFactory.create(row.getString(NAME), 0L, null, text, problem);
  }

  byte[] text(List<String> cells) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (int i = 0; i < cells.size(); i++) {
        String cell = cells.get(i);
        if (cell != null && !isNothing(columns.get(i).type(), cell)) {
          json.writeFieldName(columns.get(i).json().name());
          if (isJson(columns.get(i).type(), cell)) {
            json.writeRawValue(cell);
          } else {
            json.writeString(cell);
          }
        }
      }
      json.writeEndObject();
    }

    return bytes.toByteArray();
  }

  /** What is empty in quotes is a text, where the contract has one there. */
  private static boolean isNothing(FieldType type, String cell) {
    return cell.isEmpty() && type != Scalar.STRING;
  }

  private static boolean isJson(FieldType type, String cell) {
    if (type instanceof FieldType.Decimal || (type instanceof Scalar && NUMBERS.contains(type))) {
      return NUMBER.matcher(cell).matches();
    }
    if (type == Scalar.BOOLEAN) {
      return TRUTH.matcher(cell).matches();
    }

    return !(type instanceof Scalar) && NESTED.matcher(cell).matches();
  }
}
