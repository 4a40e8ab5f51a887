package io.freshet.ingestion.writer.earlier;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.Repairs.Stretch;
import io.freshet.ingestion.writer.rewrite.StretchList;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * What the log still has from before a table began to read it.
 *
 * @param table namespace and name
 * @param stretches one for each partition that has any, up to where the table began
 * @param erased how many of the table's rows have been erased: whose they were may be among these
 * @param expected how long it takes; empty where nobody has tried
 */
public record EarlierPlan(
    String table, List<Stretch> stretches, long erased, Optional<Duration> expected) {
  public EarlierPlan {
    stretches = List.copyOf(stretches);
  }

  EarlierPlan expecting(Duration time) {
    return new EarlierPlan(table, stretches, erased, Optional.of(time));
  }

  /** There are at most so many records. */
  long offsets() {
    return StretchList.offsets(stretches);
  }

  public ObjectNode toJson() {
    ObjectNode node =
        JsonNodeFactory.instance
            .objectNode()
            .put("table", table)
            .put("offsets", offsets())
            .put("erased_rows", erased);
    expected.ifPresent(time -> node.put("expected_seconds", time.toMillis() / 1000.0));
    StretchList.write(stretches, node);

    return node;
  }
}
