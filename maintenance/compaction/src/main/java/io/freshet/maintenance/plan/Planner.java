package io.freshet.maintenance.plan;

import io.freshet.maintenance.plan.MaintenancePlan.Skipped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Decides what pays. Pure: the same facts and policy give the same plans. */
public final class Planner {
  private final Policy policy;
  private final CompactionPlanner compactions;

  public Planner(Policy policy) {
    this.policy = policy;
    this.compactions = new CompactionPlanner(policy.compaction());
  }

  /** One plan of each table; that comes first whose files pay most for being merged. */
  public List<MaintenancePlan> plan(List<TableFacts> tables) {
    List<TableFacts> left = tables.stream().map(TableFacts::withoutOldRows).toList();

    return compactions.plan(left).stream().map(this::plan).toList();
  }

  private MaintenancePlan plan(CompactionPlanner.Draft draft) {
    TableFacts facts = draft.facts();
    List<Step> steps = new ArrayList<>();
    List<Skipped> skipped = new ArrayList<>();
    facts.oldRows().ifPresent(rows -> planOldRows(rows, facts.at(), steps, skipped));
    steps.addAll(draft.steps());
    skipped.addAll(draft.skipped());
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

  /** First, so that nothing is merged which goes anyway, and expiry knows of it. */
  private void planOldRows(OldRows rows, Instant now, List<Step> steps, List<Skipped> skipped) {
    OldRows.Verdict verdict = rows.judge(now);
    if (!policy.letsRowsGo()) {
      verdict.due().forEach(part -> skipped.add(rows.leftToDecide(part)));
    } else if (!verdict.due().isEmpty()) {
      steps.add(new Step.RowExpiry(rows.retention(), rows.before(now), verdict.due()));
    }
    skipped.addAll(verdict.left());
  }

  private void planManifests(TableFacts facts, List<Step> steps, List<Skipped> skipped) {
    TableFacts.Manifests manifests = facts.manifests();
    int after = TableFacts.filesOf(manifests.bytes(), manifests.targetBytes());
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
