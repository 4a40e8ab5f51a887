package io.freshet.serving.eta.events.reading;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Schema;
import io.freshet.core.envelope.Decoded.Aside;
import io.freshet.core.envelope.EventDecoder;
import io.freshet.core.envelope.FlatEvent;
import io.freshet.core.envelope.FlatEventDecoder;
import io.freshet.serving.eta.events.Payloads;
import io.freshet.serving.eta.events.Ping;
import io.freshet.serving.eta.layout.Names;
import io.freshet.serving.eta.travel.Fix;
import io.freshet.serving.eta.travel.Position;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/**
 * Reads pings, which are nearly all that the job reads, straight from Avro's bytes: the same ones
 * as {@link Payloads#ping} makes, without an object for each column.
 */
final class FlatPings implements RecordReader<Ping> {
  /** A number of so many digits is a double exactly, and so is its power of ten. */
  private static final int EXACT_DIGITS = 15;

  private final FlatEventDecoder decoder;
  private final FlatEvent event;
  private final Names markets = new Names();
  private final int market;
  private final int dasherId;
  private final int orderId;
  private final int latitude;
  private final int longitude;
  private final int eventTime;
  private final double latitudeUnit;
  private final double longitudeUnit;

  private FlatPings(Schema schema, FlatEventDecoder decoder) {
    this.decoder = decoder;
    this.event = new FlatEvent(schema.fields().size());
    this.market = schema.indexOf("market");
    this.dasherId = schema.indexOf("dasher_id");
    this.orderId = schema.indexOf("order_id");
    this.latitude = schema.indexOf("latitude");
    this.longitude = schema.indexOf("longitude");
    this.eventTime = schema.indexOf("event_time");
    this.latitudeUnit = unit(schema.fields().get(latitude));
    this.longitudeUnit = unit(schema.fields().get(longitude));
  }

  /** A reader of that contract's pings; another one where its columns are not the shipped ones. */
  static RecordReader<Ping> of(Contract contract, EventDecoder decoder) {
    return isUsual(contract.schema())
        ? new FlatPings(contract.schema(), new FlatEventDecoder(contract, decoder))
        : new PayloadRecords<>(decoder, Payloads::ping);
  }

  private static boolean isUsual(Schema schema) {
    return schema.fields().stream().noneMatch(FlatPings::hasParts)
        && isAlways(schema, "market", Scalar.STRING)
        && isAlways(schema, "dasher_id", Scalar.LONG)
        && schema.field("order_id").filter(field -> field.type() == Scalar.LONG).isPresent()
        && isAlwaysExact(schema, "latitude")
        && isAlwaysExact(schema, "longitude")
        && isAlways(schema, "event_time", Scalar.TIMESTAMP);
  }

  private static boolean hasParts(Field field) {
    return field.type() instanceof FieldType.Struct || field.type() instanceof FieldType.Sequence;
  }

  private static boolean isAlways(Schema schema, String column, Scalar type) {
    return schema
        .field(column)
        .filter(field -> field.required() && field.type() == type)
        .isPresent();
  }

  private static boolean isAlwaysExact(Schema schema, String column) {
    return schema
        .field(column)
        .filter(
            field ->
                field.required()
                    && field.type() instanceof FieldType.Decimal decimal
                    && decimal.precision() <= EXACT_DIGITS)
        .isPresent();
  }

  private static double unit(Field field) {
    return Math.pow(10, ((FieldType.Decimal) field.type()).scale());
  }

  @Override
  public Optional<Aside> turnTo(ConsumerRecord<byte[], byte[]> kafkaRecord) {
    return decoder.decode(kafkaRecord, event);
  }

  @Override
  public Optional<Ping> element(long waitedMillis) {
    Position position =
        new Position(
            event.number(latitude) / latitudeUnit, event.number(longitude) / longitudeUnit);

    return Optional.of(
        new Ping(
            markets.name(event.bytes(market), event.start(market), event.length(market)),
            event.number(dasherId),
            event.has(orderId) ? event.number(orderId) : null,
            new Fix(Payloads.millis(event.number(eventTime)), position),
            waitedMillis));
  }
}
