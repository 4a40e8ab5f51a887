package io.freshet.cli.doctor;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Amounts;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** What the last proof of each table found, and how the last maintenance went, by receipts. */
record ProofChecks(Installation installation) {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Pattern RECEIPT = Pattern.compile("prove-(.+)-(\\d{13})\\.json");

  /** What the next one goes on from is kept for four days. */
  private static final Duration OLD = Duration.ofDays(3);

  private static final Pattern ROUND =
      Pattern.compile("maintain-(\\d{4}-\\d\\d-\\d\\d)T(\\d\\d)-(\\d\\d)-(\\d\\d).*\\.json");

  /** Small files and snapshots of a day of commits make each reader slower. */
  private static final Duration UNKEPT = Duration.ofDays(1);

  private static final String MAINTAIN = "./freshet maintain --dry-run";
  private static final String REMEDY = "./freshet prove; docs/runbooks/missing-data.md";

  /** A round of maintenance. */
  record Maintained(Instant at, boolean isWell) {}

  /** Of one table. */
  record Proved(String table, Instant at, boolean held) {}

  List<Check> checks() {
    return List.of(
        new Check("proofs", Installation.withProfile(), REMEDY, this::look),
        new Check("upkeep", Installation.withProfile(), MAINTAIN, this::upkeep));
  }

  private Finding upkeep() throws IOException {
    return upkeep(newestRound(installation.workspace().receipts()), Instant.now());
  }

  /** The newest receipt of maintenance, by its name. */
  static Optional<Maintained> newestRound(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(folder)) {
      Optional<Path> newest =
          files
              .filter(file -> ROUND.matcher(file.getFileName().toString()).matches())
              .max(Comparator.comparing(file -> file.getFileName().toString()));

      return newest.isEmpty() ? Optional.empty() : Optional.of(maintained(newest.get()));
    }
  }

  private static Maintained maintained(Path receipt) throws IOException {
    String time = ROUND.matcher(receipt.getFileName().toString()).replaceFirst("$1T$2:$3:$4Z");

    return new Maintained(
        Instant.parse(time), JSON.readTree(receipt.toFile()).path("ok").asBoolean());
  }

  static Finding upkeep(Optional<Maintained> last, Instant now) {
    if (last.isEmpty()) {
      return Finding.skipped("no maintenance has left a receipt yet: ./freshet maintain");
    }
    Duration ago = Duration.between(last.get().at(), now);
    if (!last.get().isWell()) {
      return Finding.warning(
          "the last maintenance, %s ago, did not go well".formatted(Amounts.age(ago)),
          "its receipt in the console says why; " + MAINTAIN);
    }

    return ago.compareTo(UNKEPT) > 0
        ? Finding.warning("the last maintenance was %s ago".formatted(Amounts.age(ago)), MAINTAIN)
        : Finding.ok("maintained %s ago".formatted(Amounts.age(ago)));
  }

  private Finding look() throws IOException {
    return proofs(newest(installation.workspace().receipts()), Instant.now());
  }

  /** The newest receipt of each table, by its name. */
  static List<Proved> newest(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    Map<String, Path> newest = new TreeMap<>();
    try (Stream<Path> files = Files.list(folder)) {
      files
          .sorted()
          .forEach(
              file -> {
                Matcher name = RECEIPT.matcher(file.getFileName().toString());
                if (name.matches()) {
                  newest.put(name.group(1), file);
                }
              });
    }
    List<Proved> proofs = new ArrayList<>();
    for (Map.Entry<String, Path> each : newest.entrySet()) {
      Matcher name = RECEIPT.matcher(each.getValue().getFileName().toString());
      if (name.matches()) {
        proofs.add(
            new Proved(
                each.getKey(),
                Instant.ofEpochMilli(Long.parseLong(name.group(2))),
                JSON.readTree(each.getValue().toFile()).path("ok").asBoolean()));
      }
    }

    return proofs;
  }

  static Finding proofs(List<Proved> proofs, Instant now) {
    if (proofs.isEmpty()) {
      return Finding.skipped("no proof has left a receipt yet: ./freshet prove");
    }
    List<String> broken =
        proofs.stream()
            .filter(proof -> !proof.held())
            .map(
                proof ->
                    "the proof of %s, %s ago, found rows missing, doubled or altered"
                        .formatted(proof.table(), Amounts.age(Duration.between(proof.at(), now))))
            .toList();

    if (!broken.isEmpty()) {
      return Finding.failed(ContractChecks.some(broken), REMEDY);
    }
    List<String> old =
        proofs.stream()
            .filter(proof -> Duration.between(proof.at(), now).compareTo(OLD) > 0)
            .sorted(Comparator.comparing(Proved::at))
            .map(
                proof ->
                    "%s was proved last %s ago"
                        .formatted(proof.table(), Amounts.age(Duration.between(proof.at(), now))))
            .toList();

    return old.isEmpty()
        ? Finding.ok("the last proofs of %d tables held".formatted(proofs.size()))
        : Finding.warning(
            "the last proofs of %d tables held, but %s"
                .formatted(proofs.size(), ContractChecks.some(old)),
            "./freshet prove --since");
  }
}
