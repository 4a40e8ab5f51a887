package io.freshet.catalog.delta.act;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.TableMetadata;
import org.apache.iceberg.TableMetadataParser;

/**
 * Gives snapshots the times of the versions that they were made of, so that {@code FOR TIMESTAMP AS
 * OF} finds in the one table what it found in the other.
 */
final class DatedMetadata {
  private static final ObjectMapper MAPPER = new ObjectMapper();
  private static final String ID = "snapshot-id";
  private static final String TIME = "timestamp-ms";
  private static final String CHANGED = "last-updated-ms";

  private DatedMetadata() {}

  /**
   * @param times of the snapshots, by their ids, each later than the one before
   */
  static TableMetadata of(TableMetadata metadata, Map<Long, Long> times) {
    try {
      ObjectNode json = (ObjectNode) MAPPER.readTree(TableMetadataParser.toJson(metadata));
      for (String list : List.of("snapshots", "snapshot-log")) {
        for (JsonNode entry : json.withArray(list)) {
          ((ObjectNode) entry).put(TIME, times.get(entry.path(ID).longValue()));
        }
      }
      long newest = Collections.max(times.values());
      json.put(CHANGED, Math.max(newest, json.path(CHANGED).longValue()));

      return TableMetadataParser.fromJson(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Iceberg wants times that rise; clocks of Delta's writers may have gone back. */
  static Map<Long, Long> rising(Map<Long, Instant> committedAt) {
    Map<Long, Long> times = new HashMap<>();
    long last = Long.MIN_VALUE;
    for (Map.Entry<Long, Instant> snapshot : committedAt.entrySet()) {
      last = Math.max(last + 1, snapshot.getValue().toEpochMilli());
      times.put(snapshot.getKey(), last);
    }

    return times;
  }
}
