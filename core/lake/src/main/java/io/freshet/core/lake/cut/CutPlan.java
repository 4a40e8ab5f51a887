package io.freshet.core.lake.cut;

import io.freshet.core.lake.cut.CutTable.Pace;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Which tables of a domain get a cut's tag, and at which snapshot; or why there can't be one yet.
 * What a run before has tagged stays as it is, so a run that was killed is finished by the next.
 *
 * @param waitsFor in words; empty when the cut may be made
 */
public record CutPlan(CutName name, List<Step> steps, List<String> waitsFor) {
  public CutPlan {
    steps = List.copyOf(steps);
    waitsFor = List.copyOf(waitsFor);
  }

  /** What is done about a table. */
  public enum Action {
    TAG,
    /** It has the tag. */
    KEEP,
    /** It was never written: the cut has no row of it. */
    EMPTY
  }

  /** One table's part; a snapshot unless it is {@link Action#EMPTY}. */
  public record Step(String table, Action action, Optional<Long> snapshot) {}

  /** The newest hour that the whole domain has passed; empty while there is none. */
  public static Optional<CutName> newest(List<CutTable> tables) {
    if (with(Pace.OWN, tables).anyMatch(table -> table.watermark().isEmpty())) {
      return Optional.empty();
    }

    return time(tables).map(CutName::newestAt);
  }

  public static CutPlan of(CutName name, List<CutTable> tables) {
    return new CutPlan(
        name, tables.stream().map(CutPlan::step).toList(), waitsFor(name.bound(), tables));
  }

  public boolean isReady() {
    return waitsFor.isEmpty();
  }

  /** The slowest table's; when all have been read to their ends, the furthest one's. */
  private static Optional<Instant> time(List<CutTable> tables) {
    Optional<Instant> slowest =
        with(Pace.OWN, tables)
            .flatMap(table -> table.watermark().stream())
            .min(Comparator.naturalOrder());

    return slowest.or(
        () ->
            with(Pace.IDLE, tables)
                .flatMap(table -> table.watermark().stream())
                .max(Comparator.naturalOrder()));
  }

  private static Stream<CutTable> with(Pace pace, List<CutTable> tables) {
    return tables.stream().filter(table -> table.pace() == pace);
  }

  private static List<String> waitsFor(Instant bound, List<CutTable> tables) {
    List<String> reasons = new ArrayList<>();
    with(Pace.OWN, tables)
        .filter(table -> !hasPassed(bound, table.watermark()))
        .forEach(table -> reasons.add(reason(table)));
    if (reasons.isEmpty() && !hasPassed(bound, time(tables))) {
      reasons.add(
          time(tables)
              .map(time -> "every stream was read to its end, and none goes beyond " + time)
              .orElse("no table of events has a watermark yet"));
    }

    return reasons;
  }

  private static boolean hasPassed(Instant bound, Optional<Instant> watermark) {
    return watermark.filter(time -> !time.isBefore(bound)).isPresent();
  }

  private static String reason(CutTable table) {
    return table
        .watermark()
        .map(time -> "%s is complete up to %s only".formatted(table.name(), time))
        .orElse(table.name() + " has no watermark yet");
  }

  private static Step step(CutTable table) {
    if (table.tagged().isPresent()) {
      return new Step(table.name(), Action.KEEP, table.tagged());
    }

    return new Step(
        table.name(), table.current().isPresent() ? Action.TAG : Action.EMPTY, table.current());
  }
}
