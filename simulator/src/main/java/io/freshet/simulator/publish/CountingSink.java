package io.freshet.simulator.publish;

import io.freshet.simulator.event.MarketDefined;
import io.freshet.simulator.event.OrderStep;
import io.freshet.simulator.event.Ping;
import io.freshet.simulator.event.SimulatedEvent;
import io.freshet.simulator.run.Deliveries;
import io.freshet.simulator.run.EventSink;
import java.util.Map;

/** Counts and forgets: shows what would be sent, and how fast events can be made. */
public final class CountingSink implements EventSink {
  private long pings;
  private long orders;
  private long markets;

  @Override
  public void send(SimulatedEvent event) {
    if (event instanceof Ping) {
      pings++;
    } else if (event instanceof OrderStep) {
      orders++;
    } else if (event instanceof MarketDefined) {
      markets++;
    }
  }

  @Override
  public void flush() {}

  @Override
  public Deliveries deliveries() {
    return new Deliveries(
        Map.of(Payloads.PINGS, pings, Payloads.ORDERS, orders, Payloads.MARKETS, markets),
        Map.of());
  }

  @Override
  public void close() {}
}
