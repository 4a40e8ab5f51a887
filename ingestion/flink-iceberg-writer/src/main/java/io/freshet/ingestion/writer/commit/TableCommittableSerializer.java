package io.freshet.ingestion.writer.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.LedgerCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Committables as JSON: a savepoint can be read by people and by later releases. */
public final class TableCommittableSerializer
    implements SimpleVersionedSerializer<TableCommittable> {
  private static final int VERSION = 3;

  private final ObjectMapper json = new ObjectMapper();

  @Override
  public int getVersion() {
    return VERSION;
  }

  @Override
  public byte[] serialize(TableCommittable committable) throws IOException {
    ObjectNode root =
        json.createObjectNode()
            .put("table", committable.table())
            .put("table_uuid", committable.tableUuid())
            .put("ranges", LedgerCodec.writeRanges(committable.ranges()))
            .put("received", committable.received().encode())
            .put("flushed_at_millis", committable.flushedAtMillis());
    ArrayNode files = root.putArray("data_files");
    committable.dataFiles().forEach(files::add);

    return json.writeValueAsBytes(root);
  }

  @Override
  public TableCommittable deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION) {
      throw new IOException(
          "A committable of version %d can't be read; this release reads version %d"
              .formatted(version, VERSION));
    }
    JsonNode root = json.readTree(serialized);
    List<String> files = new ArrayList<>();
    root.path("data_files").forEach(file -> files.add(file.asText()));

    return new TableCommittable(
        root.path("table").asText(),
        root.path("table_uuid").asText(),
        files,
        LedgerCodec.readRanges(root.path("ranges").asText()),
        ReceivedTimes.decode(root.path("received").asText()),
        root.path("flushed_at_millis").asLong());
  }
}
