package io.freshet.maintenance.plan;

import io.freshet.core.toolkit.Durations;
import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A table's rows by age, and which of them its contract's retention lets go: whole partitions of
 * event time, once they are over and all of their rows came that long ago. A row that is younger
 * keeps its partition, so that none goes early. Pure.
 *
 * @param retention how long the contract keeps a row, from its received time on
 * @param log of the stream, which may hold records longer than the table holds their rows
 * @param parts every partition that has rows
 * @param kept why none of the table's rows may go; empty where they may
 */
public record OldRows(Duration retention, Log log, List<Part> parts, Optional<String> kept) {
  /** Those that tell no time last. */
  public static final Comparator<Part> OLDEST_FIRST =
      Comparator.comparing((Part part) -> part.end().orElse(Instant.MAX)).thenComparing(Part::name);

  private static final String WHAT = "rows";

  public OldRows {
    parts = parts.stream().sorted(OLDEST_FIRST).toList();
  }

  /** Of a table whose rows stay, whatever their age. */
  public static OldRows kept(Duration retention, String reason) {
    return new OldRows(retention, Log.NONE, List.of(), Optional.of(reason));
  }

  /**
   * What the log may still hold of rows that go: the ledger has to name them.
   *
   * @param retention how long it holds a record; empty where it does for ever
   * @param nameable so many rows more may be named
   */
  public record Log(Optional<Duration> retention, long nameable) {
    /** There is none, or nothing in it. */
    public static final Log NONE = new Log(Optional.of(Duration.ZERO), 0);

    private boolean mayHold(Instant received, Instant now) {
      return retention.map(received::plus).filter(gone -> !gone.isAfter(now)).isEmpty();
    }
  }

  /**
   * One partition.
   *
   * @param name as in paths
   * @param end where its event time has ended everywhere; empty where its partition tells no time
   * @param youngest when its newest row came; empty where its files don't tell
   * @param isWorn whether files of deletes take rows of it away
   */
  public record Part(
      String name,
      Optional<Instant> end,
      Optional<Instant> youngest,
      long rows,
      int files,
      long bytes,
      boolean isWorn) {
    /** Whether its event time was over by then. */
    boolean isOver(Instant before) {
      return end.filter(time -> !time.isAfter(before)).isPresent();
    }

    /** Whether all of it is older. */
    public boolean isBefore(Instant before) {
      return isOver(before)
          && !isWorn
          && youngest.filter(time -> time.isBefore(before)).isPresent();
    }
  }

  /** Which partitions go, and which stay though their event time is that long over. */
  record Verdict(List<Part> due, List<Skipped> left) {}

  Verdict judge(Instant now) {
    if (kept.isPresent()) {
      return new Verdict(List.of(), List.of(new Skipped(WHAT, kept.get())));
    }
    Instant before = before(now);
    List<Part> due = new ArrayList<>();
    List<Skipped> left = new ArrayList<>();
    long nameable = log.nameable();
    for (Part part : parts) {
      if (part.isBefore(before)) {
        boolean isLogged = log.mayHold(part.youngest().orElseThrow(), now);
        if (!isLogged || part.rows() <= nameable) {
          nameable -= isLogged ? part.rows() : 0;
          due.add(part);
        } else {
          left.add(new Skipped(part.name(), stillLogged()));
        }
      } else if (part.isOver(before) || part.end().isEmpty()) {
        left.add(new Skipped(part.name(), stays(part)));
      }
    }
    if (due.isEmpty() && left.isEmpty()) {
      left.add(new Skipped(WHAT, noneYet()));
    }

    return new Verdict(due, left);
  }

  /** What came before is past the retention. */
  Instant before(Instant now) {
    return second(now.minus(retention));
  }

  /** Of a part that would go. */
  Skipped leftToDecide(Part part) {
    return new Skipped(
        part.name(),
        "past the %s that the contract keeps rows; it stays, as maintenance.row-expiry is false"
            .formatted(Durations.print(retention)));
  }

  private String stillLogged() {
    return "past the %s that the contract keeps rows, but Kafka keeps their records longer, and the ledger can't name more rows that it has let go; they go once Kafka has let them go"
        .formatted(Durations.print(retention));
  }

  private String stays(Part part) {
    if (part.end().isEmpty()) {
      return "nothing tells by when its time was over everywhere, so none of its rows goes by age";
    }
    if (part.isWorn()) {
      return "past the %s that the contract keeps rows, but files of deletes take rows of it away; it goes once it is merged"
          .formatted(Durations.print(retention));
    }

    return part.youngest()
        .map(
            time ->
                "over for longer than the %s that the contract keeps rows, but some came as late as %s; it goes after %s"
                    .formatted(Durations.print(retention), time, second(time.plus(retention))))
        .orElse("its files don't tell when its rows came, so nobody knows that they are old");
  }

  private String noneYet() {
    return parts.stream()
        .flatMap(part -> part.end().stream())
        .min(Comparator.naturalOrder())
        .map(
            first ->
                "none is past the %s that the contract keeps them; the first go after %s"
                    .formatted(Durations.print(retention), second(first.plus(retention))))
        .orElse("there are none");
  }

  private static Instant second(Instant time) {
    return time.truncatedTo(ChronoUnit.SECONDS);
  }
}
