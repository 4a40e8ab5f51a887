package io.freshet.assurance.change;

import io.freshet.assurance.change.ContractChange.Impact;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contract.Documentation;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.StreamSettings.Compatibility;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What is different between two versions of all contracts, and what of that breaks somebody: by
 * Iceberg's rules for tables, Avro's and the contract's own compatibility for streams, and by what
 * roles see.
 */
public final class ContractDiff {
  private final Contract before;
  private final Contract after;
  private final Changes changes;

  private ContractDiff(Contract before, Contract after) {
    this.before = before;
    this.after = after;
    this.changes = new Changes(after.name());
  }

  /** All contracts. */
  public static List<ContractChange> between(Contracts before, Contracts after) {
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
              Impact.BOTH));
    }

    return List.copyOf(changes);
  }

  /** One contract. */
  public static List<ContractChange> between(Contract before, Contract after) {
    ContractDiff diff = new ContractDiff(before, after);
    diff.compareWords();
    diff.compareLifecycle();
    diff.comparePlaces();
    diff.compareKeys();
    ColumnDiff.Found columns = ColumnDiff.between(before, after);
    diff.changes.addAll(columns.changes());
    diff.compareSchemas(columns.broken());
    if (before.table().isPresent() && after.table().isPresent()) {
      diff.changes.addAll(AccessDiff.between(before, after));
    }
    if (diff.changes.all().isEmpty() && !before.equals(after)) {
      diff.changes.compatible("says the same in other words or another order");
    }

    return diff.changes.all();
  }

  private void compareWords() {
    if (!before.version().equals(after.version())) {
      changes.compatible("version %s → %s".formatted(before.version(), after.version()));
    }
    Documentation old = before.documentation();
    Documentation now = after.documentation();
    if (!old.owner().equals(now.owner())) {
      changes.compatible("owner %s → %s".formatted(old.owner(), now.owner()));
    }
    if (!old.domain().equals(now.domain())) {
      changes.compatible("domain %s → %s".formatted(old.domain(), now.domain()));
    }
  }

  private void compareLifecycle() {
    Lifecycle now = after.lifecycle();
    if (before.lifecycle().equals(now)) {
      return;
    }
    String until = now.endOfLife().map(day -> ", kept up until " + day).orElse("");
    changes.compatible(
        "status %s → %s%s".formatted(word(before.lifecycle().status()), word(now.status()), until));
  }

  private void comparePlaces() {
    if (before.kind() != after.kind()) {
      changes.breaking(
          "kind %s → %s".formatted(word(before.kind()), word(after.kind())),
          "a stream or table is made and filled in another way",
          Impact.BOTH);
    }
    compareThere("stream", before.stream(), after.stream(), Impact.STREAM_READERS);
    compareThere("table", before.table(), after.table(), Impact.TABLE_READERS);
    if (before.stream().isPresent() && after.stream().isPresent()) {
      StreamDiff.compare(before.stream().get(), after.stream().get(), changes);
    }
    if (before.table().isPresent() && after.table().isPresent()) {
      TableDiff.compare(after.name(), before.table().get(), after.table().get(), changes);
    }
  }

  private void compareThere(String what, Optional<?> was, Optional<?> is, Impact impact) {
    if (was.isPresent() && is.isEmpty()) {
      changes.breaking(what + " removed", "nobody fills it any more", impact);
    } else if (was.isEmpty() && is.isPresent()) {
      changes.compatible(what + " added");
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
    return ColumnPairs.of(before, after)
        .now(before.schema().requireField(column))
        .map(Field::name)
        .orElse(column);
  }

  private void compareKey(String key, String old, String now) {
    if (!Objects.equals(old, now)) {
      changes.breaking(
          "%s %s → %s".formatted(key, old, now),
          "order and completeness hold on either side of the change, not over it",
          Impact.BOTH);
    }
  }

  /** Where a column shows what is wrong already, the registry's refusal says nothing more. */
  private void compareSchemas(Set<Integer> told) {
    if (before.stream().isEmpty() || after.stream().isEmpty()) {
      return;
    }
    Compatibility level = after.stream().get().compatibility();
    SchemaGate.obstacle(before, after, level, told)
        .ifPresent(
            obstacle ->
                changes.breaking(
                    "schema of the stream not compatible at level %s".formatted(level),
                    obstacle,
                    Impact.STREAM_READERS));
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
