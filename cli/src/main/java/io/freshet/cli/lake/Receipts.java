package io.freshet.cli.lake;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.prove.Baseline;
import io.freshet.assurance.prove.Proof;
import io.freshet.core.lake.Ledger;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What proofs have left behind; the next ones may go on from there. */
final class Receipts {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String STATE = "state";

  private final Path folder;

  Receipts(Path folder) {
    this.folder = folder;
  }

  /** Where the receipt of a proof that is over now goes. */
  Path file(Proof proof) {
    return folder.resolve(
        prefix(proof.table()) + "%d.json".formatted(Instant.now().toEpochMilli()));
  }

  /**
   * @param subject what the proof shows
   */
  void write(Path file, ObjectNode receipt, Proof proof, ProofRequest.Subject subject)
      throws IOException {
    proof
        .scope()
        .state()
        .ifPresent(
            state ->
                receipt
                    .putObject(STATE)
                    .put("proved", subject.name().toLowerCase(Locale.ROOT))
                    .put("snapshot_id", state.snapshot())
                    .put("ledger", state.ledger().toJson()));
    Files.createDirectories(folder);
    Files.writeString(file, receipt.toPrettyString() + System.lineSeparator());
  }

  /**
   * The state that the newest receipt says was proved, of those that a proof can go on from.
   *
   * @param table with its namespace
   * @param subject what that proof is to show
   */
  Optional<Baseline> newest(String table, ProofRequest.Subject subject) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    List<Path> receipts;
    try (Stream<Path> files = Files.list(folder)) {
      receipts =
          files
              .filter(file -> file.getFileName().toString().matches(prefix(table) + "\\d+\\.json"))
              .sorted(Comparator.comparing(Path::getFileName).reversed())
              .toList();
    }
    for (Path receipt : receipts) {
      JsonNode node = JSON.readTree(receipt.toFile());
      if (node.path("ok").asBoolean()
          && node.has(STATE)
          && subject.goesOnFrom(provedBy(node.path(STATE)))) {
        return Optional.of(
            new Baseline(
                node.path(STATE).path("snapshot_id").asLong(),
                Ledger.parse(node.path(STATE).path("ledger").asText())));
      }
    }

    return Optional.empty();
  }

  /** Receipts of an earlier version don't say it: those may have looked at identities only. */
  private static ProofRequest.Subject provedBy(JsonNode state) {
    String name = state.path("proved").asText(ProofRequest.Subject.IDENTITIES.name());

    return ProofRequest.Subject.valueOf(name.toUpperCase(Locale.ROOT));
  }

  private static String prefix(String table) {
    return "prove-%s-".formatted(table);
  }
}
