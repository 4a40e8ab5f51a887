package io.freshet.simulator.publish;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.EventEncoder;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.envelope.stream.EventProducer;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import io.freshet.simulator.run.Deliveries;
import io.freshet.simulator.run.EventSink;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Sends events to the streams of their contracts. Events of one contract and entity keep their
 * order. The first event that can't be delivered ends it: the next call throws what happened.
 */
public final class EventPublisher implements EventSink {
  private static final String SOURCE = "/simulator";

  private final Payloads payloads;
  private final Lane pings;
  private final Lane orders;
  private final Lane markets;

  EventPublisher(Contracts contracts, Outlet pings, Outlet orders, Outlet markets) {
    this.payloads = new Payloads(contracts);
    this.pings = new Lane(Payloads.PINGS, pings);
    this.orders = new Lane(Payloads.ORDERS, orders);
    this.markets = new Lane(Payloads.MARKETS, markets);
  }

  /** Opens producers for the three streams, which must exist. */
  public static EventPublisher open(
      Contracts contracts, KafkaSettings kafka, SchemaRegistry registry) {
    List<Outlet> outlets = new ArrayList<>();
    try {
      for (String name : List.of(Payloads.PINGS, Payloads.ORDERS, Payloads.MARKETS)) {
        Contract contract = contracts.require(name);
        outlets.add(
            Outlet.to(
                EventProducer.open(contract, kafka, registry, EventEncoder.Origin.of(SOURCE))));
      }
    } catch (RuntimeException e) {
      outlets.forEach(Outlet::close);
      throw e;
    }

    return new EventPublisher(contracts, outlets.get(0), outlets.get(1), outlets.get(2));
  }

  @Override
  public void send(SimulatedEvent event) {
    if (event instanceof Ping ping) {
      pings.send(() -> payloads.of(ping));
    } else if (event instanceof OrderStep step) {
      orders.send(() -> payloads.of(step));
    } else if (event instanceof MarketDefined market) {
      markets.send(() -> payloads.of(market));
    }
  }

  @Override
  public void flush() {
    lanes().forEach(Lane::flush);
  }

  @Override
  public Deliveries deliveries() {
    return new Deliveries(
        lanes().stream().collect(Collectors.toMap(Lane::contract, Lane::arrived)),
        lanes().stream()
            .filter(lane -> lane.refused() > 0)
            .collect(Collectors.toMap(Lane::contract, Lane::refused)));
  }

  @Override
  public void close() {
    lanes().forEach(Lane::close);
  }

  private List<Lane> lanes() {
    return List.of(markets, orders, pings);
  }
}
