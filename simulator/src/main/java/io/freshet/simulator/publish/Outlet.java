package io.freshet.simulator.publish;

import io.freshet.core.envelope.stream.EventProducer;
import java.util.concurrent.CompletionStage;
import org.apache.avro.generic.GenericRecord;

/** Where the payloads of one contract leave. */
interface Outlet extends AutoCloseable {
  /** Completes once the payload has arrived; fails when it won't. */
  CompletionStage<?> send(GenericRecord payload);

  void flush();

  @Override
  void close();

  static Outlet to(EventProducer producer) {
    return new Outlet() {
      @Override
      public CompletionStage<?> send(GenericRecord payload) {
        return producer.send(payload);
      }

      @Override
      public void flush() {
        producer.flush();
      }

      @Override
      public void close() {
        producer.close();
      }
    };
  }
}
