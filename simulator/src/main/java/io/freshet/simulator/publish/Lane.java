package io.freshet.simulator.publish;

import io.freshet.core.envelope.InvalidEventException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.apache.avro.generic.GenericRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One contract's events on their way: what arrived, what was refused, what failed. */
final class Lane {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final String contract;
  private final Outlet outlet;
  private final LongAdder arrived = new LongAdder();
  private final LongAdder refused = new LongAdder();
  private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

  Lane(String contract, Outlet outlet) {
    this.contract = contract;
    this.outlet = outlet;
  }

  String contract() {
    return contract;
  }

  /**
   * Hands an event over, or counts it as refused when the contract does not allow it.
   *
   * @throws RuntimeException what an earlier event failed of: there is no use in going on
   */
  void send(Supplier<GenericRecord> payload) {
    throwFailure();
    try {
      outlet
          .send(payload.get())
          .whenComplete(
              (position, problem) -> {
                if (problem == null) {
                  arrived.increment();
                } else {
                  failure.compareAndSet(null, failure(problem));
                }
              });
    } catch (InvalidEventException e) {
      refused.increment();
      if (refused.sum() == 1) {
        LOG.warn("Event refused, further ones are only counted contract={}", contract, e);
      }
    }
  }

  /** Returns when all events have arrived; throws when one of them has not. */
  void flush() {
    outlet.flush();
    throwFailure();
  }

  long arrived() {
    return arrived.sum();
  }

  long refused() {
    return refused.sum();
  }

  void close() {
    outlet.close();
  }

  private void throwFailure() {
    RuntimeException first = failure.get();
    if (first != null) {
      throw first;
    }
  }

  private static RuntimeException failure(Throwable problem) {
    return problem instanceof RuntimeException known ? known : new IllegalStateException(problem);
  }
}
