package io.freshet.maintenance.plan;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.apache.iceberg.expressions.Expression;

/** One thing that maintenance would do. */
public sealed interface Step {
  /** For people: what, how much, what for. */
  String describe();

  /** Snake case, for machines. */
  String kind();

  /**
   * Merges the small files of one partition, and leaves out the rows that files of deletes take
   * away.
   *
   * @param filter selects the partition
   * @param smallFiles how many the partition has
   * @param files how many of them would be merged: all, or what the budget allows
   * @param filesAfter into how many
   * @param deleteFiles how many files of deletes the partition has
   * @param payoff what it is expected to be worth
   */
  record Compaction(
      String partition,
      Expression filter,
      boolean sorted,
      int smallFiles,
      int files,
      long bytes,
      int filesAfter,
      int deleteFiles,
      Payoff payoff)
      implements Step {
    /** Whether others of the partition are left for the next run. */
    public boolean isPart() {
      return files < smallFiles;
    }

    @Override
    public String kind() {
      return "compaction";
    }

    @Override
    public String describe() {
      return "merge %s small files (%s) of %s into %d%s%s; %s"
          .formatted(
              isPart() ? files + " of " + smallFiles : Integer.toString(files),
              megabytes(bytes),
              partition.isEmpty() ? "the table" : partition,
              filesAfter,
              sorted ? ", sorted" : "",
              deleteFiles == 0 ? "" : ", without what %d files delete".formatted(deleteFiles),
              payoff.describe());
    }
  }

  /** Rewrites the manifests, so that planning a query reads few of them. */
  record ManifestRewrite(int manifests, long bytes, int manifestsAfter) implements Step {
    @Override
    public String kind() {
      return "manifest_rewrite";
    }

    @Override
    public String describe() {
      return "rewrite %d manifests (%s) into about %d; planning a query reads %d fewer"
          .formatted(manifests, megabytes(bytes), manifestsAfter, manifests - manifestsAfter);
    }
  }

  /** Lets old snapshots go, and with them the files that only they refer to. */
  record Expiry(int snapshots, Instant olderThan, int keepNewest) implements Step {
    @Override
    public String kind() {
      return "expiry";
    }

    @Override
    public String describe() {
      return "expire %d snapshots older than %s; keep tags, branches and the newest %d"
          .formatted(snapshots, olderThan, keepNewest);
    }
  }

  /** Deletes files that no snapshot refers to. */
  record OrphanRemoval(List<Orphan> orphans, Instant olderThan) implements Step {
    public OrphanRemoval {
      orphans = List.copyOf(orphans);
    }

    @Override
    public String kind() {
      return "orphan_removal";
    }

    @Override
    public String describe() {
      return "delete %d files (%s) older than %s that no snapshot refers to"
          .formatted(orphans.size(), megabytes(bytes()), olderThan);
    }

    public long bytes() {
      return orphans.stream().mapToLong(Orphan::bytes).sum();
    }
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
