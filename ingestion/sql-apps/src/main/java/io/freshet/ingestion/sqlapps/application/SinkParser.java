package io.freshet.ingestion.sqlapps.application;

import io.freshet.ingestion.sqlapps.application.SinkTable.Column;
import io.freshet.ingestion.sqlapps.application.SinkTable.Delivery;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.flink.table.api.ValidationException;
import org.apache.flink.table.types.logical.LogicalType;
import org.apache.flink.table.types.logical.LogicalTypeRoot;
import org.apache.flink.table.types.logical.utils.LogicalTypeParser;
import org.yaml.snakeyaml.nodes.Node;

/** Reads the sinks of an application. */
final class SinkParser {
  private static final String RIGHT =
      "a list of - stream: CONTRACT, - redis: NAME or - webhook: NAME";
  private static final Pattern TABLE = Pattern.compile("[a-z][a-z0-9_]{0,99}");
  private static final String TABLE_RIGHT = "lower-case letters, digits and underscores";
  private static final Pattern TO = Pattern.compile("[a-z][a-z0-9-]{0,49}");
  private static final Pattern IN_BRACES = Pattern.compile("\\{([^{}]*)}");
  private static final Pattern KEY = Pattern.compile("[^{}\\s]*(?:\\{[a-z][a-z0-9_]*}[^{}\\s]*)+");

  /** What is a single value, in JSON as in a hash. */
  private static final Set<LogicalTypeRoot> SCALARS =
      EnumSet.of(
          LogicalTypeRoot.BOOLEAN,
          LogicalTypeRoot.INTEGER,
          LogicalTypeRoot.BIGINT,
          LogicalTypeRoot.DOUBLE,
          LogicalTypeRoot.DECIMAL,
          LogicalTypeRoot.VARCHAR,
          LogicalTypeRoot.DATE,
          LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  private static final String TYPES =
      "BOOLEAN, INT, BIGINT, DOUBLE, DECIMAL(p, s), STRING, DATE or TIMESTAMP_LTZ(3)";

  /** What can be compared with the one before. */
  private static final Set<LogicalTypeRoot> ORDERED =
      EnumSet.of(
          LogicalTypeRoot.INTEGER,
          LogicalTypeRoot.BIGINT,
          LogicalTypeRoot.TIMESTAMP_WITH_LOCAL_TIME_ZONE);

  private final Findings findings;

  SinkParser(Findings findings) {
    this.findings = findings;
  }

  List<SinkTable> parse(Section root) {
    List<SinkTable> sinks = new ArrayList<>();
    for (Node node : root.list("sinks", RIGHT)) {
      Section.of(node, "a sink", findings).flatMap(this::sink).ifPresent(sinks::add);
    }

    return sinks;
  }

  private Optional<SinkTable> sink(Section entry) {
    if (entry.has("stream")) {
      return stream(entry);
    }
    if (entry.has("redis")) {
      return redis(entry);
    }
    if (entry.has("webhook")) {
      return webhook(entry);
    }
    findings.add(
        entry.place(),
        entry.has("table")
            ? "an application writes no table of the lake: the writer does, from a stream"
            : "a sink must say what it is",
        RIGHT);

    return Optional.empty();
  }

  private Optional<SinkTable> stream(Section entry) {
    entry.refuseUnknown(List.of("stream", "delivery"));

    return entry
        .text("stream", "a contract's name")
        .map(
            name ->
                new SinkTable.Stream(
                    name,
                    entry.choice("delivery", Delivery.class, Delivery.EXACTLY_ONCE),
                    entry.place("stream")));
  }

  private Optional<SinkTable> redis(Section entry) {
    entry.refuseUnknown(List.of("redis", "key", "newest", "ttl", "columns"));
    Optional<String> table = entry.matching("redis", TABLE, TABLE_RIGHT);
    Optional<String> key = entry.matching("key", KEY, "a key with columns: surge:{market}");
    Optional<String> newest = entry.require("newest", "the column that tells the newer of two");
    Optional<Duration> ttl = entry.duration("ttl", Duration.ofSeconds(1), Duration.ofDays(3650));
    if (!entry.has("ttl")) {
      findings.add(entry.place(), "ttl is missing", "ttl: 15m; what stays for ever is in no cache");
    }
    List<Column> columns = columns(entry);
    key.ifPresent(text -> requireColumns(entry, text, columns));
    newest.ifPresent(name -> requireOrdered(entry, name, columns));
    if (table.isEmpty() || key.isEmpty() || newest.isEmpty() || ttl.isEmpty()) {
      return Optional.empty();
    }

    return Optional.of(
        new SinkTable.Redis(
            table.get(), key.get(), newest.get(), ttl.get(), columns, entry.place("redis")));
  }

  private Optional<SinkTable> webhook(Section entry) {
    if (entry.has("url") || entry.has("secret")) {
      findings.add(
          entry.place(entry.has("url") ? "url" : "secret"),
          "a webhook's address and secret do not belong into a file that everybody reads",
          "to: NAME, and the settings webhook.NAME.url and webhook.NAME.secret");
    }
    entry.refuseUnknown(List.of("webhook", "to", "columns", "url", "secret"));
    Optional<String> table = entry.matching("webhook", TABLE, TABLE_RIGHT);
    Optional<String> to =
        entry.matching("to", TO, "a name: the address is the setting webhook.NAME.url");
    List<Column> columns = columns(entry);

    return table.isEmpty() || to.isEmpty()
        ? Optional.empty()
        : Optional.of(
            new SinkTable.Webhook(table.get(), to.get(), columns, entry.place("webhook")));
  }

  private List<Column> columns(Section entry) {
    Optional<Node> node = entry.node("columns");
    if (node.isEmpty()) {
      findings.add(entry.place(), "columns is missing", "columns: and below it name: TYPE");

      return List.of();
    }
    Optional<Section> section = Section.of(node.get(), "columns", findings);
    List<Column> columns = new ArrayList<>();
    section.ifPresent(
        columnsOf ->
            columnsOf.keys().forEach(name -> column(columnsOf, name).ifPresent(columns::add)));

    return columns;
  }

  private Optional<Column> column(Section columns, String name) {
    if (!TABLE.matcher(name).matches()) {
      findings.add(columns.place(name), "%s is no column's name".formatted(name), TABLE_RIGHT);
    }
    Optional<String> text = columns.text(name, TYPES);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      LogicalType type = LogicalTypeParser.parse(text.get(), SinkParser.class.getClassLoader());
      if (SCALARS.contains(type.getTypeRoot())) {
        return Optional.of(new Column(name, type.copy(true)));
      }
    } catch (ValidationException e) {
      // said below, as for a type that is known and not allowed
    }
    findings.add(columns.place(name), "%s is of type %s".formatted(name, text.get()), TYPES);

    return Optional.empty();
  }

  private void requireColumns(Section entry, String key, List<Column> columns) {
    Matcher names = IN_BRACES.matcher(key);
    while (names.find()) {
      String name = names.group(1);
      if (!columns.isEmpty() && columns.stream().noneMatch(each -> each.name().equals(name))) {
        findings.add(
            entry.place("key"),
            "the key names %s, which is no column".formatted(name),
            "one of " + names(columns));
      }
    }
  }

  private void requireOrdered(Section entry, String name, List<Column> columns) {
    boolean fits =
        columns.isEmpty()
            || columns.stream()
                .anyMatch(
                    each ->
                        each.name().equals(name) && ORDERED.contains(each.type().getTypeRoot()));
    if (!fits) {
      findings.add(
          entry.place("newest"),
          "newest is %s, which is no column that orders".formatted(name),
          "a column of type INT, BIGINT or TIMESTAMP_LTZ(3)");
    }
  }

  private static String names(List<Column> columns) {
    return String.join(", ", columns.stream().map(Column::name).toList());
  }
}
