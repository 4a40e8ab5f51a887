package io.freshet.ingestion.capture.position;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.storage.OffsetBackingStore;
import org.apache.kafka.connect.util.Callback;

/**
 * What Debezium takes for its memory. It is told where our own position says a transaction ends,
 * whatever it would remember: from there it reads without a search of its own, and no further than
 * there Postgres may throw its log away. Debezium makes the object, so what it tells is static:
 * there is one capture in a process.
 */
public final class DebeziumOffsets implements OffsetBackingStore {
  private static final AtomicReference<Optional<Long>> BOUNDARY =
      new AtomicReference<>(Optional.empty());

  /** What to tell from now on; empty: nothing was ever read. */
  public static void tell(Optional<Long> boundary) {
    BOUNDARY.set(boundary);
  }

  @Override
  public Future<Map<ByteBuffer, ByteBuffer>> get(Collection<ByteBuffer> keys) {
    Map<ByteBuffer, ByteBuffer> offsets = new HashMap<>();
    // Without lsn_proc Debezium searches no place of its own to go on from; lsn_commit is what it
    // tells Postgres that it may throw away.
    BOUNDARY
        .get()
        .map(end -> "{\"lsn\":%1$d,\"lsn_commit\":%1$d}".formatted(end))
        .map(json -> json.getBytes(StandardCharsets.UTF_8))
        .ifPresent(json -> keys.forEach(key -> offsets.put(key, ByteBuffer.wrap(json))));

    return CompletableFuture.completedFuture(offsets);
  }

  @Override
  public Future<Void> set(Map<ByteBuffer, ByteBuffer> values, Callback<Void> callback) {
    callback.onCompletion(null, null);

    return CompletableFuture.completedFuture(null);
  }

  @Override
  public Set<Map<String, Object>> connectorPartitions(String connectorName) {
    return Set.of();
  }

  @Override
  public void start() {
    // There is nothing to open.
  }

  @Override
  public void stop() {
    // There is nothing to close.
  }

  @Override
  public void configure(WorkerConfig config) {
    // Nothing of it matters.
  }
}
