package io.freshet.assurance.prove;

import io.freshet.core.lake.LandedFile;
import io.freshet.core.lake.Ledger;
import io.freshet.core.lake.Position;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Holds the files that a table says it holds against its ledger, to which each is a partition; the
 * rows and dead letters of a partition are the business of {@link PartitionAccount}.
 */
final class LandedFiles {
  private LandedFiles() {}

  /**
   * What is wrong, and which files are meant where something is.
   *
   * @param known what is wrong with partitions
   */
  static List<String> findings(
      Map<String, String> tableProperties, Ledger ledger, List<String> known) {
    Map<Integer, LandedFile> files = LandedFile.of(tableProperties);
    List<String> findings = new ArrayList<>();
    ledger
        .sources()
        .forEach(
            (number, source) -> {
              if (LandedFile.isLanding(source)) {
                files.forEach(
                    (partition, file) ->
                        finding(file, ledger, new Position(number, partition), known)
                            .ifPresent(findings::add));
                ledger.entries().keySet().stream()
                    .filter(position -> position.source() == number)
                    .filter(position -> !files.containsKey(position.partition()))
                    .map("Partition %s: the ledger knows it, no property names its file"::formatted)
                    .forEach(findings::add);
              }
            });

    return findings;
  }

  private static Optional<String> finding(
      LandedFile file, Ledger ledger, Position position, List<String> known) {
    long seen = ledger.entry(position).map(entry -> entry.counts().seen()).orElse(0L);
    if (seen != file.rows()) {
      return Optional.of(
          "Partition %s: %s had %d rows, the ledger has seen %d"
              .formatted(position, file.name(), file.rows(), seen));
    }

    return known.stream().anyMatch(text -> text.startsWith("Partition %s:".formatted(position)))
        ? Optional.of("Partition %s is the file %s".formatted(position, file.name()))
        : Optional.empty();
  }
}
