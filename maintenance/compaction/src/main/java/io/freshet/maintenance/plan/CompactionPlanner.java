package io.freshet.maintenance.plan;

import io.freshet.core.toolkit.Durations;
import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which partitions of which tables are worth a run's CPU: what saves readers most for it. */
final class CompactionPlanner {
  private final Policy.Compaction policy;

  CompactionPlanner(Policy.Compaction policy) {
    this.policy = policy;
  }

  /** What becomes of a table's partitions. */
  record Draft(TableFacts facts, List<Step.Compaction> steps, List<Skipped> skipped) {
    private static Draft of(TableFacts facts) {
      return new Draft(facts, new ArrayList<>(), new ArrayList<>());
    }

    /** That of its best step; 0 where there is none. */
    private double worth() {
      return steps.stream().mapToDouble(step -> step.payoff().perCpuSecond()).max().orElse(0);
    }
  }

  private record Candidate(Draft draft, PartitionFiles partition, Step.Compaction step) {
    private static Candidate of(Draft draft, PartitionFiles partition) {
      return new Candidate(draft, partition, merge(partition, partition.smallFiles(), draft.facts));
    }

    private double worth() {
      return step.payoff().perCpuSecond();
    }
  }

  /**
   * Spends the budget on all tables together. A partition that exceeds the whole budget would never
   * fit: of that, a run takes as many files as it can. The first always goes, since a budget that
   * is too small for two files would else do nothing for ever.
   *
   * @return one of each table, that of the best step first
   */
  List<Draft> plan(List<TableFacts> tables) {
    List<Draft> drafts = tables.stream().map(Draft::of).toList();
    List<Candidate> candidates = new ArrayList<>();
    drafts.forEach(draft -> candidates.addAll(candidates(draft)));
    candidates.sort(Comparator.comparingDouble(Candidate::worth).reversed());
    double left = budget();
    boolean isFirst = true;
    for (Candidate candidate : candidates) {
      int files = affordable(candidate, left, isFirst);
      if (files > 1 || (files == 1 && candidate.partition.deleteFiles() > 0)) {
        Step.Compaction step = merge(candidate.partition, files, candidate.draft.facts);
        candidate.draft.steps.add(step);
        left -= step.payoff().cpuSeconds();
        isFirst = false;
      } else {
        candidate.draft.skipped.add(new Skipped(label(candidate.partition), unaffordable()));
      }
    }

    return drafts.stream().sorted(Comparator.comparingDouble(Draft::worth).reversed()).toList();
  }

  private List<Candidate> candidates(Draft draft) {
    List<Candidate> candidates = new ArrayList<>();
    for (PartitionFiles partition : draft.facts.partitions()) {
      int needed = needed(partition, draft.facts.at());
      if (Math.max(partition.smallFiles(), partition.deleteFiles()) >= needed) {
        candidates.add(Candidate.of(draft, partition));
      } else if (partition.smallFiles() > 1) {
        draft.skipped.add(new Skipped(label(partition), tooFew(partition, needed)));
      }
    }

    return candidates;
  }

  /** How many files of the candidate so many CPU-seconds are enough for; 0 is none. */
  private int affordable(Candidate candidate, double left, boolean isFirst) {
    int all = candidate.step.files();
    double cpuSeconds = candidate.step.payoff().cpuSeconds();
    if (cpuSeconds <= left) {
      return all;
    }
    long bytes = candidate.draft.facts.rate().bytesFor(left);
    int files = (int) Math.min(all, all * (bytes / (double) candidate.step.bytes()));
    if (isFirst) {
      return Math.min(all, Math.max(2, files));
    }

    return cpuSeconds <= budget() || files < policy.minSmallFiles() ? 0 : files;
  }

  /** So many of a partition's small files. */
  private static Step.Compaction merge(PartitionFiles partition, int files, TableFacts facts) {
    long bytes = (long) (partition.smallBytes() * (files / (double) partition.smallFiles()));
    int filesAfter = TableFacts.filesOf(bytes, facts.targetFileBytes());
    // Files of deletes go once no file of rows needs them.
    int deletesSaved = files < partition.smallFiles() ? 0 : partition.deleteFiles();

    return new Step.Compaction(
        partition.name(),
        partition.filter(),
        facts.sorted(),
        partition.smallFiles(),
        files,
        bytes,
        filesAfter,
        partition.deleteFiles(),
        Payoff.of(files - filesAfter + deletesSaved, bytes, facts));
  }

  private int needed(PartitionFiles partition, Instant now) {
    return isHot(partition, now) ? policy.hotMinSmallFiles() : policy.minSmallFiles();
  }

  private boolean isHot(PartitionFiles partition, Instant now) {
    Instant coldBefore = now.minus(policy.hotWindow());

    return partition.newest().filter(coldBefore::isBefore).isPresent();
  }

  private String tooFew(PartitionFiles partition, int needed) {
    return needed == policy.minSmallFiles()
        ? "%d small files; from %d on merging pays".formatted(partition.smallFiles(), needed)
        : "%d small files and still being written to; from %d on merging pays even now"
            .formatted(partition.smallFiles(), needed);
  }

  private String unaffordable() {
    return "the run's budget of %s of CPU is spent on what pays more; the next run takes it"
        .formatted(Durations.print(policy.cpuBudget()));
  }

  private double budget() {
    return policy.cpuBudget().toSeconds() + policy.cpuBudget().toNanosPart() / 1e9;
  }

  private static String label(PartitionFiles partition) {
    return partition.name().isEmpty() ? "the files" : partition.name();
  }
}
