package io.freshet.cli.stream;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.Decoded;
import io.freshet.core.envelope.Envelope;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.core.envelope.stream.Position;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.apache.avro.generic.GenericRecord;

/** The shipped contract of orders, and an event of it. */
final class Orders {
  static final Instant TIME = Instant.parse("2026-11-01T08:00:00.123456Z");

  private Orders() {}

  static Contract contract() {
    return Contracts.read(Path.of("../contracts")).require("order_events");
  }

  static GenericRecord order(String market, String state) {
    return new PayloadBuilder(contract())
        .set("market", market)
        .set("order_id", 4711)
        .set("order_version", 1)
        .set("state", state)
        .set("event_time", TIME)
        .set("customer_id", 17)
        .set("pickup_latitude", 37.774929)
        .set("subtotal_minor", 1250)
        .set("synthetic", false)
        .build();
  }

  static Decoded.Event event(GenericRecord payload) {
    return new Decoded.Event(
        new Envelope("a-1", "/orders", "order_events", Optional.of(TIME), Optional.empty()),
        payload);
  }

  static Position position(long offset) {
    return new Position("order_events", 2, offset, TIME);
  }
}
