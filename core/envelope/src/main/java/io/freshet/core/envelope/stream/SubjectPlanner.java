package io.freshet.core.envelope.stream;

import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings.Compatibility;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.avro.Schema;

/** Compares a registry subject with its contract. */
final class SubjectPlanner {
  private final HttpSchemaRegistry registry;

  SubjectPlanner(HttpSchemaRegistry registry) {
    this.registry = registry;
  }

  List<Change> plan(Contract contract) {
    String subject = Streams.subject(contract);
    List<Change> changes = new ArrayList<>();
    compatibility(subject, contract).ifPresent(changes::add);
    schema(subject, contract).ifPresent(changes::add);

    return changes.isEmpty() ? List.of(Change.none(resource(subject))) : changes;
  }

  Change planRemoval(Contract contract) {
    String subject = Streams.subject(contract);
    int versions = registry.versions(subject).size();

    return versions == 0
        ? Change.none(resource(subject))
        : new Change(
            Change.Action.DELETE,
            resource(subject),
            "with %d %s".formatted(versions, versions == 1 ? "version" : "versions"),
            () -> registry.delete(subject));
  }

  private Optional<Change> compatibility(String subject, Contract contract) {
    String wanted = contract.requireStream().compatibility().name();
    Optional<String> current = registry.compatibility(subject);
    if (current.equals(Optional.of(wanted))) {
      return Optional.empty();
    }

    return Optional.of(
        new Change(
            current.isEmpty() ? Change.Action.CREATE : Change.Action.UPDATE,
            resource(subject),
            "compatibility %s → %s".formatted(current.orElse("not set"), wanted),
            () -> registry.setCompatibility(subject, wanted)));
  }

  private Optional<Change> schema(String subject, Contract contract) {
    Schema wanted = AvroSchemas.of(contract);
    List<Integer> versions = registry.versions(subject);
    if (versions.isEmpty()) {
      return Optional.of(register(Change.Action.CREATE, subject, wanted, "register the schema"));
    }
    if (registry.find(subject, wanted).isPresent()) {
      return Optional.empty();
    }

    return Optional.of(
        obstacle(subject, contract.requireStream().compatibility(), versions, wanted)
            .map(obstacle -> Change.refuse(resource(subject), obstacle))
            .orElseGet(
                () -> register(Change.Action.UPDATE, subject, wanted, "register a new version")));
  }

  /**
   * Of the newest version that has one, of all where the level speaks of all: some registries look
   * at no other version than the one that they are asked about, until the schema is registered.
   */
  private Optional<String> obstacle(
      String subject, Compatibility level, List<Integer> versions, Schema wanted) {
    int newest = versions.get(versions.size() - 1);
    for (int i = versions.size() - 1; i >= (level.isTransitive() ? 0 : versions.size() - 1); i--) {
      int version = versions.get(i);
      List<String> obstacles = obstacles(subject, level, version, wanted);
      if (!obstacles.isEmpty()) {
        String beside =
            version == newest ? "incompatible schema" : "incompatible with version " + version;

        return Optional.of(beside + ": " + String.join("; ", obstacles));
      }
    }

    return Optional.empty();
  }

  /**
   * The registry's, explained in our words because not every registry says why; and what no
   * registry looks at: the units and scales of what is in the stream.
   */
  private List<String> obstacles(String subject, Compatibility level, int version, Schema wanted) {
    List<String> obstacles = new ArrayList<>(registry.obstacles(subject, version, wanted));
    Optional<Schema> old = registry.schema(subject, version);
    Optional<String> unreadable = old.flatMap(schema -> EventDecoder.obstacle(schema, wanted));
    if (!obstacles.isEmpty()) {
      unreadable
          .or(() -> old.flatMap(schema -> EventDecoder.obstacle(wanted, schema)))
          .ifPresent(obstacles::add);
    } else if (level != Compatibility.NONE) {
      unreadable.ifPresent(obstacles::add);
    }

    return obstacles;
  }

  private Change register(Change.Action action, String subject, Schema schema, String detail) {
    return new Change(action, resource(subject), detail, () -> registry.register(subject, schema));
  }

  private static String resource(String subject) {
    return "subject " + subject;
  }
}
