package io.freshet.maintenance.plan;

import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * What maintenance holds for worth doing, and what it must leave alone.
 *
 * @param letsRowsGo whether rows that are past their contract's retention go; else they are told
 */
public record Policy(
    Compaction compaction,
    Expiry expiry,
    int minManifests,
    Duration orphanAge,
    boolean letsRowsGo) {
  private static final Duration SHORTEST_ORPHAN_AGE = Duration.ofDays(1);

  /**
   * When merging files pays.
   *
   * @param minSmallFiles fewer in a partition are left as they are
   * @param hotWindow a partition with a younger commit is still being written to
   * @param hotMinSmallFiles as {@code minSmallFiles}, for a partition that is being written to:
   *     what is merged there will soon be merged again
   * @param cpuBudget of one run, for all its tables; what pays most comes first
   * @param copyRowGroups so many at most has a file that is merged by copying row groups; 0 where
   *     nothing is to be merged so
   * @param convertDeletesPercent where deletes take fewer of the rows away, these stay in their
   *     files, and the deletes are converted; 0 where files are to be rewritten for any deletes
   */
  public record Compaction(
      int minSmallFiles,
      Duration hotWindow,
      int hotMinSmallFiles,
      Duration cpuBudget,
      int copyRowGroups,
      int convertDeletesPercent) {
    public Compaction {
      if (minSmallFiles < 2) {
        throw new InvalidSettingException(
            "maintenance.min-small-files", minSmallFiles, "at least 2: one file is merged already");
      }
      if (hotMinSmallFiles < minSmallFiles) {
        throw new InvalidSettingException(
            "maintenance.hot-min-small-files",
            hotMinSmallFiles,
            "at least maintenance.min-small-files, which is " + minSmallFiles);
      }
      if (cpuBudget.isZero()) {
        throw new InvalidSettingException(
            "maintenance.cpu-budget", Durations.print(cpuBudget), "more than nothing, such as 1h");
      }
      if (copyRowGroups < 0 || copyRowGroups == 1) {
        throw new InvalidSettingException(
            "maintenance.copy-row-groups",
            copyRowGroups,
            "at least 2, or 0 where no file is to be merged by copying");
      }
      if (convertDeletesPercent < 0 || convertDeletesPercent > 100) {
        throw new InvalidSettingException(
            "maintenance.convert-deletes-percent",
            convertDeletesPercent,
            "between 0 and 100; 0 where files are to be rewritten for any deletes");
      }
    }

    /** By which files are rewritten for any deletes. */
    public Compaction(
        int minSmallFiles,
        Duration hotWindow,
        int hotMinSmallFiles,
        Duration cpuBudget,
        int copyRowGroups) {
      this(minSmallFiles, hotWindow, hotMinSmallFiles, cpuBudget, copyRowGroups, 0);
    }
  }

  /**
   * Which snapshots stay.
   *
   * @param retention younger ones stay, up to {@code maxSnapshots}
   * @param maxSnapshots each is in the metadata that every commit writes anew; those of the last
   *     ten minutes stay all the same
   * @param keepNewest so many of each branch stay whatever their age
   * @param minExpired fewer are not worth the commit
   */
  public record Expiry(Duration retention, int maxSnapshots, int keepNewest, int minExpired) {
    // A writer commits on top of the snapshot that it started from, and after a restart looks for
    // its last commit: both lie within its longest checkpoint and restart.
    private static final Duration SHORTEST_RETENTION = Duration.ofMinutes(10);
    private static final int FEWEST_KEPT = 2;

    public Expiry {
      if (retention.compareTo(SHORTEST_RETENTION) < 0) {
        throw new InvalidSettingException(
            "maintenance.snapshot-retention",
            Durations.print(retention),
            "at least 10m: running writers need them");
      }
      if (keepNewest < FEWEST_KEPT) {
        throw new InvalidSettingException(
            "maintenance.keep-snapshots", keepNewest, "at least 2: running writers need them");
      }
      if (maxSnapshots < keepNewest) {
        throw new InvalidSettingException(
            "maintenance.max-snapshots",
            maxSnapshots,
            "at least maintenance.keep-snapshots, which is " + keepNewest);
      }
    }

    /**
     * Those of before may go.
     *
     * @param committed when each snapshot was, in any order
     */
    public Instant olderThan(Instant now, Collection<Instant> committed) {
      Instant byAge = now.minus(retention);
      Instant byNumber =
          committed.stream()
              .sorted(Comparator.reverseOrder())
              .skip(maxSnapshots - 1L)
              .findFirst()
              .orElse(byAge);
      Instant latest = now.minus(SHORTEST_RETENTION);

      return Stream.of(byAge, byNumber.isAfter(latest) ? latest : byNumber)
          .max(Comparator.naturalOrder())
          .orElseThrow();
    }
  }

  public Policy {
    if (orphanAge.compareTo(SHORTEST_ORPHAN_AGE) < 0) {
      throw new InvalidSettingException(
          "maintenance.orphan-age",
          Durations.print(orphanAge),
          "at least 1d: a younger file may belong to a commit that is still to come");
    }
  }

  /** By which no rows go. */
  public Policy(Compaction compaction, Expiry expiry, int minManifests, Duration orphanAge) {
    this(compaction, expiry, minManifests, orphanAge, false);
  }

  /** The same, by which rows go that are past their contract's retention. */
  public Policy lettingRowsGo() {
    return new Policy(compaction, expiry, minManifests, orphanAge, true);
  }

  public static Policy from(Settings settings) {
    return new Policy(
        new Compaction(
            settings.integer("maintenance.min-small-files", 5),
            settings.duration("maintenance.hot-window", Duration.ofMinutes(15)),
            settings.integer("maintenance.hot-min-small-files", 50),
            settings.duration("maintenance.cpu-budget", Duration.ofHours(1)),
            settings.integer("maintenance.copy-row-groups", 100),
            settings.integer("maintenance.convert-deletes-percent", 0)),
        new Expiry(
            settings.duration("maintenance.snapshot-retention", Duration.ofDays(1)),
            // With a commit every 10 s, those of five hours and a half.
            settings.integer("maintenance.max-snapshots", 2_000),
            settings.integer("maintenance.keep-snapshots", 20),
            settings.integer("maintenance.min-expired-snapshots", 10)),
        settings.integer("maintenance.min-manifests", 20),
        settings.duration("maintenance.orphan-age", Duration.ofDays(3)),
        settings.flag("maintenance.row-expiry", false));
  }
}
