package io.freshet.catalog.delta;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.catalog.delta.act.Importer.ImportedVersion;
import io.freshet.catalog.delta.act.Origin;
import io.freshet.catalog.delta.plan.ImportPlan;
import io.freshet.catalog.delta.plan.Placement;
import io.freshet.catalog.delta.plan.PlannedVersion;
import io.freshet.catalog.delta.source.DeltaFile;
import io.freshet.core.toolkit.Effort;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.iceberg.catalog.TableIdentifier;

/** The result as JSON: {@code ok}, {@code plan}, {@code receipt}. */
final class Report {
  private Report() {}

  static ObjectNode failed(String reason) {
    ObjectNode result = node().put("ok", false).put("failure", reason);
    result.putNull("plan").putNull("receipt");

    return result;
  }

  static ObjectNode planned(TableIdentifier target, ImportPlan plan, String warehouse) {
    ObjectNode result = node().put("ok", true);
    result.set("plan", plan(target, plan, warehouse));
    result.putNull("receipt");

    return result;
  }

  /** The table is there already. */
  static ObjectNode unchanged(TableIdentifier target, Origin origin) {
    ObjectNode result = node().put("ok", true);
    result.putNull("plan");
    result
        .putObject("receipt")
        .put("outcome", "unchanged")
        .put("table", target.toString())
        .put("path", origin.path())
        .put("version", origin.version());

    return result;
  }

  static ObjectNode imported(
      TableIdentifier target,
      ImportPlan plan,
      String warehouse,
      List<ImportedVersion> versions,
      Effort effort) {
    ObjectNode result = planned(target, plan, warehouse);
    ObjectNode receipt =
        result
            .putObject("receipt")
            .put("outcome", "imported")
            .put("table", target.toString())
            .put("path", plan.source().toString())
            .put("version", plan.newestVersion().number())
            .put("rows", plan.newest().rows())
            .put("values", versions.get(versions.size() - 1).values())
            .put("seconds", effort.seconds())
            .put("cpu_seconds", effort.cpuSeconds());
    ArrayNode list = receipt.putArray("versions");
    versions.forEach(version -> list.add(version(version)));

    return result;
  }

  private static ObjectNode version(ImportedVersion imported) {
    PlannedVersion version = imported.version();
    ObjectNode node =
        node()
            .put("version", version.version().number())
            .put("snapshot_id", imported.snapshotId())
            .put("committed_at", imported.committedAt().toString())
            .put("operation", version.version().operation())
            .put("rows", version.rows());

    return imported.values().isEmpty()
        ? node.putNull("values")
        : node.put("values", imported.values());
  }

  private static ObjectNode plan(TableIdentifier target, ImportPlan plan, String warehouse) {
    ObjectNode node =
        node()
            .put("path", plan.source().toString())
            .put("table", target.toString())
            .put("from_version", plan.versions().get(0).version().number())
            .put("to_version", plan.newestVersion().number())
            .put("left_out", plan.leftOut().orElse(null))
            .put("snapshots", plan.versions().size())
            .put("rows", plan.newest().rows())
            .put("deletion_vectors", plan.deletionVectors());
    node.set("files", files(plan, warehouse));
    ArrayNode partitioned = node.putArray("partitioned_by");
    plan.newestVersion().partitionColumns().forEach(partitioned::add);
    ArrayNode leftBehind = node.putArray("left_behind");
    plan.leftBehind().forEach(leftBehind::add);

    return node;
  }

  /** How many files and bytes stay, are copied, are rewritten; and why the last. */
  private static ObjectNode files(ImportPlan plan, String warehouse) {
    ObjectNode node = node();
    for (Placement placement : Placement.values()) {
      List<DeltaFile> files =
          plan.files().keySet().stream()
              .filter(file -> plan.placement(file, warehouse) == placement)
              .toList();
      node.putObject(placement.label())
          .put("files", files.size())
          .put("bytes", files.stream().mapToLong(file -> file.status().getSize()).sum());
    }
    TreeMap<String, Integer> reasons = new TreeMap<>();
    plan.files()
        .keySet()
        .forEach(
            file -> {
              Optional<String> misfit = plan.facts().get(file.path()).misfit();
              misfit.ifPresent(reason -> reasons.merge(reason, 1, Integer::sum));
            });
    ObjectNode why = node.putObject("why_rewritten");
    reasons.forEach(why::put);

    return node;
  }

  private static ObjectNode node() {
    return JsonNodeFactory.instance.objectNode();
  }
}
