package io.freshet.serving.view;

import io.freshet.core.contract.Contract;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.EventFields;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.serving.view.RedisFindings.Spot;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.avro.generic.GenericRecord;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Looks up whether Redis shows the events of a search, as it is handed them. That Redis can't be
 * read is a finding, and ends no search. Not thread-safe: one for each search.
 */
public final class EventViews implements Consumer<ConsumerRecord<byte[], byte[]>> {
  /** Contracts whose events the ETA job shows, and of what. */
  private static final Map<String, Of> SHOWN =
      Map.of(
          "order_events", Of.ORDER,
          "eta_predictions", Of.ORDER,
          "dasher_pings", Of.DASHER);

  private final Contract contract;
  private final Function<String, Optional<String>> documents;
  private final SchemaRegistry registry;
  private final Map<Spot, ServedEvent> found = new HashMap<>();
  private Optional<String> failure = Optional.empty();

  private enum Of {
    ORDER,
    DASHER
  }

  /**
   * @param documents of Redis by their keys
   */
  public EventViews(
      Contract contract, Function<String, Optional<String>> documents, SchemaRegistry registry) {
    this.contract = contract;
    this.documents = documents;
    this.registry = registry;
  }

  /** Looks nothing up, where there is no Redis. */
  public static Consumer<ConsumerRecord<byte[], byte[]>> none() {
    return logged -> {};
  }

  /** Whether Redis shows anything of the contract's events. */
  public static boolean shows(Contract contract) {
    return SHOWN.containsKey(contract.name());
  }

  @Override
  public void accept(ConsumerRecord<byte[], byte[]> logged) {
    Of kind = SHOWN.get(contract.name());
    if (kind == null || failure.isPresent()) {
      return;
    }
    try {
      // Tests and what is refused never come to Redis.
      if (new EventDecoder(contract, registry).decode(logged) instanceof Decoded.Event event) {
        found.put(
            new Spot(logged.partition(), logged.offset()),
            kind == Of.ORDER ? order(event.payload()) : dasher(event.payload()));
      }
    } catch (FreshetException away) {
      failure = Optional.of(away.getMessage());
    }
  }

  /** What Redis showed of those that were handed over. */
  public RedisFindings findings() {
    return new RedisFindings(found, failure);
  }

  private ServedEvent order(GenericRecord payload) {
    OrderName name =
        new OrderName(
            EventFields.text(payload, "market"), EventFields.longValue(payload, "order_id"));

    return new ServedEvent(
        Optional.of(name),
        new Version(EventFields.integer(payload, "order_version"), millis(payload)),
        held(name.key()));
  }

  private ServedEvent dasher(GenericRecord payload) {
    String key =
        "dasher:{%s:%d}"
            .formatted(
                EventFields.text(payload, "market"), EventFields.longValue(payload, "dasher_id"));

    return new ServedEvent(Optional.empty(), new Version(0, millis(payload)), held(key));
  }

  private Optional<Version> held(String key) {
    return documents.apply(key).flatMap(Document::parse).map(Document::version);
  }

  private static long millis(GenericRecord payload) {
    return EventFields.instant(payload, "event_time").toEpochMilli();
  }
}
