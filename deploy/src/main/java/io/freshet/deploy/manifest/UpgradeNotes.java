package io.freshet.deploy.manifest;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * What becomes of state when one render follows another: who goes on from a savepoint, who may not,
 * and what nobody can do.
 */
public final class UpgradeNotes {
  private static final String STREAMS = "--writer.streams=";

  private UpgradeNotes() {}

  /**
   * @param refused whether it must not be applied as it is
   */
  public record Note(String resource, boolean refused, String text) {}

  /**
   * @param lost names of state that a version has no place for any more, by the deployment of those
   *     that lose some
   */
  public static List<Note> between(
      Map<String, Map<String, Object>> before,
      Map<String, Map<String, Object>> after,
      Map<String, List<String>> lost) {
    List<Note> notes = new ArrayList<>();
    for (Map.Entry<String, Map<String, Object>> entry : new TreeMap<>(after).entrySet()) {
      Map<String, Object> was = before.get(entry.getKey());
      Map<String, Object> is = entry.getValue();
      if (was == null && "Job".equals(is.get("kind"))) {
        notes.add(
            new Note(
                entry.getKey(),
                false,
                "runs once, before applications change; where it fails, none of them does"));
      }
      if (was == null || was.equals(is)) {
        continue;
      }
      switch (String.valueOf(is.get("kind"))) {
        case "FlinkDeployment" ->
            flink(
                entry.getKey(),
                was,
                is,
                lost.getOrDefault(at(is, "metadata.name"), List.of()),
                notes);
        case "KafkaTopic" -> topic(entry.getKey(), was, is, notes);
        default -> {}
      }
    }
    for (Map.Entry<String, Map<String, Object>> entry : new TreeMap<>(before).entrySet()) {
      if (!after.containsKey(entry.getKey())) {
        gone(entry.getKey(), entry.getValue(), notes);
      }
    }

    return List.copyOf(notes);
  }

  private static void gone(String path, Map<String, Object> was, List<Note> notes) {
    String kind = String.valueOf(was.get("kind"));
    if (kind.equals("FlinkDeployment")) {
      notes.add(new Note(path, false, "ends; delete it before another takes over what it writes"));
    } else if (kind.equals("ScheduledSparkApplication") || kind.equals("CronJob")) {
      notes.add(new Note(path, false, "goes on by its schedule until somebody deletes it"));
    } else if (kind.equals("KafkaTopic") && Pruning.isNeverOf(was)) {
      notes.add(
          new Note(
              path,
              false,
              "no controller deletes it: its topic stays with all events until somebody does"));
    } else if (kind.equals("ConfigMap") && Pruning.isNeverOf(was)) {
      notes.add(
          new Note(
              path, false, "stays for who goes back to it; delete it by hand once nobody will"));
    } else if (kind.equals("KafkaTopic")) {
      notes.add(
          new Note(
              path,
              true,
              "its topic is deleted with it, and all events in that; apply it once as it is"
                  + " rendered now, with annotations by which controllers leave it, and then let it"
                  + " go"));
    }
  }

  private static void flink(
      String path,
      Map<String, Object> was,
      Map<String, Object> is,
      List<String> lost,
      List<Note> notes) {
    Set<String> gone = new LinkedHashSet<>(streams(was));
    gone.removeAll(streams(is));
    if (!gone.isEmpty()) {
      notes.add(
          new Note(
              path,
              true,
              ("its state names %s, which it no longer takes; let it start once with upgradeMode"
                      + " stateless: each stream goes on from its table's ledger")
                  .formatted(String.join(", ", gone))));
    } else if (!at(was, "spec.flinkConfiguration.pipeline\\.max-parallelism")
        .equals(at(is, "spec.flinkConfiguration.pipeline\\.max-parallelism"))) {
      notes.add(new Note(path, true, "its state can't be read with another max-parallelism"));
    } else if (!lost.isEmpty()) {
      notes.add(
          new Note(
              path,
              true,
              ("its state (%s) has no place in this version, and Flink would not start from it; let"
                      + " it start once with upgradeMode stateless: it goes on from its group's"
                      + " positions, and all else begins empty")
                  .formatted(String.join(", ", lost))));
    } else if (!at(was, "spec").equals(at(is, "spec"))) {
      notes.add(
          new Note(
              path,
              false,
              "stops with a savepoint and goes on from it; back to it if it does not come up"));
    }
  }

  private static void topic(
      String path, Map<String, Object> was, Map<String, Object> is, List<Note> notes) {
    int before = Integer.parseInt(at(was, "spec.partitions"));
    int after = Integer.parseInt(at(is, "spec.partitions"));
    if (after < before) {
      notes.add(
          new Note(
              path, true, "Kafka can't take partitions away: %d → %d".formatted(before, after)));
    } else if (after > before) {
      notes.add(
          new Note(
              path,
              false,
              "partitions %d → %d; keys move, so order holds only among events from then on"
                  .formatted(before, after)));
    }
    if (!at(was, "spec.replicas").equals(at(is, "spec.replicas"))) {
      notes.add(new Note(path, false, "copies are moved by Cruise Control, or by hand before"));
    }
  }

  private static List<String> streams(Map<String, Object> deployment) {
    if (deployment.get("spec") instanceof Map<?, ?> spec
        && spec.get("job") instanceof Map<?, ?> job
        && job.get("args") instanceof List<?> arguments) {
      for (Object argument : arguments) {
        if (String.valueOf(argument).startsWith(STREAMS)) {
          return List.of(String.valueOf(argument).substring(STREAMS.length()).split(","));
        }
      }
    }

    return List.of();
  }

  /** What stands at a path of keys; empty where nothing does. */
  private static String at(Object node, String path) {
    Object here = node;
    for (String key : path.split("(?<!\\\\)\\.")) {
      here = here instanceof Map<?, ?> map ? map.get(key.replace("\\", "")) : null;
    }

    return String.valueOf(here == null ? "" : here);
  }
}
