package io.freshet.maintenance.plan;

import io.freshet.core.toolkit.Durations;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.apache.iceberg.expressions.Expression;

/** One thing that maintenance would do. */
public sealed interface Step {
  /** For people: what, how much, what for. */
  String describe();

  /** Snake case, for machines. */
  String kind();

  /** Spares whoever reads a partition some of its files. */
  sealed interface Merge extends Step permits Compaction, Copy, Conversion {
    /** What the partition has. */
    PartitionFiles source();

    /** How many of its files of rows would be read for that: all, or what the budget allows. */
    int files();

    /** Of these files. */
    long bytes();

    /** What it is expected to be worth. */
    Payoff payoff();

    default String partition() {
      return source().name();
    }

    /** Selects the partition. */
    default Expression filter() {
      return source().filter();
    }

    @Override
    default String kind() {
      return "compaction";
    }
  }

  /**
   * Merges them by reading and writing their rows, and leaves out the rows that files of deletes
   * take away.
   *
   * @param filesAfter into how many
   */
  record Compaction(
      PartitionFiles source, boolean sorted, int files, long bytes, int filesAfter, Payoff payoff)
      implements Merge {
    /** Whether others of the partition are left for the next run. */
    public boolean isPart() {
      return files < source.smallFiles();
    }

    /** Whether it is one file, which was merged by copying and is now to be sorted. */
    public boolean isOfOneCopy() {
      return files == 1 && source.heavyDeleteFiles() == 0 && source.copies().due() == 1;
    }

    @Override
    public String describe() {
      return "merge %s small files (%s) of %s into %d%s%s%s; %s"
          .formatted(
              ofAll(files, source.smallFiles()),
              megabytes(bytes),
              name(source),
              filesAfter,
              sorted ? ", sorted" : "",
              source.copies().due() == 0
                  ? ""
                  : ", %d of them so far merged by copying".formatted(source.copies().due()),
              source.heavyDeleteFiles() == 0
                  ? ""
                  : ", without what %d files delete".formatted(source.heavyDeleteFiles()),
              payoff.describe());
    }
  }

  /**
   * Merges them by copying their row groups as they are: nothing is decoded, and nothing sorted.
   *
   * @param filesAfter into how many
   * @param limits of each file that it makes
   * @param otherwise what is done in its place where no two files turn out to have one layout, of
   *     as many files as the budget is enough for; empty where they wait for a budget to be sorted
   */
  record Copy(
      PartitionFiles source,
      int files,
      long bytes,
      int filesAfter,
      Payoff payoff,
      Limits limits,
      Rest rest,
      Optional<Compaction> otherwise)
      implements Merge {
    /**
     * Which files it takes and makes.
     *
     * @param smallBelow bytes, which two files that it takes have together at most
     * @param bytes so large a file may become
     * @param rowGroups so many it may come to have
     */
    public record Limits(long smallBelow, long bytes, int rowGroups) {}

    /** What is left to do with what was copied, and when. */
    public enum Rest {
      /** Its row groups are large and in no order anyway. */
      NOTHING(""),
      SORTED_ONCE_COLD(", to be sorted once it is no longer written to"),
      PACKED_ONCE_COLD(", to be packed into larger ones once it is no longer written to"),
      SORTED_ONCE_AFFORDABLE(", to be sorted once the budget is enough for it"),
      PACKED_ONCE_AFFORDABLE(", to be packed into larger ones once the budget is enough for it");

      private final String words;

      Rest(String words) {
        this.words = words;
      }
    }

    /** The same with that to do in its place. */
    Copy or(Compaction other) {
      return new Copy(source, files, bytes, filesAfter, payoff, limits, rest, Optional.of(other));
    }

    @Override
    public String describe() {
      return "merge %s small files (%s) of %s into %d, their row groups copied as they are%s; %s"
          .formatted(
              ofAll(files, source.copies().files()),
              megabytes(bytes),
              name(source),
              filesAfter,
              rest.words,
              payoff.describe());
    }
  }

  /**
   * Puts one file that names places of rows in the place of all files that take rows away, and
   * leaves the files of rows as they are.
   *
   * @param files of rows that have to be looked into
   * @param deleteFiles in whose place one comes
   */
  record Conversion(PartitionFiles source, int files, long bytes, int deleteFiles, Payoff payoff)
      implements Merge {
    /** As it stands in receipts. */
    public static final String KIND = "delete_conversion";

    @Override
    public String kind() {
      return KIND;
    }

    @Override
    public String describe() {
      return "name the places of the rows of %s that %d files delete in one, looking into %d files (%s); %s"
          .formatted(name(source), deleteFiles, files, megabytes(bytes), payoff.describe());
    }
  }

  /**
   * Lets rows go that the table has kept as long as its contract says, with the files that hold
   * nothing else: no file is written.
   *
   * @param before when the youngest of them came at the latest
   * @param parts partitions, each of which goes as a whole
   */
  record RowExpiry(Duration retention, Instant before, List<OldRows.Part> parts) implements Step {
    private static final int MOST_NAMED = 3;

    public RowExpiry {
      parts = List.copyOf(parts);
    }

    @Override
    public String kind() {
      return "row_expiry";
    }

    @Override
    public String describe() {
      return "let %d rows (%d files, %s) of %s go, which came before %s: the contract keeps rows %s; what tags and branches refer to stays"
          .formatted(
              rows(), files(), megabytes(bytes()), names(), before, Durations.print(retention));
    }

    public long rows() {
      return parts.stream().mapToLong(OldRows.Part::rows).sum();
    }

    public int files() {
      return parts.stream().mapToInt(OldRows.Part::files).sum();
    }

    public long bytes() {
      return parts.stream().mapToLong(OldRows.Part::bytes).sum();
    }

    private String names() {
      String first =
          parts.stream()
              .limit(MOST_NAMED)
              .map(OldRows.Part::name)
              .collect(Collectors.joining(", "));

      return parts.size() <= MOST_NAMED
          ? first
          : "%s and %d more".formatted(first, parts.size() - MOST_NAMED);
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

  private static String ofAll(int files, int all) {
    return files < all ? files + " of " + all : Integer.toString(files);
  }

  private static String name(PartitionFiles partition) {
    return partition.name().isEmpty() ? "the table" : partition.name();
  }

  private static String megabytes(long bytes) {
    return String.format(Locale.ROOT, "%.1f MB", bytes / 1e6);
  }
}
