package io.freshet.cli.contract.diff;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.StreamSettings.Compatibility;
import io.freshet.core.contract.TableSettings;
import io.freshet.core.envelope.EventDecoder;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What is different between two versions of all contracts, and what of that breaks somebody: by
 * Iceberg's rules for tables, Avro's and the contract's own compatibility for streams, and by what
 * roles see.
 */
final class ContractDiff {
  private final String name;
  private final Contract before;
  private final Contract after;
  private final List<ContractChange> changes = new ArrayList<>();

  private ContractDiff(Contract before, Contract after) {
    this.name = after.name();
    this.before = before;
    this.after = after;
  }

  static List<ContractChange> between(Contracts before, Contracts after) {
    List<ContractChange> changes = new ArrayList<>();
    Map<String, Contract> left = new LinkedHashMap<>();
    before.all().forEach(contract -> left.put(contract.name(), contract));
    for (Contract contract : after.all()) {
      Contract old = left.remove(contract.name());
      changes.addAll(
          old == null
              ? List.of(
                  ContractChange.compatible(contract.name(), Optional.empty(), "contract added"))
              : between(old, contract));
    }
    for (String gone : left.keySet()) {
      changes.add(
          ContractChange.breaking(
              gone,
              Optional.empty(),
              "contract removed",
              "nobody keeps its stream and table up any more",
              ContractChange.Impact.BOTH));
    }

    return List.copyOf(changes);
  }

  private static List<ContractChange> between(Contract before, Contract after) {
    ContractDiff diff = new ContractDiff(before, after);
    diff.comparePlaces();
    diff.compareKeys();
    diff.changes.addAll(
        ColumnDiff.between(after.name(), before.schema().fields(), after.schema().fields()));
    diff.compareStream();
    if (before.table().isPresent() && after.table().isPresent()) {
      diff.changes.addAll(AccessDiff.between(before, after));
    }

    return diff.changes;
  }

  private void comparePlaces() {
    if (before.kind() != after.kind()) {
      breaking(
          "kind %s → %s".formatted(word(before.kind()), word(after.kind())),
          "a stream or table is made and filled in another way");
    }
    compareThere("stream", before.stream().isPresent(), after.stream().isPresent());
    compareThere("table", before.table().isPresent(), after.table().isPresent());
    if (before.table().isPresent() && after.table().isPresent()) {
      compareTables(before.table().get(), after.table().get());
    }
  }

  private void compareThere(String what, boolean was, boolean is) {
    if (was && !is) {
      breaking(what + " removed", "nobody fills it any more");
    } else if (!was && is) {
      compatible(what + " added");
    }
  }

  private void compareTables(TableSettings old, TableSettings now) {
    if (!old.namespace().equals(now.namespace())) {
      breaking(
          "table moves from %s to %s".formatted(old.namespace(), now.namespace()),
          "its readers ask for it by the old name");
    }
    if (!old.partitioning().equals(now.partitioning())) {
      changes.add(
          ContractChange.refused(
              name,
              Optional.empty(),
              "partitioned in another way",
              "contract apply refuses it: partitioning of a table with data is changed by"
                  + " maintenance"));
    }
    if (!old.sort().equals(now.sort())) {
      compatible("sorted by " + String.join(", ", now.sort()));
    }
  }

  private void compareKeys() {
    Keys old = before.schema().keys();
    Keys now = after.schema().keys();
    compareKey("partition key", nameNow(old.partitionKey()), now.partitionKey());
    compareKey(
        "entity key",
        old.entityKey().map(this::nameNow).orElse("none"),
        now.entityKey().orElse("none"));
    compareKey("event time", nameNow(old.eventTime()), now.eventTime());
  }

  /** A key whose column is renamed is still the same key. */
  private String nameNow(String column) {
    int id = before.schema().requireField(column).id();

    return after.schema().fields().stream()
        .filter(field -> field.id() == id)
        .findFirst()
        .map(field -> field.name())
        .orElse(column);
  }

  private void compareKey(String key, String old, String now) {
    if (!Objects.equals(old, now)) {
      breaking(
          "%s %s → %s".formatted(key, old, now),
          "order and completeness hold on either side of the change, not over it");
    }
  }

  /** Where columns show what is wrong already, the registry's refusal says nothing more. */
  private void compareStream() {
    boolean told =
        changes.stream().anyMatch(change -> change.column().isPresent() && change.isBreaking());
    if (told || before.stream().isEmpty() || after.stream().isEmpty()) {
      return;
    }
    Compatibility level = after.stream().get().compatibility();
    obstacle(level)
        .ifPresent(
            obstacle ->
                breaking(
                    "schema of the stream not compatible at level %s".formatted(level), obstacle));
  }

  private Optional<String> obstacle(Compatibility level) {
    org.apache.avro.Schema old = AvroSchemas.of(before);
    org.apache.avro.Schema now = AvroSchemas.of(after);
    Optional<String> newReader = EventDecoder.obstacle(old, now);
    Optional<String> oldReader = EventDecoder.obstacle(now, old);

    return switch (level) {
      case BACKWARD, BACKWARD_TRANSITIVE -> newReader;
      case FORWARD, FORWARD_TRANSITIVE -> oldReader;
      case FULL, FULL_TRANSITIVE -> newReader.or(() -> oldReader);
      case NONE -> Optional.empty();
    };
  }

  private void breaking(String change, String why) {
    changes.add(
        ContractChange.breaking(
            name, Optional.empty(), change, why, ContractChange.Impact.BOTH));
  }

  private void compatible(String change) {
    changes.add(ContractChange.compatible(name, Optional.empty(), change));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
