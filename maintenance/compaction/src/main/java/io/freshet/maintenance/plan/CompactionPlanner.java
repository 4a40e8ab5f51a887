package io.freshet.maintenance.plan;

import io.freshet.core.toolkit.Durations;
import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import io.freshet.maintenance.plan.MergeWork.Converting;
import io.freshet.maintenance.plan.MergeWork.Copying;
import io.freshet.maintenance.plan.MergeWork.Decoding;
import io.freshet.maintenance.plan.Step.Copy.Rest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Which partitions of which tables are worth a run's CPU: what saves readers most for it. A
 * partition that is written to is merged by copying where that is possible, as it will be merged
 * again anyway; one that is not is sorted.
 */
final class CompactionPlanner {
  private static final String LONE_COPY =
      "1 small file, merged by copying; it is rewritten together with the next one";

  private final Policy.Compaction policy;

  CompactionPlanner(Policy.Compaction policy) {
    this.policy = policy;
  }

  /** What becomes of a table's partitions. */
  record Draft(TableFacts facts, List<Step.Merge> steps, List<Skipped> skipped) {
    private static Draft of(TableFacts facts) {
      return new Draft(facts, new ArrayList<>(), new ArrayList<>());
    }

    /** That of its best step; 0 where there is none. */
    private double worth() {
      return steps.stream().mapToDouble(step -> step.payoff().perCpuSecond()).max().orElse(0);
    }
  }

  /**
   * A partition to merge.
   *
   * @param cheaper what may be done where the budget does not allow the work
   */
  private record Candidate(
      Draft draft,
      PartitionFiles partition,
      MergeWork work,
      Step.Merge step,
      Optional<MergeWork> cheaper) {
    private static Candidate of(
        Draft draft, PartitionFiles partition, MergeWork work, Optional<MergeWork> cheaper) {
      return new Candidate(draft, partition, work, work.of(work.files()), cheaper);
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
      Optional<Step.Merge> step = step(candidate, left, isFirst);
      if (step.isPresent()) {
        candidate.draft.steps.add(step.get());
        left -= step.get().payoff().cpuSeconds();
        isFirst = false;
      } else {
        candidate.draft.skipped.add(new Skipped(label(candidate.partition), unaffordable()));
      }
    }

    return drafts.stream().sorted(Comparator.comparingDouble(Draft::worth).reversed()).toList();
  }

  private Optional<Step.Merge> step(Candidate candidate, double left, boolean isFirst) {
    int files = affordable(candidate, left, isFirst);
    if (candidate.work.isWork(files)) {
      return Optional.of(bounded(candidate, candidate.work.of(files), left));
    }

    return candidate
        .cheaper
        .map(work -> work.of(work.files()))
        .filter(step -> step.payoff().cpuSeconds() <= left);
  }

  /** What is done in the place of a copy takes no more than is left, but for two files. */
  private static Step.Merge bounded(Candidate candidate, Step.Merge step, double left) {
    if (!(step instanceof Step.Copy copy)
        || copy.otherwise().filter(all -> all.payoff().cpuSeconds() > left).isEmpty()) {
      return step;
    }
    Step.Compaction all = copy.otherwise().get();
    Decoding decoding = new Decoding(candidate.partition, candidate.draft.facts);
    double share = decoding.rate().bytesFor(left) / (double) all.bytes();

    return copy.or(decoding.of(Math.max(2, (int) (all.files() * share))));
  }

  private List<Candidate> candidates(Draft draft) {
    List<Candidate> candidates = new ArrayList<>();
    for (PartitionFiles each : draft.facts.partitions()) {
      PartitionFiles partition = areMostShared(each, draft.facts.at()) ? each.rewritten() : each;
      Optional<Candidate> candidate = candidate(draft, partition);
      if (candidate.isPresent()) {
        candidates.add(candidate.get());
      } else if (partition.smallFiles() > 1) {
        int needed = needed(partition, draft.facts.at());
        draft.skipped.add(new Skipped(label(partition), tooFew(partition, needed)));
      } else if (partition.copies().due() > 0) {
        draft.skipped.add(new Skipped(label(partition), LONE_COPY));
      }
    }

    return candidates;
  }

  /** Converted, deletes that other partitions need as well would stay: a rewrite frees of these. */
  private boolean areMostShared(PartitionFiles partition, Instant now) {
    int needed = needed(partition, now);

    return partition.worn().filter(worn -> worn.ownDeleteFiles() < needed).isPresent()
        && partition.deleteFiles() >= needed;
  }

  private Optional<Candidate> candidate(Draft draft, PartitionFiles partition) {
    boolean isHot = isHot(partition, draft.facts.at());
    int needed = needed(partition, draft.facts.at());
    Optional<Converting> converting = converting(draft.facts, partition, needed);
    if (converting.isPresent()) {
      return converting.map(work -> Candidate.of(draft, partition, work, Optional.empty()));
    }
    Optional<Copying> copying =
        copying(draft.facts, partition, isHot).filter(work -> work.files() >= needed);
    if (copying.filter(work -> isHot || work.rest() == Rest.NOTHING).isPresent()) {
      return copying.map(work -> Candidate.of(draft, partition, work, Optional.empty()));
    }
    boolean isDue = !isHot && isSortable(partition);
    if (Math.max(partition.smallFiles(), partition.heavyDeleteFiles()) < needed && !isDue) {
      return Optional.empty();
    }

    return Optional.of(
        Candidate.of(
            draft,
            partition,
            new Decoding(partition, draft.facts),
            copying.map(work -> (MergeWork) work)));
  }

  /**
   * Merging small files comes first, as it leaves out what is deleted of them, unless there are as
   * many files of deletes: a table of latest rows gets both with each commit, and there would
   * always be small files first. Once converted they are few.
   */
  private static Optional<Converting> converting(
      TableFacts facts, PartitionFiles partition, int needed) {
    return partition
        .worn()
        .filter(worn -> worn.ownDeleteFiles() >= needed)
        .filter(
            worn ->
                partition.smallFiles() < needed || worn.ownDeleteFiles() >= partition.smallFiles())
        .map(worn -> new Converting(partition, worn, facts));
  }

  /** Empty where it would leave as many files as there are. */
  private Optional<Copying> copying(TableFacts facts, PartitionFiles partition, boolean isHot) {
    if (policy.copyRowGroups() == 0 || partition.copies().files() < 2) {
      return Optional.empty();
    }
    Copying copying =
        new Copying(partition, facts, policy.copyRowGroups(), rest(facts, partition, isHot));

    return Optional.of(copying).filter(work -> work.of(work.files()).payoff().filesSaved() > 0);
  }

  private static Rest rest(TableFacts facts, PartitionFiles partition, boolean isHot) {
    if (facts.sorted()) {
      return isHot ? Rest.SORTED_ONCE_COLD : Rest.SORTED_ONCE_AFFORDABLE;
    }
    if (partition.copies().areLarge()) {
      return Rest.NOTHING;
    }

    return isHot ? Rest.PACKED_ONCE_COLD : Rest.PACKED_ONCE_AFFORDABLE;
  }

  /**
   * Whether it has files that were merged by copying, and a rewrite would take them: it takes two
   * small files or all that the partition has.
   */
  private static boolean isSortable(PartitionFiles partition) {
    return partition.copies().due() > 0 && (partition.smallFiles() > 1 || partition.files() == 1);
  }

  /** How many files of the candidate so many CPU-seconds are enough for; 0 is none. */
  private int affordable(Candidate candidate, double left, boolean isFirst) {
    int all = candidate.step.files();
    double cpuSeconds = candidate.step.payoff().cpuSeconds();
    if (cpuSeconds <= left || (isFirst && candidate.work.isWhole())) {
      return all;
    }
    long bytes = candidate.work.rate().bytesFor(left);
    int files = (int) Math.min(all, all * (bytes / (double) candidate.step.bytes()));
    if (isFirst) {
      return Math.min(all, Math.max(2, files));
    }

    return cpuSeconds <= budget() || files < policy.minSmallFiles() ? 0 : files;
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
