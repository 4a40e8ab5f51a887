package io.freshet.catalog.delta;

import static java.nio.ByteOrder.LITTLE_ENDIAN;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.delta.kernel.internal.deletionvectors.Base85Codec;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.zip.CRC32;
import org.apache.parquet.example.data.Group;
import org.apache.parquet.example.data.simple.SimpleGroup;
import org.apache.parquet.hadoop.ParquetWriter;
import org.apache.parquet.hadoop.example.ExampleParquetWriter;
import org.apache.parquet.io.LocalOutputFile;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.MessageTypeParser;

/** A Delta table written by hand, log and files, so that it may have whatever Delta allows. */
public final class DeltaFolder {
  static final long FIRST_COMMIT = 1_700_000_000_000L;
  static final long BETWEEN_COMMITS = 60_000;

  /** So much later than the commit's own time is the one that counts where it is switched on. */
  static final long IN_COMMIT_LATER = 7;

  /** The magic numbers of Delta's protocol and of Roaring's format. */
  private static final int PORTABLE_BITMAPS = 1_681_511_377;

  private static final int ROARING_WITHOUT_RUNS = 12_346;
  private static final byte VECTOR_FILE_VERSION = 1;
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final Path root;
  private final List<JsonNode> actions = new ArrayList<>();
  private long version;

  public DeltaFolder(Path root) {
    this.root = root;
  }

  public Path root() {
    return root;
  }

  /** Reader version 1, writer version 2. */
  public DeltaFolder protocol() {
    return action(
        """
        {"protocol": {"minReaderVersion": 1, "minWriterVersion": 2}}""");
  }

  /** Reader version 3, writer version 7. */
  public DeltaFolder protocol(String... features) {
    ObjectNode protocol = JSON.objectNode();
    ObjectNode body =
        protocol.putObject("protocol").put("minReaderVersion", 3).put("minWriterVersion", 7);
    for (String list : List.of("readerFeatures", "writerFeatures")) {
      for (String feature : features) {
        body.withArray(list).add(feature);
      }
    }
    actions.add(protocol);

    return this;
  }

  /**
   * @param fields as in {@code {"name": "id", "type": "long", "nullable": true, "metadata": {}}},
   *     with commas between
   */
  public DeltaFolder metadata(
      String fields, List<String> partitionColumns, Map<String, String> config) {
    ObjectNode action = JSON.objectNode();
    ObjectNode body = action.putObject("metaData").put("id", "table-" + root.getFileName());
    body.putObject("format").put("provider", "parquet").putObject("options");
    body.put("schemaString", "{\"type\": \"struct\", \"fields\": [%s]}".formatted(fields));
    partitionColumns.forEach(body.putArray("partitionColumns")::add);
    ObjectNode configuration = body.putObject("configuration");
    config.forEach(configuration::put);
    actions.add(action);

    return this;
  }

  /** A nullable field without metadata. */
  public static String field(String name, String type) {
    return "{\"name\": \"%s\", \"type\": \"%s\", \"nullable\": true, \"metadata\": {}}"
        .formatted(name, type);
  }

  /** Adds a data file that is written already. */
  public DeltaFolder add(String name) {
    return add(name, Map.of());
  }

  public DeltaFolder add(String name, Map<String, String> partitionValues) {
    return add(name, partitionValues, null);
  }

  /**
   * @param deletionVector as the protocol writes it; null for none
   */
  public DeltaFolder add(String name, Map<String, String> partitionValues, String deletionVector) {
    ObjectNode action = JSON.objectNode();
    ObjectNode body =
        action
            .putObject("add")
            .put("path", name)
            .put("size", size(name))
            .put("modificationTime", FIRST_COMMIT)
            .put("dataChange", true);
    ObjectNode values = body.putObject("partitionValues");
    partitionValues.forEach(values::put);
    if (deletionVector != null) {
      body.set("deletionVector", parsed(deletionVector));
    }
    actions.add(action);

    return this;
  }

  private long size(String name) {
    try {
      return Files.size(root.resolve(name));
    } catch (IOException e) {
      return 1_000; // of a file that is gone
    }
  }

  public DeltaFolder remove(String name) {
    ObjectNode action = JSON.objectNode();
    action
        .putObject("remove")
        .put("path", name)
        .put("deletionTimestamp", FIRST_COMMIT)
        .put("dataChange", true);
    actions.add(action);

    return this;
  }

  public DeltaFolder action(String json) {
    actions.add(parsed(json));

    return this;
  }

  /**
   * A deletion vector that lies in the log itself.
   *
   * @param positions an even number of them, rising
   */
  public static String deletionVector(int... positions) {
    byte[] bitmap = bitmap(positions);

    return """
        {"storageType": "i", "pathOrInlineDv": "%s", "sizeInBytes": %d, "cardinality": %d}"""
        .formatted(Base85Codec.encodeBytes(bitmap), bitmap.length, positions.length);
  }

  /** One that lies in a file of its own beside the table's, which is written. */
  public String deletionVectorFile(int... positions) {
    byte[] bitmap = bitmap(positions);
    UUID id = UUID.nameUUIDFromBytes(bitmap);
    CRC32 checksum = new CRC32();
    checksum.update(bitmap);
    ByteBuffer file = ByteBuffer.allocate(1 + Integer.BYTES + bitmap.length + Integer.BYTES);
    file.put(VECTOR_FILE_VERSION)
        .putInt(bitmap.length)
        .put(bitmap)
        .putInt((int) checksum.getValue());
    try {
      Files.write(root.resolve("deletion_vector_%s.bin".formatted(id)), file.array());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return """
        {"storageType": "u", "pathOrInlineDv": "%s", "offset": 1, "sizeInBytes": %d,
         "cardinality": %d}"""
        .formatted(Base85Codec.encodeUUID(id), bitmap.length, positions.length);
  }

  private static byte[] bitmap(int... positions) {
    ByteBuffer bytes = ByteBuffer.allocate(32 + 2 * positions.length).order(LITTLE_ENDIAN);
    bytes.putInt(PORTABLE_BITMAPS).putLong(1).putInt(0);
    bytes.putInt(ROARING_WITHOUT_RUNS).putInt(1);
    bytes.putShort((short) 0).putShort((short) (positions.length - 1)).putInt(16);
    for (int position : positions) {
      bytes.putShort((short) position);
    }

    return bytes.array();
  }

  /** The next version: what was said since the last one. */
  public DeltaFolder commit(String operation) {
    long time = FIRST_COMMIT + version * BETWEEN_COMMITS;
    ObjectNode info = JSON.objectNode();
    info.putObject("commitInfo")
        .put("inCommitTimestamp", time + IN_COMMIT_LATER)
        .put("timestamp", time)
        .put("operation", operation);
    StringBuilder lines = new StringBuilder(info + "\n");
    actions.forEach(action -> lines.append(action).append('\n'));
    try {
      Path log = Files.createDirectories(root.resolve("_delta_log"));
      Files.writeString(log.resolve("%020d.json".formatted(version)), lines.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    actions.clear();
    version++;

    return this;
  }

  /**
   * Writes a data file.
   *
   * @param schema as parquet-java prints it, without {@code message} and braces
   * @param rows fill a row each
   */
  @SafeVarargs
  public final DeltaFolder file(String name, String schema, Consumer<Group>... rows) {
    MessageType type = MessageTypeParser.parseMessageType("message row { %s }".formatted(schema));
    Path file = root.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      try (ParquetWriter<Group> writer =
          ExampleParquetWriter.builder(new LocalOutputFile(file)).withType(type).build()) {
        for (Consumer<Group> row : rows) {
          Group group = new SimpleGroup(type);
          row.accept(group);
          writer.write(group);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return this;
  }

  /** A file with one column {@code id}. */
  public DeltaFolder ids(String name, long... ids) {
    List<Consumer<Group>> rows = new ArrayList<>();
    for (long id : ids) {
      rows.add(row -> row.add("id", id));
    }

    return file(name, "optional int64 id;", rows.toArray(DeltaFolder::consumers));
  }

  @SuppressWarnings({"unchecked", "rawtypes"}) // no array can be made of a generic type
  private static Consumer<Group>[] consumers(int size) {
    return new Consumer[size];
  }

  private static JsonNode parsed(String json) {
    try {
      return new ObjectMapper().readTree(json);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
