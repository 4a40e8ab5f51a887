package io.freshet.core.contract;

import io.freshet.core.toolkit.Settings;
import java.util.List;

/**
 * The way of raw JSON, as far as more than its validator must know it.
 *
 * @param topic where it lands before it is held against contracts
 */
public record RawJson(String topic) {
  public static final String TOPIC_KEY = "validator.topic";
  public static final String DEFAULT_TOPIC = "raw_json";

  public static RawJson from(Settings settings) {
    return new RawJson(settings.text(TOPIC_KEY, DEFAULT_TOPIC));
  }

  /** The validator's consumer group, by which Kafka knows how far it has read. */
  public String group() {
    return "freshet-json-validator-" + topic;
  }

  /** The contracts whose streams the validator feeds. */
  public static List<Contract> takers(Contracts contracts) {
    return contracts.all().stream().filter(Contract::takesRawJson).toList();
  }
}
