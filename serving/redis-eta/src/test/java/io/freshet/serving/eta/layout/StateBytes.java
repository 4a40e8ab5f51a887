package io.freshet.serving.eta.layout;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;

/** State as a checkpoint would give it back. */
public final class StateBytes {
  private StateBytes() {}

  public static <T> T restored(T value, Layout<T> layout) {
    try {
      DataOutputSerializer out = new DataOutputSerializer(64);
      new LayoutSerializer<>(layout).serialize(value, out);

      return new LayoutSerializer<>(layout)
          .deserialize(new DataInputDeserializer(out.getCopyOfBuffer()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
