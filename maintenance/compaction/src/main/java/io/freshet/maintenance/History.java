package io.freshet.maintenance;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.maintenance.deletes.DeleteConverter;
import io.freshet.maintenance.plan.Costs;
import io.freshet.maintenance.plan.Step;
import io.freshet.maintenance.plan.WorkRate;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What compaction has cost and saved, from the receipts of earlier runs. */
final class History {
  private static final Logger log = LoggerFactory.getLogger(History.class);
  private static final ObjectMapper JSON = new ObjectMapper();

  /** Older ones tell of a machine, or of tables, that may be others by now. */
  static final int MOST_RECEIPTS = 100;

  private final List<WorkRate.Sample> sorted = new ArrayList<>();
  private final List<WorkRate.Sample> packed = new ArrayList<>();
  private final List<WorkRate.Sample> copied = new ArrayList<>();
  private final List<WorkRate.Sample> converted = new ArrayList<>();
  private final Map<String, List<Costs.Readings>> readings = new HashMap<>();

  private History() {}

  /** Of an installation that has never been maintained. */
  static History none() {
    return new History();
  }

  /** The newest of a folder, which need not exist; what is no receipt is left out. */
  static History read(Path folder) {
    History history = new History();
    if (!Files.isDirectory(folder)) {
      return history;
    }
    try (Stream<Path> files = Files.list(folder)) {
      // Their names have the time in them.
      files
          .filter(file -> file.getFileName().toString().matches("maintain-.*\\.json"))
          .sorted(Comparator.reverseOrder())
          .limit(MOST_RECEIPTS)
          .forEach(history::add);
    } catch (IOException e) {
      throw new UncheckedIOException("Receipts can't be listed in " + folder, e);
    }

    return history;
  }

  Costs costs(String table) {
    return Costs.learned(
        sorted, packed, copied, converted, readings.getOrDefault(table, List.of()));
  }

  private void add(Path file) {
    try {
      add(JSON.readTree(file.toFile()));
    } catch (IOException e) {
      log.warn("Receipt not read file={} cause={}", file, e.getMessage());
    }
  }

  private void add(JsonNode run) {
    for (JsonNode table : run.at("/receipt/tables")) {
      for (JsonNode step : table.path("steps")) {
        if (isMerge(step) && !step.has("failure")) {
          add(table.path("table").asText(), step);
        }
      }
    }
  }

  private static boolean isMerge(JsonNode step) {
    return step.path("kind").asText().equals("compaction") || isConversion(step);
  }

  private static boolean isConversion(JsonNode step) {
    return step.path("kind").asText().equals(Step.Conversion.KIND);
  }

  private void add(String table, JsonNode step) {
    // One that started over cost more than its work.
    if (step.path("attempts").asInt() == 1) {
      String bytes = isConversion(step) ? DeleteConverter.BYTES_LOOKED_INTO : "bytes_rewritten";
      samples(step)
          .add(new WorkRate.Sample(step.path(bytes).asLong(), step.path("cpu_seconds").asDouble()));
    }
    if (step.has(StepResult.READ_FILES_AFTER)) {
      readings.computeIfAbsent(table, name -> new ArrayList<>()).add(readings(step));
    }
  }

  private static Costs.Readings readings(JsonNode step) {
    return new Costs.Readings(
        reading(step, StepResult.READ_FILES_BEFORE, StepResult.READ_MICROSECONDS_BEFORE),
        reading(step, StepResult.READ_FILES_AFTER, StepResult.READ_MICROSECONDS_AFTER));
  }

  private static Costs.Reading reading(JsonNode step, String files, String micros) {
    return new Costs.Reading(step.path(files).asInt(), step.path(micros).asLong() / 1e6);
  }

  private List<WorkRate.Sample> samples(JsonNode step) {
    if (isConversion(step)) {
      return converted;
    }
    if (step.path("copied").asBoolean()) {
      return copied;
    }

    return step.path("sorted").asBoolean() ? sorted : packed;
  }
}
