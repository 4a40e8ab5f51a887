package io.freshet.warehouse.trino.query;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.trino.jdbc.Row;
import io.trino.jdbc.RowField;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.sql.Array;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What people and scripts can read of the driver's values: bytes, arrays, rows and maps. */
final class TrinoValues {
  private TrinoValues() {}

  /** Bytes as text, arrays as lists, rows and maps as maps, to any depth; all else as it is. */
  static Object plain(Object value) {
    if (value instanceof byte[] bytes) {
      return text(bytes);
    }
    if (value instanceof Array array) {
      return plain(elements(array));
    }
    if (value instanceof Object[] elements) {
      return plain(Arrays.asList(elements));
    }
    if (value instanceof List<?> list) {
      List<Object> plain = new ArrayList<>();
      list.forEach(element -> plain.add(plain(element)));

      return plain;
    }
    if (value instanceof Map<?, ?> map) {
      Map<String, Object> plain = new LinkedHashMap<>();
      map.forEach((key, element) -> plain.put(String.valueOf(plain(key)), plain(element)));

      return plain;
    }

    return value instanceof Row row ? fields(row) : value;
  }

  private static Object elements(Array array) {
    try {
      return array.getArray();
    } catch (SQLException e) {
      throw new FreshetException(Fault.OURS, "Cannot read an array of Trino's", e);
    }
  }

  /** A field without a name goes by its place, from 1 on. */
  private static Map<String, Object> fields(Row row) {
    Map<String, Object> fields = new LinkedHashMap<>();
    for (RowField field : row.getFields()) {
      fields.put(
          field.getName().orElseGet(() -> Integer.toString(field.getOrdinal() + 1)),
          plain(field.getValue()));
    }

    return fields;
  }

  /** As UTF-8 where every character can be shown; else in hexadecimal, as {@code 0x00ff}. */
  private static String text(byte[] bytes) {
    try {
      String text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
      if (text.codePoints().noneMatch(Character::isISOControl)) {
        return text;
      }
    } catch (CharacterCodingException notText) {
      // Then it is shown as what it is.
    }

    return "0x" + HexFormat.of().formatHex(bytes);
  }
}
