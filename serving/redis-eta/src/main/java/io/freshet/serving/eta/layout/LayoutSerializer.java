package io.freshet.serving.eta.layout;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes and reads values by their layout, each as its length and its bytes, in one go. */
final class LayoutSerializer<T> extends TypeSerializer<T> {
  private static final long serialVersionUID = 1L;
  private static final int VARIABLE = -1;

  private final Layout<T> layout;
  private final int readVersion;

  private transient ByteWriter writer;
  private transient ByteReader reader;

  LayoutSerializer(Layout<T> layout) {
    this(layout, layout.version());
  }

  /**
   * @param readVersion of the bytes that it reads; it writes the layout's own
   */
  LayoutSerializer(Layout<T> layout, int readVersion) {
    this.layout = layout;
    this.readVersion = readVersion;
  }

  @Override
  public void serialize(T value, DataOutputView target) throws IOException {
    ByteWriter out = writer();
    out.clear();
    layout.write(value, out);
    out.sendTo(target);
  }

  @Override
  public T deserialize(DataInputView source) throws IOException {
    ByteReader in = reader();
    in.takeFrom(source);

    return layout.read(in, readVersion);
  }

  @Override
  public T deserialize(T reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public T copy(T value) {
    return layout.copy(value);
  }

  @Override
  public T copy(T value, T reuse) {
    return layout.copy(value);
  }

  @Override
  public boolean isImmutableType() {
    return layout.isImmutable();
  }

  /** Its buffers are one thread's. */
  @Override
  public TypeSerializer<T> duplicate() {
    return new LayoutSerializer<>(layout, readVersion);
  }

  /** Flink reads into what it gets from here, and {@link #deserialize} makes a new one anyway. */
  @Override
  public T createInstance() {
    return null;
  }

  @Override
  public int getLength() {
    return VARIABLE;
  }

  @Override
  public TypeSerializerSnapshot<T> snapshotConfiguration() {
    return new LayoutSnapshot<>(layout, layout.version());
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof LayoutSerializer<?> serializer
        && serializer.layout.equals(layout)
        && serializer.readVersion == readVersion;
  }

  @Override
  public int hashCode() {
    return layout.hashCode();
  }

  private ByteWriter writer() {
    if (writer == null) {
      writer = new ByteWriter();
    }

    return writer;
  }

  private ByteReader reader() {
    if (reader == null) {
      reader = new ByteReader();
    }

    return reader;
  }
}
