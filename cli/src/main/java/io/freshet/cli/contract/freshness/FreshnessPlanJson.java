package io.freshet.cli.contract.freshness;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.Amounts;
import io.freshet.core.contract.freshness.CommitCost;
import io.freshet.core.contract.freshness.Fresher;
import io.freshet.core.contract.freshness.FreshnessPlan;
import io.freshet.core.contract.freshness.HopShare;
import io.freshet.core.contract.freshness.Pool;
import java.util.List;

/** Plans as machines read them. */
final class FreshnessPlanJson {
  private FreshnessPlanJson() {}

  static ObjectNode of(List<FreshnessPlan> plans) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", plans.stream().allMatch(plan -> plan.contradictions().isEmpty()))
            .put("cost_formula", CommitCost.FORMULA);
    ArrayNode array = root.putArray("contracts");
    plans.forEach(plan -> add(plan, array.addObject()));

    return root;
  }

  private static void add(FreshnessPlan plan, ObjectNode node) {
    node.put("contract", plan.contract().name())
        .put("budget_seconds", Amounts.seconds(plan.budget()))
        .put("pool", plan.pool().map(Pool::name).orElse(null));
    ArrayNode hops = node.putArray("hops");
    for (HopShare share : plan.hops()) {
      hops.addObject()
          .put("hop", share.hop().code())
          .put("seconds", Amounts.seconds(share.takes()))
          .put("basis", share.basis());
    }
    node.put("reserve_seconds", Amounts.seconds(plan.reserve()))
        .put(
            "checkpoint_interval_seconds",
            plan.checkpointInterval().map(Amounts::seconds).orElse(null))
        .put("refresh_within_seconds", Amounts.seconds(plan.refreshWithin()))
        .put("alert_after_seconds", Amounts.seconds(plan.alertAfter()));
    ArrayNode marts = node.putArray("marts");
    plan.marts().forEach(marts::add);
    cost(plan.cost(), node.putObject("cost_per_day"));
    Fresher fresher = plan.fresher();
    ObjectNode then =
        node.putObject("fresher")
            .put("budget_seconds", Amounts.seconds(fresher.budget()))
            .put("fits", fresher.fits())
            .put(
                "checkpoint_interval_seconds",
                fresher.interval().map(Amounts::seconds).orElse(null))
            .put("tables", fresher.tables());
    cost(fresher.more(), then.putObject("more_per_day"));
    cost(fresher.moreAlone(), then.putObject("more_per_day_alone"));
    ArrayNode contradictions = node.putArray("contradictions");
    plan.contradictions().forEach(contradictions::add);
  }

  private static void cost(CommitCost cost, ObjectNode node) {
    node.put("commits", Math.round(cost.commits()))
        .put("files", Math.round(cost.files()))
        .put("metadata_bytes", Math.round(cost.metadataBytes()))
        .put("writer_cpu_seconds", Math.round(cost.writerCpuSeconds()))
        .put("maintenance_cpu_seconds", Math.round(cost.maintenanceCpuSeconds()));
  }
}
