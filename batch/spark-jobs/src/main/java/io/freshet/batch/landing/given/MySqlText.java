package io.freshet.batch.landing.given;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import io.freshet.batch.landing.database.MySqlCell.Kind;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.Serializable;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.util.List;
import org.apache.spark.api.java.function.MapFunction;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;

/**
 * Makes a JSON text of the texts of a row's values. A null is a null; what is no value of its kind,
 * such as MySQL's day of zeros, is written as it stands and left to the checks.
 */
final class MySqlText implements MapFunction<Row, Row> {
  private static final long serialVersionUID = 1L;

  private static final JsonFactory JSON = new JsonFactory();
  private static final String NO_TIME = "0000-00-00 00:00:00";
  private static final int NAME = 0;
  private static final int INDEX = 1;
  private static final int CELLS = 2;

  private final List<Member> members;
  private final ZoneId zone;

  /**
   * A value of a row.
   *
   * @param name in JSON
   */
  record Member(String name, Kind kind) implements Serializable {}

  /**
   * @param members of the cells
   * @param zone of times that have none
   */
  MySqlText(List<Member> members, ZoneId zone) {
    this.members = members;
    this.zone = zone;
  }

  @Override
  public Row call(Row row) throws IOException {
    return RowFactory.create(
        row.getString(NAME), 0L, row.getLong(INDEX), text(row.getList(CELLS)), null);
  }

  byte[] text(List<String> cells) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (JsonGenerator json = JSON.createGenerator(bytes)) {
      json.writeStartObject();
      for (int i = 0; i < cells.size(); i++) {
        json.writeFieldName(members.get(i).name());
        if (cells.get(i) == null) {
          json.writeNull();
        } else {
          write(json, members.get(i).kind(), cells.get(i));
        }
      }
      json.writeEndObject();
    }

    return bytes.toByteArray();
  }

  private void write(JsonGenerator json, Kind kind, String cell) throws IOException {
    switch (kind) {
      case TEXT -> json.writeString(cell);
      case NUMBER -> json.writeNumber(new BigDecimal(cell));
      case FLOAT -> json.writeNumber((float) Double.parseDouble(cell));
      case TRUTH -> writeTruth(json, cell);
      case DOCUMENT -> writeDocument(json, cell);
      case BYTES -> json.writeString(cell.replace("\n", ""));
      case TIME -> json.writeString(time(new BigDecimal(cell)));
      case TIME_WITHOUT_ZONE -> json.writeString(utc(cell));
    }
  }

  private static void writeTruth(JsonGenerator json, String cell) throws IOException {
    switch (cell) {
      case "0" -> json.writeBoolean(false);
      case "1" -> json.writeBoolean(true);
      default -> json.writeNumber(new BigDecimal(cell));
    }
  }

  private static void writeDocument(JsonGenerator json, String cell) throws IOException {
    if (isJson(cell)) {
      json.writeRawValue(cell);
    } else {
      json.writeString(cell);
    }
  }

  /** To MariaDB a document is a text, and whether it is one is a check that a table may lack. */
  private static boolean isJson(String cell) throws IOException {
    try (JsonParser parser = JSON.createParser(cell)) {
      if (parser.nextToken() == null) {
        return false;
      }
      parser.skipChildren();

      return parser.nextToken() == null;
    } catch (JsonProcessingException e) {
      return false;
    }
  }

  private static String time(BigDecimal seconds) {
    if (seconds.signum() == 0) {
      return NO_TIME;
    }
    long nanos = seconds.remainder(BigDecimal.ONE).movePointRight(9).longValue();

    return Instant.ofEpochSecond(seconds.longValue(), nanos).toString();
  }

  /** Of an hour that clocks show twice the later one is meant, as with Postgres. */
  private String utc(String cell) {
    try {
      return LocalDateTime.parse(cell.replace(' ', 'T'))
          .atZone(zone)
          .withLaterOffsetAtOverlap()
          .toInstant()
          .toString();
    } catch (DateTimeException e) {
      return cell;
    }
  }
}
