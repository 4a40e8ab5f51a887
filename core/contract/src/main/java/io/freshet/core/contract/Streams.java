package io.freshet.core.contract;

/** Names that a contract gives to what lives in Kafka and in the registry. */
public final class Streams {
  private Streams() {}

  public static String topic(Contract contract) {
    return contract.name();
  }

  /** The registry's subject for the payload, by the registry's topic-name strategy. */
  public static String subject(Contract contract) {
    return topic(contract) + "-value";
  }
}
