package io.freshet.assurance.probe;

import io.freshet.core.envelope.stream.EventConsumer.Received;
import io.freshet.core.envelope.stream.StreamReader;
import io.freshet.core.envelope.stream.StreamStart;
import java.time.Duration;
import java.util.List;

/** What comes to a stream from a moment on. Not thread-safe. */
interface Tail extends AutoCloseable {
  /** That moment is now. */
  void begin();

  /** What comes next, if it is there or comes at once. */
  List<Received> read();

  @Override
  void close();

  /** As Kafka has it. */
  record OfStream(StreamReader reader) implements Tail {
    private static final Duration MOMENT = Duration.ofMillis(50);

    @Override
    public void begin() {
      reader.seek(new StreamStart.Latest());
    }

    @Override
    public List<Received> read() {
      return reader.poll(MOMENT);
    }

    @Override
    public void close() {
      reader.close();
    }
  }
}
