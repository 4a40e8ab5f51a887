package io.freshet.bench;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;

/** What every bench says at its end. */
public interface BenchOutcome {
  String bench();

  Machine machine();

  /** Counts that are not what they must be; with any, the figures mean nothing. */
  List<String> findings();

  /** Puts what this bench alone tells, its {@code runs} among it. */
  void describe(ObjectNode root);

  /** The shape that design.md fixes for {@code bench}. */
  default ObjectNode json() {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok()).put("bench", bench());
    root.set("machine", machine().json());
    describe(root);
    ArrayNode problems = root.putArray("findings");
    findings().forEach(problems::add);

    return root;
  }

  default boolean ok() {
    return findings().isEmpty();
  }
}
