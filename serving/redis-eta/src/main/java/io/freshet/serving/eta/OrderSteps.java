package io.freshet.serving.eta;

import io.freshet.serving.eta.events.OrderEvent;
import io.freshet.serving.eta.trace.TracedStep;
import org.apache.flink.api.connector.source.Source;

/** Where orders' steps come from: with the traces of their events where these are to be told. */
sealed interface OrderSteps {
  record Plain(Source<OrderEvent, ?, ?> source) implements OrderSteps {}

  record Traced(Source<TracedStep, ?, ?> source) implements OrderSteps {}
}
