package io.freshet.core.envelope;

import java.time.Instant;
import java.util.Map;
import org.apache.avro.generic.GenericRecord;

/**
 * What an event gateway answers for of one contract, producer and minute: an event of the contract
 * {@code gateway_accounts}.
 *
 * @param contract of the events
 * @param account which the mark of each of them names
 * @param accepted events that the producer was told are taken
 * @param acknowledged events that Kafka said it has
 */
public record IntakeAccount(
    String contract, IntakeMark.Account account, long accepted, long acknowledged) {
  private static final long MINUTE_MICROS = 60_000_000;

  /** The same however often it is told. */
  public String id() {
    return "%s/%s".formatted(account, contract);
  }

  /** As {@link PayloadBuilder} takes them. */
  public Map<String, Object> columns() {
    return Map.of(
        "account_id",
        id(),
        "run",
        account.run(),
        "contract",
        contract,
        "producer",
        account.producer(),
        "event_time",
        Instant.ofEpochSecond(account.minute() * 60),
        "accepted",
        accepted,
        "acknowledged",
        acknowledged);
  }

  /** From the payload of an event. */
  public static IntakeAccount of(GenericRecord payload) {
    return new IntakeAccount(
        payload.get("contract").toString(),
        new IntakeMark.Account(
            payload.get("run").toString(),
            (Long) payload.get("event_time") / MINUTE_MICROS,
            payload.get("producer").toString()),
        (Long) payload.get("accepted"),
        (Long) payload.get("acknowledged"));
  }
}
