package io.freshet.maintenance.plan;

import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Decides what pays. Pure: the same facts and policy give the same plan. */
public final class Planner {
  private final Policy policy;

  public Planner(Policy policy) {
    this.policy = policy;
  }

  public MaintenancePlan plan(TableFacts facts) {
    List<Step> steps = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    planCompaction(facts, steps, skipped);
    planManifests(facts, steps, skipped);
    if (facts.garbageCollected()) {
      planExpiry(facts, steps, skipped);
      planOrphans(facts, steps, skipped);
    } else {
      skipped.add(
          new Skipped("snapshots and orphans", "gc.enabled is false, so files may be shared"));
    }

    return new MaintenancePlan(facts.table(), steps, skipped);
  }

  /**
   * What saves most files per byte comes first, until the budget is spent. A partition that exceeds
   * the whole budget would never fit: of that, a run takes as many files as it can. The first
   * always goes, since a budget below two files would else do nothing for ever.
   */
  private void planCompaction(TableFacts facts, List<Step> steps, List<Skipped> skipped) {
    List<Step.Compaction> candidates = new ArrayList<>();
    for (PartitionFiles partition : facts.partitions()) {
      int needed = needed(partition, facts.at());
      if (Math.max(partition.smallFiles(), partition.deleteFiles()) >= needed) {
        candidates.add(compaction(partition, facts));
      } else if (partition.smallFiles() > 1) {
        skipped.add(new Skipped(label(partition), tooFew(partition, needed)));
      }
    }
    candidates.sort(Comparator.comparingDouble(Planner::filesSavedPerByte).reversed());
    long budget = policy.compaction().maxBytes();
    for (Step.Compaction candidate : candidates) {
      int files = affordable(candidate, budget, steps.isEmpty());
      if (files > 1 || (files == 1 && candidate.deleteFiles() > 0)) {
        Step.Compaction step = limit(candidate, files, facts);
        budget -= step.bytes();
        steps.add(step);
      } else {
        skipped.add(
            new Skipped(
                candidate.partition().isEmpty() ? "the files" : candidate.partition(),
                "the run's budget of %d MB is spent; the next run takes it"
                    .formatted(policy.compaction().maxBytes() >> 20)));
      }
    }
  }

  /** How many files of the candidate the rest of the budget is enough for; 0 is none. */
  private int affordable(Step.Compaction candidate, long budget, boolean first) {
    if (candidate.bytes() <= budget) {
      return candidate.files();
    }
    boolean everFits = candidate.bytes() <= policy.compaction().maxBytes();
    int files = (int) (candidate.files() * (budget / (double) candidate.bytes()));
    if (first) {
      return Math.min(candidate.files(), Math.max(2, files));
    }

    return everFits || files < policy.compaction().minSmallFiles() ? 0 : files;
  }

  private static Step.Compaction compaction(PartitionFiles partition, TableFacts facts) {
    return new Step.Compaction(
        partition.name(),
        partition.filter(),
        facts.sorted(),
        partition.smallFiles(),
        partition.smallFiles(),
        partition.smallBytes(),
        filesOf(partition.smallBytes(), facts.targetFileBytes()),
        partition.deleteFiles());
  }

  /** The same with so many of its files. */
  private static Step.Compaction limit(Step.Compaction whole, int files, TableFacts facts) {
    long bytes = (long) (whole.bytes() * (files / (double) whole.files()));

    return new Step.Compaction(
        whole.partition(),
        whole.filter(),
        whole.sorted(),
        whole.smallFiles(),
        files,
        bytes,
        filesOf(bytes, facts.targetFileBytes()),
        whole.deleteFiles());
  }

  private static int filesOf(long bytes, long targetBytes) {
    return (int) Math.max(1, (bytes + targetBytes - 1) / targetBytes);
  }

  private int needed(PartitionFiles partition, Instant now) {
    return isHot(partition, now)
        ? policy.compaction().hotMinSmallFiles()
        : policy.compaction().minSmallFiles();
  }

  private boolean isHot(PartitionFiles partition, Instant now) {
    Instant coldBefore = now.minus(policy.compaction().hotWindow());

    return partition.newest().filter(coldBefore::isBefore).isPresent();
  }

  private String tooFew(PartitionFiles partition, int needed) {
    return needed == policy.compaction().minSmallFiles()
        ? "%d small files; from %d on merging pays".formatted(partition.smallFiles(), needed)
        : "%d small files and still being written to; from %d on merging pays even now"
            .formatted(partition.smallFiles(), needed);
  }

  private static String label(PartitionFiles partition) {
    return partition.name().isEmpty() ? "the files" : partition.name();
  }

  private static double filesSavedPerByte(Step.Compaction step) {
    return step.filesSaved() / (double) Math.max(1, step.bytes());
  }

  private void planManifests(TableFacts facts, List<Step> steps, List<Skipped> skipped) {
    TableFacts.Manifests manifests = facts.manifests();
    int after = filesOf(manifests.bytes(), manifests.targetBytes());
    if (manifests.files() >= policy.minManifests() && manifests.files() >= 2 * after) {
      steps.add(new Step.ManifestRewrite(manifests.files(), manifests.bytes(), after));
    } else if (manifests.files() > 1) {
      skipped.add(
          new Skipped(
              "manifests",
              "%d of them where %d would do; from %d on a rewrite pays"
                  .formatted(
                      manifests.files(), after, Math.max(policy.minManifests(), 2 * after))));
    }
  }

  private void planExpiry(TableFacts facts, List<Step> steps, List<Skipped> skipped) {
    int expirable = facts.snapshots().expirable();
    if (expirable >= policy.expiry().minExpired()) {
      steps.add(
          new Step.Expiry(
              expirable, facts.snapshots().expirableBefore(), policy.expiry().keepNewest()));
    } else {
      skipped.add(
          new Skipped(
              "snapshots",
              "%d of %d may go; from %d on expiry pays"
                  .formatted(expirable, facts.snapshots().count(), policy.expiry().minExpired())));
    }
  }

  private void planOrphans(TableFacts facts, List<Step> steps, List<Skipped> skipped) {
    if (!facts.orphans().isEmpty()) {
      steps.add(new Step.OrphanRemoval(facts.orphans(), facts.at().minus(policy.orphanAge())));
    } else {
      skipped.add(
          new Skipped(
              "orphans",
              "there are none older than %d hours".formatted(policy.orphanAge().toHours())));
    }
  }
}
