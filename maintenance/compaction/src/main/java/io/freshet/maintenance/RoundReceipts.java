package io.freshet.maintenance;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Effort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The receipts of maintenance. What somebody asked for, and what tells of a loss, stays; of rounds
 * that nobody looks at the newest stay (decision 0085).
 *
 * @param keep so many of rounds
 */
record RoundReceipts(Path folder, int keep) {
  private static final String ROUND = "-round";

  /** Writes that of a run that somebody asked for. */
  ObjectNode ofRun(Report report, Effort effort) throws IOException {
    return write(report, effort, "");
  }

  /** Writes that of one of many rounds, and lets the oldest of them go. */
  ObjectNode ofRound(Report report, Effort effort) throws IOException {
    if (report.isDamaged()) {
      return ofRun(report, effort);
    }
    ObjectNode written = write(report, effort, ROUND);
    removeOldest();

    return written;
  }

  private ObjectNode write(Report report, Effort effort, String suffix) throws IOException {
    Files.createDirectories(folder);
    String time = Instant.now().toString().replaceAll("[:.]", "-");
    Path file = folder.resolve("maintain-%s%s.json".formatted(time, suffix));
    ObjectNode full = report.full(effort, file.toString());
    Files.writeString(file, full.toPrettyString() + "\n");

    return full;
  }

  private void removeOldest() throws IOException {
    for (Path file : rounds().stream().skip(keep).toList()) {
      Files.deleteIfExists(file);
    }
  }

  /** The newest first: their names have the time in them. */
  private List<Path> rounds() throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .filter(file -> file.getFileName().toString().matches("maintain-.*" + ROUND + "\\.json"))
          .sorted(Comparator.reverseOrder())
          .toList();
    }
  }
}
