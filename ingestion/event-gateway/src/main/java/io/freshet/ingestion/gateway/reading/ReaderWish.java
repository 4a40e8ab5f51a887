package io.freshet.ingestion.gateway.reading;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.ingestion.gateway.restproxy.EmbeddedFormat;
import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * How a consumer wants to be made, in the names of the REST Proxy and of bridges like it.
 *
 * @param name of the instance; empty where the gateway is to choose
 * @param startAt where a group begins that has committed nothing
 * @param commits whether what was read is committed without being told
 * @param timeout how long a read waits for a first record
 */
public record ReaderWish(
    Optional<String> name,
    EmbeddedFormat format,
    String startAt,
    Commits commits,
    Duration timeout) {
  /** The longest that a read may wait: connections that are idle are cut after a minute. */
  public static final Duration MAX_TIMEOUT = Duration.ofSeconds(30);

  private static final String NAME = "name";
  private static final String FORMAT = "format";
  private static final String RESET = "auto.offset.reset";
  private static final String COMMIT = "auto.commit.enable";
  private static final String COMMIT_AS_KAFKA_HAS_IT = "enable.auto.commit";
  private static final String TIMEOUT = "consumer.request.timeout.ms";
  // Understood and without effect: an answer comes as soon as there is something.
  private static final Set<String> NEEDLESS = Set.of("fetch.min.bytes", "isolation.level", "id");
  private static final long USUAL_TIMEOUT_MILLIS = 1000;

  /** When positions are committed. */
  public enum Commits {
    /** With the read that follows, and when the consumer is deleted. */
    ON_NEXT_READ,
    WHEN_TOLD
  }

  /**
   * @throws RestProxyException when it can't be fulfilled
   */
  public static ReaderWish of(JsonNode json) {
    for (Map.Entry<String, JsonNode> member : json.properties()) {
      boolean isKnown =
          Set.of(NAME, FORMAT, RESET, COMMIT, COMMIT_AS_KAFKA_HAS_IT, TIMEOUT)
                  .contains(member.getKey())
              || NEEDLESS.contains(member.getKey());
      if (!isKnown) {
        throw invalid("A consumer has no setting %s".formatted(member.getKey()));
      }
    }
    String format = json.path(FORMAT).asText(EmbeddedFormat.BINARY.word());
    String reset = json.path(RESET).asText("latest");
    if (!Set.of("earliest", "latest").contains(reset)) {
      throw invalid("%s is %s; it must be earliest or latest".formatted(RESET, reset));
    }

    return new ReaderWish(
        name(json.path(NAME)),
        EmbeddedFormat.named(format)
            .orElseThrow(
                () -> invalid("format is %s; it must be json, avro or binary".formatted(format))),
        reset,
        commits(json.path(COMMIT).asText(json.path(COMMIT_AS_KAFKA_HAS_IT).asText("true"))),
        timeout(json.path(TIMEOUT)));
  }

  private static Optional<String> name(JsonNode name) {
    if (name.isMissingNode() || name.isNull()) {
      return Optional.empty();
    }
    if (!ReaderId.isName(name.asText())) {
      throw invalid("name is %s; it must be %s".formatted(name, ReaderId.NAMES));
    }

    return Optional.of(name.asText());
  }

  private static Commits commits(String flag) {
    return switch (flag) {
      case "true" -> Commits.ON_NEXT_READ;
      case "false" -> Commits.WHEN_TOLD;
      default -> throw invalid("%s is %s; it must be true or false".formatted(COMMIT, flag));
    };
  }

  private static Duration timeout(JsonNode millis) {
    if (millis.isMissingNode() || millis.isNull()) {
      return Duration.ofMillis(USUAL_TIMEOUT_MILLIS);
    }
    // Some clients send numbers as text.
    String given = millis.asText();
    if (!given.matches("\\d{1,5}") || Integer.parseInt(given) > MAX_TIMEOUT.toMillis()) {
      throw invalid(
          "%s is %s; it must be a whole number between 0 and %d"
              .formatted(TIMEOUT, millis, MAX_TIMEOUT.toMillis()));
    }

    return Duration.ofMillis(Integer.parseInt(given));
  }

  private static RestProxyException invalid(String message) {
    return new RestProxyException(RestProxyError.INVALID_CONFIG, message);
  }
}
