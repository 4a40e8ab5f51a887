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
  private static final int VERSION = 4;

  /** Knew no steps. */
  private static final int FORMER_VERSION = 3;

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
    ArrayNode steps = root.putArray("files");
    for (List<String> step : committable.files().steps()) {
      step.forEach(steps.addArray()::add);
    }

    return json.writeValueAsBytes(root);
  }

  @Override
  public TableCommittable deserialize(int version, byte[] serialized) throws IOException {
    if (version != VERSION && version != FORMER_VERSION) {
      throw new IOException(
          "A committable of version %d can't be read; this release reads versions %d and %d"
              .formatted(version, FORMER_VERSION, VERSION));
    }
    JsonNode root = json.readTree(serialized);
    List<List<String>> steps = new ArrayList<>();
    if (version == FORMER_VERSION) {
      steps.add(texts(root.path("data_files")));
    }
    root.path("files").forEach(step -> steps.add(texts(step)));

    return new TableCommittable(
        root.path("table").asText(),
        root.path("table_uuid").asText(),
        new FileSteps(steps),
        LedgerCodec.readRanges(root.path("ranges").asText()),
        ReceivedTimes.decode(root.path("received").asText()),
        root.path("flushed_at_millis").asLong());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));

    return texts;
  }
}
