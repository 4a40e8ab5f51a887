package io.freshet.ingestion.capture.start;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.database.LogPlace;
import io.freshet.ingestion.capture.database.Lsn;
import io.freshet.ingestion.capture.database.ReplicationSlot;
import io.freshet.ingestion.capture.database.Timelines;
import io.freshet.ingestion.capture.position.Position;
import io.freshet.ingestion.capture.position.Position.Progress;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Where a capture begins, so that no change is missing and none comes twice. */
public sealed interface Start {
  /** Behind what Kafka has. */
  record GoOn(Progress from) implements Start {}

  /**
   * With all rows that are there.
   *
   * @param dropsSlot whether there is a slot of ours, of a snapshot that never became whole or that
   *     nobody wants any more
   */
  record Snapshot(boolean dropsSlot) implements Start {}

  /**
   * What is to be captured.
   *
   * @param capture its name, and that of its slot
   * @param database its identity
   * @param databaseName as Postgres knows it
   * @param snapshot the number of the snapshot to begin with
   * @param timelines the branches that its log has come by
   * @param tables by contract
   */
  record Wanted(
      String capture,
      String database,
      String databaseName,
      Timelines timelines,
      int snapshot,
      Map<String, String> tables) {
    public Wanted {
      tables = Map.copyOf(tables);
    }
  }

  /**
   * Decides it.
   *
   * @param kept the position that Kafka has, if it has one
   * @param slot what Postgres keeps for us, if it does
   * @throws FreshetException {@code CALLER} when changes may be missing, or rows would come twice,
   *     with what to do
   */
  static Start of(Wanted wanted, Optional<Position> kept, Optional<ReplicationSlot.State> slot) {
    slot.ifPresent(state -> requireOurs(wanted, kept, state));
    Optional<Progress> progress = kept.flatMap(Position::progress);
    if (progress.isEmpty() || wanted.snapshot() > kept.get().snapshot()) {
      return new Snapshot(slot.isPresent());
    }
    requireSame(wanted, kept.get());
    requireWhole(wanted, kept.get(), slot);

    return new GoOn(progress.get());
  }

  /** A capture leaves its name in Kafka before it makes its slot. */
  private static void requireOurs(
      Wanted wanted, Optional<Position> kept, ReplicationSlot.State slot) {
    boolean isLikeOurs =
        slot.plugin().equals("pgoutput") && slot.database().equals(wanted.databaseName());
    if (kept.isEmpty() || !isLikeOurs) {
      throw new FreshetException(
          Fault.CALLER,
          ("There is a replication slot %1$s, of database %2$s with plugin %3$s, that"
                  + " nobody here has made. Choose another capture.name; or, if nobody uses it,"
                  + " drop it: SELECT pg_drop_replication_slot('%1$s');")
              .formatted(wanted.capture(), slot.database(), slot.plugin()));
    }
  }

  private static void requireSame(Wanted wanted, Position kept) {
    if (!wanted.database().equals(kept.database())) {
      throw new FreshetException(
          Fault.CALLER,
          ("Capture %s has followed another database, %s; this one is %s. Choose another"
                  + " capture.name. %s")
              .formatted(wanted.capture(), kept.database(), wanted.database(), anew(kept)));
    }
    List<String> added =
        wanted.tables().entrySet().stream()
            .filter(each -> !each.getValue().equals(kept.tables().get(each.getKey())))
            .map(Map.Entry::getKey)
            .sorted()
            .toList();
    if (!added.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          ("Capture %1$s has not followed %2$s from the beginning, and its rows would be"
                  + " missing. Capture it apart, with another capture.name and"
                  + " capture.contracts=%2$s there and capture.contracts without it here. %3$s")
              .formatted(wanted.capture(), String.join(",", added), anew(kept)));
    }
  }

  private static void requireWhole(
      Wanted wanted, Position kept, Optional<ReplicationSlot.State> slot) {
    long boundary = kept.progress().orElseThrow().boundary();
    if (slot.isEmpty()) {
      throw lost(wanted, "is gone", kept);
    }
    if (slot.get().isLost()) {
      throw lost(wanted, "has lost what Postgres should have kept for it", kept);
    }
    kept.progress()
        .flatMap(Progress::log)
        .filter(place -> !wanted.timelines().hold(place))
        .ifPresent(
            place -> {
              throw lacking(wanted, place, kept);
            });
    if (Long.compareUnsigned(slot.get().confirmed(), boundary) > 0) {
      throw lost(
          wanted, "was moved on or made anew, to " + Lsn.print(slot.get().confirmed()), kept);
    }
  }

  private static FreshetException lost(Wanted wanted, String what, Position kept) {
    return new FreshetException(
        Fault.CALLER,
        ("The replication slot %s %s; changes since %s may be missing. Set"
                + " capture.snapshot to %d to send all rows as they are now and go on from there;"
                + " rows that were deleted meanwhile stay where only the latest are kept, until"
                + " their table is made anew")
            .formatted(
                wanted.capture(),
                what,
                Lsn.print(kept.progress().orElseThrow().boundary()),
                kept.snapshot() + 1));
  }

  private static FreshetException lacking(Wanted wanted, LogPlace place, Position kept) {
    return new FreshetException(
        Fault.CALLER,
        ("%s has failed over from timeline %d to %d and may lack some of what capture %s has"
                + " told, up to %s. Set capture.snapshot to %d to send all rows as they are now")
            .formatted(
                wanted.database(),
                place.timeline(),
                wanted.timelines().current(),
                wanted.capture(),
                Lsn.print(place.lsn()),
                kept.snapshot() + 1));
  }

  private static String anew(Position kept) {
    return "Or set capture.snapshot to %d to send all rows of all tables again"
        .formatted(kept.snapshot() + 1);
  }
}
