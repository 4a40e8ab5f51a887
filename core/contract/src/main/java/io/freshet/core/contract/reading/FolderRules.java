package io.freshet.core.contract.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Finding;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Rules between contracts. */
final class FolderRules {
  // A dead letter carries the refused record whole, and what is wrong with it.
  private static final int DEAD_LETTER_FACTOR = 2;

  private FolderRules() {}

  static List<Finding> check(List<ContractFile> files) {
    List<Finding> findings = new ArrayList<>();
    Optional<ContractFile> deadLetters =
        files.stream()
            .filter(file -> file.contract().filter(FolderRules::isDeadLetters).isPresent())
            .findFirst();
    Optional<Contract> largest =
        files.stream()
            .flatMap(file -> file.contract().stream())
            .filter(contract -> contract.stream().isPresent() && !isDeadLetters(contract))
            .max(Comparator.comparingInt(FolderRules::maxMessageBytes));
    if (deadLetters.isPresent() && largest.isPresent()) {
      int limit = maxMessageBytes(deadLetters.get().contract().orElseThrow());
      long needed = (long) maxMessageBytes(largest.get()) * DEAD_LETTER_FACTOR;
      if (limit < needed) {
        findings.add(
            new Finding(
                deadLetters.get().label(),
                deadLetters.get().maxMessageBytesLine(),
                "customProperties.maxMessageBytes",
                "a dead letter of %s would not fit into %d bytes"
                    .formatted(largest.get().name(), limit),
                "at least %d, twice the largest stream's, in a %s.yaml beside the others"
                    .formatted(needed, Contracts.DEAD_LETTERS)));
      }
    }

    return findings;
  }

  private static boolean isDeadLetters(Contract contract) {
    return contract.name().equals(Contracts.DEAD_LETTERS);
  }

  private static int maxMessageBytes(Contract contract) {
    return contract.requireStream().maxMessageBytes();
  }
}
