package io.freshet.serving.eta.supply;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Streams;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.EventEncoder.Origin;
import io.freshet.core.envelope.InvalidEventException;
import io.freshet.core.envelope.PayloadBuilder;
import io.freshet.serving.eta.events.RegistryAccess;
import io.freshet.serving.eta.events.StreamContract;
import java.io.Serializable;
import java.time.Instant;
import org.apache.flink.api.common.serialization.SerializationSchema.InitializationContext;
import org.apache.flink.connector.kafka.sink.KafkaRecordSerializationSchema;
import org.apache.flink.metrics.Counter;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Turns supply into events of {@code market_supply} and {@code supply_cells}. An event's id follows
 * from what it says, so that one that is sent again can be known.
 */
public final class SupplyWriter<T> implements KafkaRecordSerializationSchema<T> {
  private static final long serialVersionUID = 1L;
  private static final Logger LOG = LoggerFactory.getLogger(SupplyWriter.class);

  private final StreamContract contract;
  private final RegistryAccess registry;
  private final Form<T> form;

  private transient EventEncoder encoder;
  private transient PayloadBuilder payloads;
  private transient Counter refused;

  private SupplyWriter(StreamContract contract, RegistryAccess registry, Form<T> form) {
    this.contract = contract;
    this.registry = registry;
    this.form = form;
  }

  public static SupplyWriter<MarketSupply> markets(
      StreamContract contract, RegistryAccess registry) {
    return new SupplyWriter<>(contract, registry, new MarketForm());
  }

  public static SupplyWriter<CellSupply> cells(StreamContract contract, RegistryAccess registry) {
    return new SupplyWriter<>(contract, registry, new CellForm());
  }

  @Override
  public void open(InitializationContext context, KafkaSinkContext sink) {
    Contract parsed = ContractTexts.parse(contract.name(), contract.text());
    int partitions = sink.getPartitionsForTopic(Streams.topic(parsed)).length;
    encoder = EventEncoder.of(parsed, registry.open(), Origin.of("/freshet/eta"), partitions);
    payloads = new PayloadBuilder(parsed);
    refused = context.getMetricGroup().counter("refusedSupply");
  }

  @Override
  public ProducerRecord<byte[], byte[]> serialize(
      T supply, KafkaSinkContext context, Long timestamp) {
    try {
      form.fill(payloads, supply);
      return encoder.encode(form.id(supply), payloads.build());
    } catch (InvalidEventException e) {
      refused.inc();
      LOG.warn("Supply left out event={} problem={}", form.id(supply), e.getMessage());

      return null; // Flink's writer skips it
    }
  }

  private interface Form<T> extends Serializable {
    String id(T supply);

    void fill(PayloadBuilder payload, T supply);
  }

  private static void fill(PayloadBuilder payload, Figures figures) {
    payload
        .set("online_dashers", figures.online())
        .set("busy_dashers", figures.busy())
        .set("idle_dashers", figures.idle())
        .set("open_orders", figures.open())
        .set("unassigned_orders", figures.unassigned())
        .set("ready_orders", figures.ready());
  }

  private static final class MarketForm implements Form<MarketSupply> {
    private static final long serialVersionUID = 1L;

    @Override
    public String id(MarketSupply supply) {
      return "%s-%d-%d".formatted(supply.market(), supply.millis(), supply.revision());
    }

    @Override
    public void fill(PayloadBuilder payload, MarketSupply supply) {
      payload
          .set("market", supply.market())
          .set("event_time", Instant.ofEpochMilli(supply.millis()))
          .set("revision", supply.revision())
          .set("created_orders", supply.created())
          .set("longest_wait_seconds", supply.longestWaitSeconds());
      SupplyWriter.fill(payload, supply.figures());
    }
  }

  private static final class CellForm implements Form<CellSupply> {
    private static final long serialVersionUID = 1L;

    @Override
    public String id(CellSupply supply) {
      return "%s-%s-%d-%d"
          .formatted(
              supply.market(), SupplyGrid.text(supply.cell()), supply.millis(), supply.revision());
    }

    @Override
    public void fill(PayloadBuilder payload, CellSupply supply) {
      payload
          .set("market", supply.market())
          .set("cell", SupplyGrid.text(supply.cell()))
          .set("event_time", Instant.ofEpochMilli(supply.millis()))
          .set("revision", supply.revision())
          .set("latitude", supply.centre().latitude())
          .set("longitude", supply.centre().longitude());
      SupplyWriter.fill(payload, supply.figures());
    }
  }
}
