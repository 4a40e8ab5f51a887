package io.freshet.serving.eta.layout;

import java.io.IOException;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** What state remembers of the layout that wrote it: which one, and its version. */
public final class LayoutSnapshot<T> implements TypeSerializerSnapshot<T> {
  private static final int SNAPSHOT_VERSION = 1;

  private Layout<T> layout;
  private int version;

  /** For Flink, which has it read what it is. */
  public LayoutSnapshot() {}

  LayoutSnapshot(Layout<T> layout, int version) {
    this.layout = layout;
    this.version = version;
  }

  @Override
  public int getCurrentVersion() {
    return SNAPSHOT_VERSION;
  }

  @Override
  public void writeSnapshot(DataOutputView out) throws IOException {
    out.writeUTF(layout.getClass().getName());
    out.writeInt(version);
  }

  @Override
  @SuppressWarnings("unchecked") // the name was written by a layout of T
  public void readSnapshot(int snapshotVersion, DataInputView in, ClassLoader classes)
      throws IOException {
    String name = in.readUTF();
    version = in.readInt();
    try {
      layout =
          (Layout<T>) Class.forName(name, true, classes).getDeclaredConstructor().newInstance();
    } catch (ReflectiveOperationException | ClassCastException e) {
      throw new IOException("State was written by the layout %s, which is gone".formatted(name), e);
    }
  }

  @Override
  public TypeSerializer<T> restoreSerializer() {
    return new LayoutSerializer<>(layout, version);
  }

  @Override
  public TypeSerializerSchemaCompatibility<T> resolveSchemaCompatibility(
      TypeSerializerSnapshot<T> before) {
    if (!(before instanceof LayoutSnapshot<T> written)
        || !written.layout.equals(layout)
        || written.version > version) {
      return TypeSerializerSchemaCompatibility.incompatible();
    }

    return written.version == version
        ? TypeSerializerSchemaCompatibility.compatibleAsIs()
        : TypeSerializerSchemaCompatibility.compatibleAfterMigration();
  }
}
