package io.freshet.bench.maintain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * What rounds of maintenance did, by their receipts.
 *
 * @param rounds that had something to do
 * @param steps each one commit
 * @param conflicts attempts that were begun anew as the writer had committed meanwhile
 * @param failed steps that were not done
 */
public record Rounds(
    int rounds, int steps, int merges, long filesMerged, int conflicts, int failed) {
  static final Rounds NONE = new Rounds(0, 0, 0, 0, 0, 0);

  /** Those that have left a receipt in a folder. */
  static Rounds of(Path receipts) throws IOException {
    Rounds all = NONE;
    try (Stream<Path> files = Files.list(receipts)) {
      List<Path> each =
          files.filter(file -> file.getFileName().toString().startsWith("maintain-")).toList();
      for (Path file : each) {
        all = all.plus(of(new ObjectMapper().readTree(file.toFile())));
      }
    }

    return all;
  }

  private static Rounds of(JsonNode receipt) {
    int steps = 0;
    int merges = 0;
    long files = 0;
    int conflicts = 0;
    int failed = 0;
    for (JsonNode table : receipt.at("/receipt/tables")) {
      for (JsonNode step : table.path("steps")) {
        steps++;
        merges += step.path("kind").asText().equals("compaction") ? 1 : 0;
        files += step.path("files_rewritten").asLong();
        conflicts += step.path("attempts").asInt(1) - 1;
        failed += step.has("failure") ? 1 : 0;
      }
    }

    return new Rounds(1, steps, merges, files, conflicts, failed);
  }

  Rounds plus(Rounds other) {
    return new Rounds(
        rounds + other.rounds,
        steps + other.steps,
        merges + other.merges,
        filesMerged + other.filesMerged,
        conflicts + other.conflicts,
        failed + other.failed);
  }
}
