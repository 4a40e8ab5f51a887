package io.freshet.console.editions;

import io.freshet.assurance.change.ContractChange;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A contract as it was before.
 *
 * @param source who remembers it
 * @param editions the newest first
 * @param isWhole whether these are all
 */
public record Editions(Source source, List<Edition> editions, boolean isWhole) {
  public Editions {
    editions = List.copyOf(editions);
  }

  /** Who remembers earlier versions. */
  public enum Source {
    GIT("git"),
    /** Of the stream's schema alone, which is all that it knows. */
    REGISTRY("the schema registry, which knows the stream’s schema alone");

    private final String label;

    Source(String label) {
      this.label = label;
    }

    public String label() {
      return label;
    }
  }

  /**
   * One version.
   *
   * @param name of its commit, or its number
   * @param version of the contract; empty where that is not known
   * @param at when it was committed; empty where nobody knows
   * @param about what its commit says
   * @param change of its text from the one before; empty of the first
   * @param changes what differs from the one before, for its readers
   * @param unread why its changes are not known, where they are not
   */
  public record Edition(
      String name,
      String version,
      Optional<Instant> at,
      String about,
      Optional<TextChange> change,
      List<ContractChange> changes,
      String unread) {
    public Edition {
      changes = List.copyOf(changes);
    }

    public boolean isBreaking() {
      return changes.stream().anyMatch(ContractChange::isBreaking);
    }
  }
}
