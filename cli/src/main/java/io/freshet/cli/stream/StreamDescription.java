package io.freshet.cli.stream;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.RoleAccess;
import io.freshet.core.contract.Schema.Keys;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.Streams;
import io.freshet.core.contract.TypeText;
import io.freshet.core.toolkit.Durations;
import java.io.PrintWriter;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * All that somebody must know who wants to read a stream or send to it, for people and as JSON.
 *
 * @param facts empty when there is no topic yet
 */
record StreamDescription(Contract contract, Optional<StreamFacts> facts, Instant now) {

  boolean ok() {
    return facts.isPresent();
  }

  void print(PrintWriter out) {
    StreamSettings stream = contract.requireStream();
    out.printf("%s: %s%n", contract.name(), contract.documentation().purpose());
    line(out, "Owner", contract.documentation().owner());
    line(out, "Topic", facts.map(this::topic).orElse("not made yet; ./freshet contract apply"));
    line(out, "Key", key());
    line(out, "Subject", subject(stream));
    line(
        out,
        "Producers",
        contract.capturedFrom().map("the change capture, from "::concat).orElse(producers(stream)));
    line(out, "Readers", readers());
    line(out, "Kept", stream.retention().map(Durations::print).orElse("for ever"));
    line(
        out,
        "Durability",
        "%d copies, %d in sync before an event is acknowledged"
            .formatted(stream.durability().replicas(), stream.durability().minInSync()));
    line(out, "Read by", String.join(", ", roles()));
    facts.ifPresent(
        found -> {
          line(out, "Newest", newest(found));
          line(
              out,
              "Lately",
              "%.1f records a second over the last minute".formatted(found.perSecond()));
        });
    out.println();
    TextTable table = new TextTable("column", "type", "null", "classification", "meaning");
    rows(table, "", contract.schema().fields());
    table.print(out);
  }

  private static void line(PrintWriter out, String what, String value) {
    out.printf("%-11s %s%n", what, value);
  }

  private String topic(StreamFacts found) {
    return "%s, %d partitions, %d copies, %s records"
        .formatted(
            Streams.topic(contract),
            found.partitions(),
            found.replicas(),
            Amounts.count(found.records()));
  }

  private String key() {
    Keys keys = contract.schema().keys();

    return keys.partitionKey()
        + keys.entityKey().map(":%s, in order per entity"::formatted).orElse("");
  }

  private String subject(StreamSettings stream) {
    return "%s, %s, %s"
        .formatted(
            Streams.subject(contract),
            facts.map(StreamFacts::versions).filter(all -> !all.isEmpty()).isEmpty()
                ? "no version"
                : "versions "
                    + String.join(
                        ", ", facts.get().versions().stream().map(String::valueOf).toList()),
            stream.compatibility());
  }

  private static String producers(StreamSettings stream) {
    List<String> producers = stream.intake().producers();

    return producers.isEmpty()
        ? "nobody over HTTP"
        : "%s over HTTP, acknowledged %s"
            .formatted(String.join(", ", producers), word(stream.intake().acknowledgement()));
  }

  private String readers() {
    Map<String, String> readers = contract.access().readers();

    return readers.isEmpty()
        ? "nobody over HTTP"
        : readers.entrySet().stream()
                .map(reader -> "%s as %s".formatted(reader.getKey(), reader.getValue()))
                .collect(Collectors.joining(", "))
            + " over HTTP";
  }

  private List<String> roles() {
    return contract.access().roles().stream().map(RoleAccess::name).toList();
  }

  private String newest(StreamFacts found) {
    return found
        .newest()
        .map(at -> "%s, %s ago".formatted(at, Amounts.age(age(at))))
        .orElse("no record");
  }

  /** A broker's clock may be ahead of ours. */
  private Duration age(Instant at) {
    return at.isAfter(now) ? Duration.ZERO : Duration.between(at, now);
  }

  private static void rows(TextTable table, String parent, List<Field> fields) {
    for (Field field : fields) {
      table.row(
          parent + field.name(),
          TypeText.of(field.type()),
          field.required() ? "never" : "may be",
          word(field.classification()),
          field.description() + notes(field));
      rows(table, parent + field.name() + ".", parts(field.type()));
    }
  }

  /** What a sender may leave out or call otherwise. */
  private static String notes(Field field) {
    List<String> notes = new ArrayList<>();
    field
        .history()
        .defaultValue()
        .ifPresent(value -> notes.add("%s where it is not named".formatted(spelled(field, value))));
    if (!field.history().formerNames().isEmpty()) {
      notes.add("once %s".formatted(String.join(", ", field.history().formerNames())));
    }
    if (!field.json().name().equals(field.name())) {
      notes.add("in JSON %s".formatted(field.json().name()));
    }
    if (field.json().isAny()) {
      notes.add("takes any JSON");
    }

    return notes.isEmpty() ? "" : " (%s)".formatted(String.join("; ", notes));
  }

  /** As a contract spells it. */
  private static String spelled(Field field, Serializable value) {
    if (field.type() == FieldType.Scalar.DATE) {
      return LocalDate.ofEpochDay((Long) value).toString();
    }

    return field.type() == FieldType.Scalar.TIMESTAMP
        ? Instant.EPOCH.plus((Long) value, ChronoUnit.MICROS).toString()
        : value.toString();
  }

  private static List<Field> parts(FieldType type) {
    if (type instanceof FieldType.Sequence sequence) {
      return parts(sequence.element());
    }

    return type instanceof FieldType.Struct struct ? struct.fields() : List.of();
  }

  ObjectNode json() {
    StreamSettings stream = contract.requireStream();
    Keys keys = contract.schema().keys();
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", ok())
            .put("stream", contract.name())
            .put("purpose", contract.documentation().purpose())
            .put("owner", contract.documentation().owner())
            .put("contract_version", contract.version())
            .put("topic", Streams.topic(contract))
            .put("partitions", facts.map(StreamFacts::partitions).orElse(null))
            .put("replicas", facts.map(StreamFacts::replicas).orElse(null))
            .put("min_in_sync", stream.durability().minInSync())
            .put("partition_key", keys.partitionKey())
            .put("entity_key", keys.entityKey().orElse(null))
            .put("event_time", keys.eventTime())
            .put("subject", Streams.subject(contract))
            .put("compatibility", stream.compatibility().name())
            .put("retention_seconds", stream.retention().map(Duration::toSeconds).orElse(null))
            .put("max_message_bytes", stream.maxMessageBytes())
            .put("acknowledgement", word(stream.intake().acknowledgement()))
            .put("records", facts.map(StreamFacts::records).orElse(null))
            .put("newest", facts.flatMap(StreamFacts::newest).map(Instant::toString).orElse(null))
            .put("records_per_second", facts.map(StreamFacts::perSecond).orElse(null));
    ArrayNode versions = root.putArray("versions");
    facts.ifPresent(found -> found.versions().forEach(versions::add));
    ArrayNode producers = root.putArray("producers");
    stream.intake().producers().forEach(producers::add);
    ObjectNode readers = root.putObject("readers");
    contract.access().readers().forEach(readers::put);
    ArrayNode roles = root.putArray("roles");
    roles().forEach(roles::add);
    fields(root.putArray("columns"), contract.schema().fields());

    return root;
  }

  private static void fields(ArrayNode array, List<Field> fields) {
    for (Field field : fields) {
      ObjectNode column =
          array
              .addObject()
              .put("name", field.name())
              .put("type", TypeText.of(field.type()))
              .put("required", field.required())
              .put("classification", word(field.classification()))
              .put("description", field.description());
      field
          .history()
          .defaultValue()
          .ifPresent(value -> column.put("default", spelled(field, value)));
      if (!field.history().formerNames().isEmpty()) {
        field.history().formerNames().forEach(column.putArray("former_names")::add);
      }
      if (!field.json().name().equals(field.name())) {
        column.put("json_name", field.json().name());
      }
      if (field.json().isAny()) {
        column.put("any_json", true);
      }
      if (!parts(field.type()).isEmpty()) {
        fields(column.putArray("parts"), parts(field.type()));
      }
    }
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }
}
