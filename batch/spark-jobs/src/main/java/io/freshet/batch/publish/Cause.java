package io.freshet.batch.publish;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * What made a partition run.
 *
 * @param markets by table, in which markets its rows touch the partition; none where it was no
 *     change
 */
public record Cause(Kind kind, Map<String, Collection<String>> markets) {
  /** Why somebody computes something. */
  public enum Kind {
    /** Somebody named it. */
    ASKED,
    /** It is over, the inputs hold it, and nobody has published it. */
    MISSING,
    /** Its inputs have changed since it was published. */
    CHANGED
  }

  public static final Cause ASKED = new Cause(Kind.ASKED, Map.of());
  public static final Cause MISSING = new Cause(Kind.MISSING, Map.of());

  public Cause {
    Map<String, Collection<String>> sorted = new TreeMap<>();
    markets.forEach((table, names) -> sorted.put(table, new TreeSet<>(names)));
    markets = sorted;
  }

  public static Cause changed(Map<String, Collection<String>> markets) {
    return new Cause(Kind.CHANGED, markets);
  }

  /** {@code "because":"changed","changed":{"raw.dasher_pings":["berlin"]}}. */
  public void writeTo(ObjectNode node) {
    node.put("because", kind.name().toLowerCase(Locale.ROOT));
    if (kind == Kind.CHANGED) {
      ObjectNode tables = node.putObject("changed");
      markets.forEach((table, names) -> names.forEach(tables.withArray(table)::add));
    }
  }
}
