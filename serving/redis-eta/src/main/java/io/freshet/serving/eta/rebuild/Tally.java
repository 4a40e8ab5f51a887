package io.freshet.serving.eta.rebuild;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many keys of one kind came to which verdict, and some that somebody should look at. */
final class Tally {
  private static final int MOST_EXAMPLES = 20;

  private final Map<Verdict, Long> counts = new EnumMap<>(Verdict.class);
  private final List<Example> examples = new ArrayList<>();

  /**
   * @param wanted version and event time of the document that should be there; empty of a stranger
   */
  private record Example(String key, Verdict verdict, List<Long> wanted) {}

  void add(Wanted wanted, Verdict verdict) {
    counts.merge(verdict, 1L, Long::sum);
    if (verdict.isWrong()) {
      note(
          new Example(
              wanted.key(), verdict, List.of(wanted.write().version(), wanted.leastMillis())));
    }
  }

  /** Of a key that the sources do not name. */
  void addUnnamed(String key, Verdict verdict) {
    counts.merge(verdict, 1L, Long::sum);
    if (verdict == Verdict.UNKNOWN) {
      note(new Example(key, verdict, List.of()));
    }
  }

  private void note(Example example) {
    if (examples.size() < MOST_EXAMPLES) {
      examples.add(example);
    }
  }

  long count(Verdict verdict) {
    return counts.getOrDefault(verdict, 0L);
  }

  long wrong() {
    return counts.entrySet().stream()
        .filter(entry -> entry.getKey().isWrong())
        .mapToLong(Map.Entry::getValue)
        .sum();
  }

  void write(ObjectNode node) {
    for (Verdict verdict : Verdict.values()) {
      node.put(verdict.code(), count(verdict));
    }
    ArrayNode shown = node.putArray("examples");
    for (Example example : examples) {
      ObjectNode each = shown.addObject();
      each.put("key", example.key()).put("verdict", example.verdict().code());
      ArrayNode version = each.putArray("wanted");
      example.wanted().forEach(version::add);
    }
  }
}
