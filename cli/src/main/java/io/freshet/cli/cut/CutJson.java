package io.freshet.cli.cut;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.lake.cut.Cut;

/** A cut in a command's result. */
final class CutJson {
  private CutJson() {}

  static ObjectNode of(Cut cut) {
    ObjectNode result =
        JsonNodeFactory.instance
            .objectNode()
            .put("cut", cut.name().toString())
            .put("domain", cut.domain())
            .put("before", cut.name().bound().toString())
            .put("made_at", cut.madeAt().toString())
            .put("stays_until", cut.until().toString());
    ObjectNode tables = result.putObject("snapshots");
    // As text: readers of JSON round numbers that are as long.
    cut.tables()
        .forEach(
            (table, held) -> tables.put(table, held.snapshot().map(String::valueOf).orElse(null)));

    return result;
  }
}
