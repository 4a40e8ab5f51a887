package io.freshet.serving.eta;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.trace.TracedStep;
import java.util.function.Function;
import org.apache.flink.api.connector.source.Source;

/** Where orders' steps come from: with the traces of their events where these are to be told. */
sealed interface OrderSteps {
  /** What is made of them by the one or the other. */
  <T> T either(
      Function<Source<OrderEvent, ?, ?>, T> plain, Function<Source<TracedStep, ?, ?>, T> traced);

  record Plain(Source<OrderEvent, ?, ?> source) implements OrderSteps {
    @Override
    public <T> T either(
        Function<Source<OrderEvent, ?, ?>, T> plain, Function<Source<TracedStep, ?, ?>, T> traced) {
      return plain.apply(source);
    }
  }

  record Traced(Source<TracedStep, ?, ?> source) implements OrderSteps {
    @Override
    public <T> T either(
        Function<Source<OrderEvent, ?, ?>, T> plain, Function<Source<TracedStep, ?, ?>, T> traced) {
      return traced.apply(source);
    }
  }
}
