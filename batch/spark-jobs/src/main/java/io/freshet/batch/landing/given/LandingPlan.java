package io.freshet.batch.landing.given;

import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Which of the given files are landed, and which the table holds already.
 *
 * @param fresh by the numbers of their partitions
 */
public record LandingPlan(Map<Integer, GivenFile> fresh, List<GivenFile> held) {
  public LandingPlan {
    fresh = new LinkedHashMap<>(fresh);
    held = List.copyOf(held);
  }

  /** What a file is that the table holds under the same name with other content. */
  public enum Changed {
    /** Somebody's mistake, more often than not: its rows would be there twice. */
    REFUSED,
    /** A file of its own. */
    ANOTHER_FILE
  }

  /**
   * @param landed what the table holds
   */
  public static LandingPlan of(
      Collection<GivenFile> given, Map<Integer, LandedFile> landed, Changed changed) {
    Map<Integer, GivenFile> fresh = new LinkedHashMap<>();
    List<GivenFile> held = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    Map<Integer, LandedFile> numbered = new TreeMap<>(landed);
    for (GivenFile file : given) {
      if (landed.values().stream().anyMatch(file::is)) {
        held.add(file);
      } else if (changed == Changed.REFUSED
          && landed.values().stream().anyMatch(other -> other.name().equals(file.name()))) {
        refused.add(file.name());
      } else {
        int number = file.number(numbered);
        if (fresh.putIfAbsent(number, file) == null) {
          numbered.put(number, new LandedFile(number, file.name(), file.content(), 0));
        }
      }
    }
    given.forEach(file -> requireApart(file, landed.values()));
    if (!refused.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          ("The table holds another content of %s, and nothing was landed; its rows may be there already."
                  + " Where it is a file of its own, give it another name or add --changed-is-new")
              .formatted(String.join(", ", refused)));
    }

    return new LandingPlan(fresh, held);
  }

  private static void requireApart(GivenFile file, Collection<LandedFile> landed) {
    Optional<TableRange> range = TableRange.of(file.name());
    for (LandedFile other : landed) {
      boolean overlaps =
          !file.is(other)
              && range.isPresent()
              && TableRange.of(other.name()).filter(range.get()::overlaps).isPresent();
      if (overlaps) {
        throw new FreshetException(
            Fault.CALLER,
            "The table holds rows of %s already, as %s, and nothing was landed; name a range beside it"
                .formatted(file.name(), other.name()));
      }
    }
  }

  /**
   * The same, where the table has room for it.
   *
   * @param landed how many files and ranges the table holds
   * @param most so many it may hold
   */
  public LandingPlan within(int landed, int most) {
    if (!fresh.isEmpty() && landed + fresh.size() > most) {
      throw new FreshetException(
          Fault.CALLER,
          ("The table holds %d landed files and ranges, %d more would come, and landing.max-files is %d;"
                  + " nothing was landed. Each is part of the metadata that every commit of the"
                  + " table writes anew: land larger ones, or raise it")
              .formatted(landed, fresh.size(), most));
    }

    return this;
  }

  public List<GivenFile> of(FileFormat format) {
    return fresh.values().stream().filter(file -> file.format() == format).toList();
  }
}
