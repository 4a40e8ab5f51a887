package io.freshet.ingestion.sqlapps.application;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.yaml.snakeyaml.DumperOptions.ScalarStyle;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.ScalarNode;

/** Reads the keys of an application. */
final class ApplicationParser {
  private static final List<String> KEYS =
      List.of(
          "name",
          "owner",
          "description",
          "parallelism",
          "stateTtl",
          "checkpointInterval",
          "sources",
          "sinks",
          "sql");

  // Names the consumer group, the transactions and the processes.
  private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9-]{0,49}");
  private static final String NAME_RIGHT = "lower-case letters, digits and hyphens, at most 50";
  private static final int MAX_PARALLELISM = 128;
  private static final String NEVER = "never";
  private static final Duration DEFAULT_INTERVAL = Duration.ofSeconds(10);
  private static final String SOURCES_RIGHT = "a list such as - stream: order_events";

  private final String yaml;
  private final Findings findings;

  ApplicationParser(String yaml, Findings findings) {
    this.yaml = yaml;
    this.findings = findings;
  }

  /** As far as it can be read. */
  Optional<Application> parse(Section root) {
    root.refuseUnknown(KEYS);
    Optional<String> name = root.matching("name", NAME, NAME_RIGHT);
    Optional<String> owner = root.require("owner", "the team that answers for it");
    Optional<String> description = root.require("description", "what it is for, in a sentence");
    int parallelism = root.integer("parallelism", 1, 1, MAX_PARALLELISM);
    Optional<Duration> ttl = stateTtl(root);
    Duration interval =
        root.duration("checkpointInterval", Duration.ofMillis(500), Duration.ofHours(1))
            .orElse(DEFAULT_INTERVAL);
    List<SourceStream> sources = sources(root);
    List<SinkTable> sinks = new SinkParser(findings).parse(root);
    refuseDoubles(sources, sinks);
    Optional<SqlBlock> sql = sql(root);

    return sql.map(
        block ->
            new Application(
                name.orElse(""),
                owner.orElse(""),
                description.orElse(""),
                parallelism,
                ttl,
                interval,
                sources,
                sinks,
                block));
  }

  private Optional<Duration> stateTtl(Section root) {
    if (root.node("stateTtl").filter(ApplicationParser::isNever).isPresent()) {
      return Optional.of(Duration.ZERO);
    }

    return root.duration("stateTtl", Duration.ofSeconds(1), Duration.ofDays(3650));
  }

  private static boolean isNever(Node node) {
    return node instanceof ScalarNode scalar && scalar.getValue().equals(NEVER);
  }

  private List<SourceStream> sources(Section root) {
    List<SourceStream> sources = new ArrayList<>();
    for (Node node : root.list("sources", SOURCES_RIGHT)) {
      Section.of(node, "a source", findings).flatMap(this::source).ifPresent(sources::add);
    }

    return sources;
  }

  private Optional<SourceStream> source(Section entry) {
    if (entry.has("table")) {
      findings.add(
          entry.place("table"),
          "tables of the lake can't be read by an application",
          "- stream: NAME, the stream that the table is written from");

      return Optional.empty();
    }
    entry.refuseUnknown(List.of("stream", "start", "lateness"));

    return entry
        .require("stream", "a contract's name")
        .map(
            stream ->
                new SourceStream(
                    stream,
                    entry.choice("start", SourceStream.Start.class, SourceStream.Start.EARLIEST),
                    entry.duration("lateness", Duration.ofMillis(0), Duration.ofDays(7)),
                    entry.place("stream")));
  }

  private void refuseDoubles(List<SourceStream> sources, List<SinkTable> sinks) {
    Set<String> read = new HashSet<>();
    for (SourceStream source : sources) {
      if (!read.add(source.stream())) {
        findings.add(
            source.place(), "%s is read twice".formatted(source.stream()), "each source once");
      }
    }
    Set<String> written = new HashSet<>();
    for (SinkTable sink : sinks) {
      if (!written.add(sink.table())) {
        findings.add(sink.place(), "%s is written twice".formatted(sink.table()), "each sink once");
      }
      if (read.contains(sink.table())) {
        findings.add(
            sink.place(),
            "%s is read and written: such an application never comes to rest"
                .formatted(sink.table()),
            "a stream that it does not read");
      }
    }
  }

  private Optional<SqlBlock> sql(Section root) {
    Optional<Node> node = root.node("sql");
    if (node.isEmpty()) {
      findings.add(root.place(), "sql is missing", "sql: | and the statements below, indented");

      return Optional.empty();
    }
    if (!(node.get() instanceof ScalarNode scalar)
        || scalar.getScalarStyle() != ScalarStyle.LITERAL) {
      findings.add(
          node.get(),
          "sql is no literal block, so that nobody could say where in it something is wrong",
          "sql: | and the statements below, indented");

      return Optional.empty();
    }

    return Optional.of(
        SqlBlock.literal(
            scalar.getValue(), Findings.place(scalar).line(), ApplicationFile.lines(yaml)));
  }
}
