package io.freshet.ingestion.sqlapps.redis;

import io.freshet.ingestion.sqlapps.application.SinkTable;
import io.freshet.ingestion.sqlapps.table.ColumnTexts;
import java.io.Serializable;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.data.RowData;

/** Makes hashes of rows. */
final class RedisRows implements Serializable {
  private static final long serialVersionUID = 1L;
  private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}]*)}");

  private final String key;
  private final ColumnTexts columns;
  private final int newest;
  private final long ttlMillis;

  RedisRows(SinkTable.Redis sink) {
    this.key = sink.key();
    this.columns = new ColumnTexts(sink.columns());
    this.newest = columns.indexOf(sink.newest());
    this.ttlMillis = sink.ttl().toMillis();
  }

  /** The columns of which a key is made, in their order. */
  static List<String> keyColumns(String key) {
    return IN_BRACES.matcher(key).results().map(found -> found.group(1)).distinct().toList();
  }

  /** Empty where the row does not say which hash it is, or how new. */
  Optional<RedisHash> hash(RowData row) {
    Optional<Long> order = columns.order(row, newest);
    Optional<String> filled = key(row);
    if (order.isEmpty() || filled.isEmpty()) {
      return Optional.empty();
    }
    List<String> fields = new ArrayList<>();
    for (int i = 0; i < columns.size(); i++) {
      Optional<Object> value = columns.value(row, i);
      if (value.isPresent()) {
        fields.add(columns.name(i));
        fields.add(text(value.get()));
      }
    }

    return Optional.of(new RedisHash(filled.get(), order.get(), ttlMillis, fields));
  }

  private Optional<String> key(RowData row) {
    StringBuilder filled = new StringBuilder();
    Matcher names = IN_BRACES.matcher(key);
    while (names.find()) {
      Optional<Object> value = columns.value(row, columns.indexOf(names.group(1)));
      if (value.isEmpty()) {
        return Optional.empty();
      }
      names.appendReplacement(filled, Matcher.quoteReplacement(text(value.get())));
    }
    names.appendTail(filled);

    return Optional.of(filled.toString());
  }

  private static String text(Object value) {
    return value instanceof BigDecimal decimal ? decimal.toPlainString() : value.toString();
  }
}
