package io.freshet.batch.landing.given;

import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Which of the given files are landed, and which the table holds already.
 *
 * @param fresh by the numbers of their partitions
 * @param extended what the table holds under the numbers of ranges that follow directly behind it
 */
public record LandingPlan(
    Map<Integer, GivenFile> fresh, Map<Integer, LandedFile> extended, List<GivenFile> held) {
  public LandingPlan {
    fresh = new LinkedHashMap<>(fresh);
    extended = Map.copyOf(extended);
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
   * @param begun numbers under which there are dead letters, also of calls that came to no end: who
   *     has left some under a number of its own is not landed under another one
   */
  public static LandingPlan of(
      Collection<GivenFile> given,
      Map<Integer, LandedFile> landed,
      Set<Integer> begun,
      Changed changed) {
    Map<Integer, GivenFile> fresh = new LinkedHashMap<>();
    Map<Integer, LandedFile> extended = new HashMap<>();
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
        int own = file.number(numbered);
        Optional<LandedFile> before =
            begun.contains(own)
                ? Optional.empty()
                : landed.values().stream().filter(file::isBehind).findFirst();
        int number = before.map(LandedFile::number).orElse(own);
        before.ifPresent(each -> extended.put(number, each));
        GivenFile twin = fresh.putIfAbsent(number, file);
        if (twin == null && before.isEmpty()) {
          numbered.put(number, new LandedFile(number, file.name(), file.content(), 0));
        }
        if (twin != null && !twin.equals(file)) {
          throw new FreshetException(
              Fault.CALLER,
              "%s and %s begin at the same row, and nothing was landed; name one of them"
                  .formatted(twin.name(), file.name()));
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

    return new LandingPlan(fresh, extended, held);
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
    int more = fresh.size() - extended.size();
    if (more > 0 && landed + more > most) {
      throw new FreshetException(
          Fault.CALLER,
          ("The table holds %d landed files and ranges, %d more would come, and landing.max-files is %d;"
                  + " nothing was landed. Each is part of the metadata that every commit of the"
                  + " table writes anew: land larger ones, or raise it")
              .formatted(landed, more, most));
    }

    return this;
  }

  /** What the table calls it once it is landed; a row's place counts from where that begins. */
  public String name(int number) {
    String given = fresh.get(number).name();

    return before(number)
        .map(before -> before.upTo(TableRange.of(given).orElseThrow()).given().name())
        .orElse(given);
  }

  /** Below this, no row of it has its place. */
  public long first(int number) {
    return before(number).map(before -> before.to() - before.from()).orElse(0L);
  }

  private Optional<TableRange> before(int number) {
    return Optional.ofNullable(extended.get(number)).flatMap(file -> TableRange.of(file.name()));
  }

  /**
   * What the table says of it once it is landed.
   *
   * @param rows so many come now
   */
  public LandedFile landed(int number, long rows) {
    LandedFile before = extended.get(number);

    return new LandedFile(
        number,
        name(number),
        fresh.get(number).content(),
        before == null ? rows : before.rows() + rows);
  }

  /** What is read of tables, by what {@link #name} calls it. */
  Map<TableRange, TableRange> ranges() {
    Map<TableRange, TableRange> ranges = new LinkedHashMap<>();
    fresh.forEach(
        (number, file) ->
            TableRange.of(file.name())
                .ifPresent(range -> ranges.put(TableRange.of(name(number)).orElseThrow(), range)));

    return ranges;
  }

  public List<GivenFile> of(FileFormat format) {
    return fresh.values().stream().filter(file -> file.format() == format).toList();
  }
}
