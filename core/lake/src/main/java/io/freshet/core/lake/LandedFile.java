package io.freshet.core.lake;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.Map;
import java.util.TreeMap;
import org.apache.iceberg.Table;

/**
 * A file, or a range of another database's table, whose rows a table holds. To the table's ledger
 * all of them are one source, each of them a partition, and the number of a row in it the offset.
 * Lives in a table property of its own, which comes with the commit of the rows.
 *
 * @param number the partition, which follows from name and content
 * @param name where it was: a URI
 * @param content a hash of its bytes, or what stands for it
 * @param rows those that were refused among them
 */
public record LandedFile(int number, String name, String content, long rows) {
  /** With {@code .17} behind it, a table property. */
  public static final String PROPERTY = "freshet.landed";

  /** The topics of streams have no slash. */
  private static final String TOPIC = "landing/";

  private static final ObjectMapper JSON = new ObjectMapper();

  /** What the ledger of a table calls everything that was landed in it. */
  public static LogSource source(String contract, Table table) {
    return new LogSource("files", TOPIC + contract, table.uuid().toString());
  }

  /** Whether a source of a ledger is files, and no topic. */
  public static boolean isLanding(LogSource source) {
    return source.topic().startsWith(TOPIC);
  }

  /** All that a table holds, by their numbers. */
  public static Map<Integer, LandedFile> of(Map<String, String> tableProperties) {
    Map<Integer, LandedFile> files = new TreeMap<>();
    tableProperties.forEach(
        (key, value) -> {
          if (key.startsWith(PROPERTY + ".")) {
            LandedFile file = parse(Integer.parseInt(key.substring(PROPERTY.length() + 1)), value);
            files.put(file.number(), file);
          }
        });

    return files;
  }

  private static LandedFile parse(int number, String json) {
    try {
      JsonNode root = JSON.readTree(json);

      return new LandedFile(
          number,
          root.path("name").asText(),
          root.path("content").asText(),
          root.path("rows").asLong());
    } catch (JsonProcessingException e) {
      throw new FreshetException(
          Fault.OURS, "The property %s.%d is no JSON: %s".formatted(PROPERTY, number, json), e);
    }
  }

  public String key() {
    return PROPERTY + "." + number;
  }

  /** The property's value. */
  public String toJson() {
    return JSON.createObjectNode()
        .put("name", name)
        .put("content", content)
        .put("rows", rows)
        .toString();
  }
}
