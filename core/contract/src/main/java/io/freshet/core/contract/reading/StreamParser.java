package io.freshet.core.contract.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Compatibility;
import io.freshet.core.contract.StreamSettings.Durability;
import io.freshet.core.contract.StreamSettings.Intake;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;

/** Reads what a contract asks of its Kafka topic. */
final class StreamParser {
  static final int DEFAULT_PARTITIONS = 4;
  static final int DEFAULT_REPLICAS = 3;
  static final int DEFAULT_MIN_IN_SYNC = 2;
  static final int DEFAULT_MAX_MESSAGE_BYTES = 1 << 20;
  static final Duration DEFAULT_RETENTION = Duration.ofDays(7);

  private static final int MAX_PARTITIONS = 1000;
  private static final int MAX_REPLICAS = 7;
  private static final int SMALLEST_MAX_MESSAGE_BYTES = 1 << 10;
  private static final int LARGEST_MAX_MESSAGE_BYTES = 100 << 20;
  private static final int MOST_DEAD_LETTERS_PER_HOUR = 1_000_000_000;
  private static final String FOR_EVER = "forever";
  private static final Pattern ORIGIN =
      Pattern.compile("https?://[a-z0-9]([a-z0-9.-]*[a-z0-9])?(:[1-9][0-9]{0,4})?");
  private static final Pattern DATABASE_TABLE =
      Pattern.compile("[a-z_][a-z0-9_]{0,62}\\.[a-z_][a-z0-9_]{0,62}");
  private static final Pattern CLIENT = Pattern.compile("[a-z][a-z0-9]*([_-][a-z0-9]+)*");

  private static final List<ContractKey> KEYS =
      List.of(
          ContractKey.PARTITIONS,
          ContractKey.SPREAD,
          ContractKey.STREAM_RETENTION,
          ContractKey.REPLICAS,
          ContractKey.MIN_IN_SYNC,
          ContractKey.MAX_MESSAGE_BYTES,
          ContractKey.COMPATIBILITY,
          ContractKey.PRODUCERS,
          ContractKey.ORIGINS,
          ContractKey.ACKNOWLEDGEMENT,
          ContractKey.TAKES_RAW_JSON,
          ContractKey.STANDBY,
          ContractKey.CAPTURED_FROM,
          ContractKey.READERS,
          ContractKey.DEAD_LETTERS_PER_HOUR);

  private final Section custom;
  private final Findings findings;

  /** Whether a producer or reader over HTTP may be named so. */
  static boolean isClient(String name) {
    return CLIENT.matcher(name).matches();
  }

  StreamParser(Section custom, Findings findings) {
    this.custom = custom;
    this.findings = findings;
  }

  /** For derived contracts: every key of a stream is one too many. */
  void refuse() {
    for (ContractKey key : KEYS) {
      if (custom.has(key)) {
        findings.add(
            custom.place(key),
            "%s is about a stream, and a derived contract has none".formatted(key.key()),
            "no such key");
      }
    }
  }

  StreamSettings parse(Contract.Kind kind) {
    int partitions =
        custom.wholeNumber(ContractKey.PARTITIONS, 1, MAX_PARTITIONS).orElse(DEFAULT_PARTITIONS);

    return new StreamSettings(
        partitions,
        spread(partitions),
        retention(kind),
        durability(),
        custom
            .wholeNumber(
                ContractKey.MAX_MESSAGE_BYTES,
                SMALLEST_MAX_MESSAGE_BYTES,
                LARGEST_MAX_MESSAGE_BYTES)
            .orElse(DEFAULT_MAX_MESSAGE_BYTES),
        custom
            .choice(ContractKey.COMPATIBILITY, Compatibility.class, UnaryOperator.identity())
            .orElse(Compatibility.BACKWARD_TRANSITIVE),
        intake(),
        custom
            .wholeNumber(ContractKey.DEAD_LETTERS_PER_HOUR, 0, MOST_DEAD_LETTERS_PER_HOUR)
            .orElse(StreamSettings.DEFAULT_DEAD_LETTERS_PER_HOUR));
  }

  private int spread(int partitions) {
    if (!custom.has(ContractKey.ENTITY_KEY)) {
      Optional<Integer> spread = custom.wholeNumber(ContractKey.SPREAD, 1, partitions);
      if (spread.isPresent() && spread.get() > 1) {
        findings.add(
            custom.place(ContractKey.SPREAD),
            "there is no entity key to spread by",
            "an entityKey, or no spread");
      }

      return 1;
    }

    return custom.wholeNumber(ContractKey.SPREAD, 1, partitions).orElse(partitions);
  }

  private Optional<Duration> retention(Contract.Kind kind) {
    if (custom.place(ContractKey.STREAM_RETENTION).node().asText().equals(FOR_EVER)) {
      return Optional.empty();
    }
    Optional<Duration> stated = custom.duration(ContractKey.STREAM_RETENTION);
    if (stated.isEmpty() && kind == Contract.Kind.REFERENCE) {
      return Optional.empty();
    }

    return Optional.of(stated.orElse(DEFAULT_RETENTION));
  }

  private Durability durability() {
    int replicas =
        custom.wholeNumber(ContractKey.REPLICAS, 1, MAX_REPLICAS).orElse(DEFAULT_REPLICAS);
    int minInSync =
        custom
            .wholeNumber(ContractKey.MIN_IN_SYNC, 1, replicas)
            .orElse(Math.min(DEFAULT_MIN_IN_SYNC, replicas));

    return new Durability(replicas, minInSync);
  }

  private Intake intake() {
    List<String> producers = custom.names(ContractKey.PRODUCERS).orElse(List.of());
    boolean isSound =
        producers.stream().allMatch(StreamParser::isClient)
            && new HashSet<>(producers).size() == producers.size();
    if (!isSound) {
      findings.add(
          custom.place(ContractKey.PRODUCERS),
          "producers are %s".formatted(String.join(", ", producers)),
          "lower-case words joined by hyphens or underscores, such as rider-app, each once");
    }

    List<String> origins = custom.names(ContractKey.ORIGINS).orElse(List.of());
    if (!origins.stream().allMatch(name -> ORIGIN.matcher(name).matches())) {
      findings.add(
          custom.place(ContractKey.ORIGINS),
          "origins are %s".formatted(String.join(", ", origins)),
          "scheme, host and port as browsers tell them, such as https://shop.example");
    }

    boolean takesRawJson = custom.flag(ContractKey.TAKES_RAW_JSON).orElse(false);

    return new Intake(
        producers,
        origins,
        custom
            .choice(ContractKey.ACKNOWLEDGEMENT, Acknowledgement.class, Section::lowerCase)
            .orElse(Acknowledgement.DURABLE),
        takesRawJson,
        capturedFrom(!producers.isEmpty(), takesRawJson),
        custom.flag(ContractKey.STANDBY).orElse(false));
  }

  private Optional<String> capturedFrom(boolean hasProducers, boolean takesRawJson) {
    Optional<String> table = custom.text(ContractKey.CAPTURED_FROM);
    if (table.isEmpty()) {
      return table;
    }
    if (!DATABASE_TABLE.matcher(table.get()).matches()) {
      findings.add(
          custom.place(ContractKey.CAPTURED_FROM),
          "%s is no table of a Postgres database".formatted(table.get()),
          "schema and table in lower case, such as public.orders");
    }
    if (hasProducers) {
      refuseBeside(table.get(), ContractKey.PRODUCERS);
    }
    if (takesRawJson) {
      refuseBeside(table.get(), ContractKey.TAKES_RAW_JSON);
    }

    return table;
  }

  private void refuseBeside(String table, ContractKey other) {
    findings.add(
        custom.place(other),
        "the changes of %s are the stream's events, and nothing else is".formatted(table),
        "no %s, or no capturedFrom".formatted(other.key()));
  }
}
