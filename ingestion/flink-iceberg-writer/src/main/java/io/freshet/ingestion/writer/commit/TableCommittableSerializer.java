package io.freshet.ingestion.writer.commit;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.LedgerCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.flink.core.io.SimpleVersionedSerializer;

/** Committables as JSON: a savepoint can be read by people and by later releases. */
public final class TableCommittableSerializer
    implements SimpleVersionedSerializer<TableCommittable> {
  private static final int VERSION = 6;

  /** Knew one table only, and as the one after it no traces. */
  private static final int VERSION_OF_ONE_TABLE = 4;

  /** Knew no steps either. */
  private static final int VERSION_WITHOUT_STEPS = 3;

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
            .put("ranges", LedgerCodec.writeRanges(committable.ranges()))
            .put("received", committable.received().encode())
            .put("flushed_at_millis", committable.flushedAtMillis());
    committable.tableUuids().stream().sorted().forEach(root.putArray("table_uuids")::add);
    committable.traced().stream().map(TracedEvent::encode).forEach(root.putArray("traced")::add);
    ArrayNode steps = root.putArray("files");
    for (List<String> step : committable.files().steps()) {
      step.forEach(steps.addArray()::add);
    }

    return json.writeValueAsBytes(root);
  }

  @Override
  public TableCommittable deserialize(int version, byte[] serialized) throws IOException {
    if (version < VERSION_WITHOUT_STEPS || version > VERSION) {
      throw new IOException(
          "A committable of version %d can't be read; this release reads versions %d to %d"
              .formatted(version, VERSION_WITHOUT_STEPS, VERSION));
    }
    JsonNode root = json.readTree(serialized);
    List<String> uuids =
        version <= VERSION_OF_ONE_TABLE
            ? List.of(root.path("table_uuid").asText())
            : texts(root.path("table_uuids"));
    List<List<String>> steps = new ArrayList<>();
    if (version == VERSION_WITHOUT_STEPS) {
      steps.add(texts(root.path("data_files")));
    }
    root.path("files").forEach(step -> steps.add(texts(step)));

    return new TableCommittable(
        root.path("table").asText(),
        Set.copyOf(uuids),
        new FileSteps(steps),
        LedgerCodec.readRanges(root.path("ranges").asText()),
        ReceivedTimes.decode(root.path("received").asText()),
        root.path("flushed_at_millis").asLong(),
        texts(root.path("traced")).stream().map(TracedEvent::decode).toList());
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(text -> texts.add(text.asText()));

    return texts;
  }
}
