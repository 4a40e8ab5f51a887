package io.freshet.ingestion.writer.rewrite;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.Repairs.Stretch;
import java.util.List;

/** The stretches of a plan, as plans and receipts tell them. */
public final class StretchList {
  private StretchList() {}

  /** Offsets in all of them; there are at most so many records. */
  public static long offsets(List<Stretch> stretches) {
    return stretches.stream().mapToLong(each -> each.end() - each.from()).sum();
  }

  /** Puts {@code stretches} there, with the last offset of each. */
  public static void write(List<Stretch> stretches, ObjectNode node) {
    ArrayNode array = node.putArray("stretches");
    for (Stretch stretch : stretches) {
      array
          .addObject()
          .put("source", stretch.position().source())
          .put("partition", stretch.position().partition())
          .put("from", stretch.from())
          .put("to", stretch.end() - 1);
    }
  }
}
