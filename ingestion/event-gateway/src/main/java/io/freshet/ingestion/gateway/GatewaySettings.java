package io.freshet.ingestion.gateway;

import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.token.TokenIssuer;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.core.tracing.TracingSettings;
import io.freshet.ingestion.gateway.admission.ApiKeys;
import io.freshet.ingestion.gateway.admission.Credentials;
import io.freshet.ingestion.gateway.admission.Tokens;
import io.freshet.ingestion.gateway.admission.TrustedIssuer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/**
 * Everything the gateway is told. Keys start with {@code gateway.}.
 *
 * @param accounts the folder for what is accepted; it must outlive the process
 * @param standby another cluster, for contracts that ask for it
 * @param startTimeout how long Kafka may take to answer at start
 */
public record GatewaySettings(
    HttpAddress address,
    Credentials credentials,
    Limits limits,
    Reading reading,
    Refused refused,
    ContractsFolder contracts,
    Path accounts,
    KafkaSettings kafka,
    Optional<KafkaSettings> standby,
    RegistrySettings registry,
    TracingSettings tracing,
    Duration startTimeout) {
  private static final String PART = "gateway";
  private static final int DEFAULT_PORT = 8484;

  public GatewaySettings {
    requireBetween("start-timeout", startTimeout, Duration.ofSeconds(1), Duration.ofMinutes(10));
  }

  /**
   * How much is taken in, and how long anything may take.
   *
   * @param maxBatchEvents in one request
   * @param maxEventsPerSecond of one producer
   * @param readTimeout for a request's body
   * @param publishTimeout for Kafka's acknowledgement of a durable event
   */
  public record Limits(
      int maxBodyBytes,
      int maxBatchEvents,
      int maxBytesInFlight,
      int maxEventsPerSecond,
      Duration readTimeout,
      Duration publishTimeout) {
    private static final int LARGEST_BODY = 64 << 20;
    private static final int MAX_EVENTS = 100_000;

    public Limits {
      requireBetween("max-body-bytes", maxBodyBytes, 1, LARGEST_BODY);
      requireBetween("max-batch-events", maxBatchEvents, 1, MAX_EVENTS);
      requireBetween("max-bytes-in-flight", maxBytesInFlight, maxBodyBytes, Integer.MAX_VALUE);
      requireBetween("max-events-per-second", maxEventsPerSecond, 1, Integer.MAX_VALUE);
      requireBetween("read-timeout", readTimeout, Duration.ofMillis(100), Duration.ofSeconds(50));
      // Connections that are idle are cut after a minute.
      requireBetween(
          "publish-timeout", publishTimeout, Duration.ofSeconds(1), Duration.ofSeconds(50));
    }

    static Limits from(Settings settings) {
      return new Limits(
          settings.integer("gateway.max-body-bytes", 1 << 20),
          settings.integer("gateway.max-batch-events", 1000),
          settings.integer("gateway.max-bytes-in-flight", 64 << 20),
          settings.integer("gateway.max-events-per-second", 10_000),
          settings.duration("gateway.read-timeout", Duration.ofSeconds(10)),
          settings.duration("gateway.publish-timeout", Duration.ofSeconds(5)));
    }
  }

  /**
   * How streams are read over HTTP.
   *
   * @param url under which consumers reach this very gateway; empty: the one that they asked
   * @param maxConsumers of all readers; half of it of one
   * @param idle after which a consumer that nobody uses is closed
   * @param maxAnswerBytes of one answer, unless its first record alone has more
   */
  public record Reading(Optional<String> url, int maxConsumers, Duration idle, int maxAnswerBytes) {
    private static final int MOST_CONSUMERS = 1000;
    private static final int LARGEST_ANSWER = 64 << 20;

    public Reading {
      requireBetween("max-consumers", maxConsumers, 1, MOST_CONSUMERS);
      requireBetween("consumer-idle", idle, Duration.ofSeconds(1), Duration.ofHours(1));
      requireBetween("max-answer-bytes", maxAnswerBytes, 1 << 10, LARGEST_ANSWER);
    }

    static Reading from(Settings settings) {
      return new Reading(
          settings.optionalText("gateway.consumer-url"),
          settings.integer("gateway.max-consumers", 50),
          settings.duration("gateway.consumer-idle", Duration.ofMinutes(5)),
          settings.integer("gateway.max-answer-bytes", 1 << 20));
    }
  }

  /**
   * Where contracts are.
   *
   * @param checkEvery how long from one look for changes to the next; a change is taken when two
   *     looks have found the same
   */
  public record ContractsFolder(Path path, Duration checkEvery) {
    public ContractsFolder {
      requireBetween(
          "contracts-check-every", checkEvery, Duration.ofMillis(100), Duration.ofHours(1));
    }

    static ContractsFolder from(Settings settings) {
      return new ContractsFolder(
          Path.of(settings.text("contracts.path")),
          settings.duration("gateway.contracts-check-every", Duration.ofSeconds(5)));
    }
  }

  /**
   * How much is kept of what is refused.
   *
   * @param maxPerSecond events of one producer; with 0 nothing is kept
   * @param maxBodyBytes of one event, the rest is cut off
   */
  public record Refused(int maxPerSecond, int maxBodyBytes) {
    private static final int MAX_EVENTS = 100_000;
    // A stream takes 1 MiB, unless its contract says otherwise.
    private static final int LARGEST_BODY = 512 << 10;

    public Refused {
      requireBetween("max-refusals-per-second", maxPerSecond, 0, MAX_EVENTS);
      requireBetween("max-refusal-bytes", maxBodyBytes, 0, LARGEST_BODY);
    }

    static Refused from(Settings settings) {
      return new Refused(
          settings.integer("gateway.max-refusals-per-second", 100),
          settings.integer("gateway.max-refusal-bytes", 16 << 10));
    }
  }

  static GatewaySettings from(Settings settings) {
    return settings.read(GatewaySettings::parts, List.of("gateway.", "tracing."));
  }

  private static GatewaySettings parts(Settings settings) {
    KafkaSettings kafka = KafkaSettings.from(settings);

    return new GatewaySettings(
        HttpAddress.from(settings, PART, DEFAULT_PORT),
        credentials(settings),
        Limits.from(settings),
        Reading.from(settings),
        Refused.from(settings),
        ContractsFolder.from(settings),
        Path.of(settings.text("gateway.accounts-path")),
        kafka,
        settings.optionalText("gateway.standby-bootstrap").map(kafka::at),
        RegistrySettings.from(settings),
        TracingSettings.from(settings),
        settings.duration("gateway.start-timeout", Duration.ofSeconds(30)));
  }

  private static Credentials credentials(Settings settings) {
    ApiKeys keys = ApiKeys.of(settings.list("gateway.key-hashes", List.of()));
    Optional<Tokens> tokens =
        settings
            .optionalText("gateway.token-secret")
            .map(secret -> Tokens.signedWith(secret, InstantSource.system()));
    Optional<TrustedIssuer> issuer = TokenIssuer.from(settings, PART).map(TrustedIssuer::new);

    return new Credentials(keys, tokens, issuer);
  }

  private static void requireBetween(String key, int value, int min, int max) {
    if (value < min || value > max) {
      throw new InvalidSettingException(
          "gateway." + key, value, "between %d and %d".formatted(min, max));
    }
  }

  private static void requireBetween(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new InvalidSettingException(
          "gateway." + key,
          Durations.print(value),
          "between %s and %s".formatted(Durations.print(min), Durations.print(max)));
    }
  }
}
