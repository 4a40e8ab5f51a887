package io.freshet.maintenance.plan;

import io.freshet.maintenance.plan.Step.Copy.Limits;
import io.freshet.maintenance.plan.Step.Copy.Rest;
import java.util.Optional;

/** One way to merge a partition's small files, for as many of them as a budget allows. */
interface MergeWork {
  /** How many files it would merge if it could. */
  int files();

  /** What it costs. */
  WorkRate rate();

  /** The step that merges so many of them. */
  Step.Merge of(int files);

  /** Whether that changes anything. */
  boolean isWork(int files);

  /** Whether it is done as a whole or not at all. */
  default boolean isWhole() {
    return false;
  }

  /** By reading and writing rows. */
  record Decoding(PartitionFiles partition, TableFacts facts) implements MergeWork {
    @Override
    public int files() {
      return partition.smallFiles();
    }

    @Override
    public WorkRate rate() {
      return facts.rate();
    }

    @Override
    public Step.Compaction of(int files) {
      long bytes = (long) (partition.smallBytes() * (files / (double) partition.smallFiles()));
      int filesAfter = TableFacts.filesOf(bytes, facts.targetFileBytes());
      // Files of deletes go once no file of rows needs them.
      int deletesSaved = files < partition.smallFiles() ? 0 : partition.heavyDeleteFiles();

      return new Step.Compaction(
          partition,
          facts.sorted(),
          files,
          bytes,
          filesAfter,
          Payoff.of(
              files - filesAfter + deletesSaved,
              facts.costs().secondsPerFile(),
              rate().cpuSeconds(bytes)));
    }

    @Override
    public boolean isWork(int files) {
      return files > 1
          || (files == 1 && (partition.heavyDeleteFiles() > 0 || partition.copies().due() > 0));
    }
  }

  /** By naming the places of rows that are taken away, of a partition whose files are worn. */
  record Converting(PartitionFiles partition, PartitionFiles.Worn worn, TableFacts facts)
      implements MergeWork {
    @Override
    public int files() {
      return worn.files();
    }

    @Override
    public WorkRate rate() {
      return facts.costs().converted();
    }

    @Override
    public Step.Conversion of(int files) {
      return new Step.Conversion(
          partition,
          worn.files(),
          worn.bytes(),
          worn.ownDeleteFiles(),
          Payoff.of(
              worn.ownDeleteFiles() - 1,
              facts.costs().secondsPerFile(),
              rate().cpuSeconds(worn.bytes())));
    }

    @Override
    public boolean isWork(int files) {
      return files == worn.files();
    }

    /** A file of deletes goes only once all files of rows that it applies to are done. */
    @Override
    public boolean isWhole() {
      return true;
    }
  }

  /**
   * By copying row groups.
   *
   * @param rowGroups so many at most has a file that it makes
   */
  record Copying(PartitionFiles partition, TableFacts facts, int rowGroups, Rest rest)
      implements MergeWork {
    @Override
    public int files() {
      return partition.copies().files();
    }

    @Override
    public WorkRate rate() {
      return facts.costs().copied();
    }

    @Override
    public Step.Copy of(int files) {
      Copies copies = partition.copies();
      double share = files / (double) copies.files();
      long bytes = (long) (copies.bytes() * share);
      Limits limits = new Limits(smallBelow(), mostBytes(), rowGroups);
      int filesAfter =
          Math.max(
              TableFacts.filesOf(bytes, limits.bytes()),
              TableFacts.filesOf((long) Math.ceil(copies.rowGroups() * share), rowGroups));

      return new Step.Copy(
          partition,
          files,
          bytes,
          filesAfter,
          Payoff.of(files - filesAfter, facts.costs().secondsPerFile(), rate().cpuSeconds(bytes)),
          limits,
          rest,
          isAffordableOtherwise()
              ? Optional.of(new Decoding(partition, facts).of(files))
              : Optional.empty());
    }

    @Override
    public boolean isWork(int files) {
      return files > 1;
    }

    private boolean isAffordableOtherwise() {
      return rest != Rest.SORTED_ONCE_AFFORDABLE && rest != Rest.PACKED_ONCE_AFFORDABLE;
    }

    /** What is still to be rewritten stays small, which is what a rewrite takes. */
    private long mostBytes() {
      return rest == Rest.NOTHING ? facts.targetFileBytes() : smallBelow() - 1;
    }

    private long smallBelow() {
      return TableFacts.smallBelow(facts.targetFileBytes());
    }
  }
}
