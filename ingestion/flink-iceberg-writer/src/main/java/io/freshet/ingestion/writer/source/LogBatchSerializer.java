package io.freshet.ingestion.writer.source;

import io.freshet.core.envelope.batch.LogBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.typeutils.SimpleTypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.api.common.typeutils.base.TypeSerializerSingleton;
import org.apache.flink.core.memory.DataInputView;
import org.apache.flink.core.memory.DataOutputView;

/** Writes a batch as it is, with the log it comes from. */
final class LogBatchSerializer extends TypeSerializerSingleton<LogBatch> {
  private static final long serialVersionUID = 1L;

  @Override
  public void serialize(LogBatch batch, DataOutputView target) throws IOException {
    ByteBuffer bytes = batch.bytes();
    target.writeUTF(batch.topic());
    target.writeInt(batch.partition());
    target.writeLong(batch.from());
    target.writeInt(bytes.remaining());
    target.write(bytes.array(), bytes.arrayOffset() + bytes.position(), bytes.remaining());
  }

  @Override
  public LogBatch deserialize(DataInputView source) throws IOException {
    String topic = source.readUTF();
    int partition = source.readInt();
    long from = source.readLong();
    byte[] bytes = new byte[source.readInt()];
    source.readFully(bytes);

    return new LogBatch(topic, partition, from, ByteBuffer.wrap(bytes));
  }

  @Override
  public boolean isImmutableType() {
    return true;
  }

  @Override
  public LogBatch createInstance() {
    return new LogBatch("", 0, 0, ByteBuffer.allocate(0));
  }

  @Override
  public LogBatch copy(LogBatch from) {
    return from;
  }

  @Override
  public LogBatch copy(LogBatch from, LogBatch reuse) {
    return from;
  }

  @Override
  public int getLength() {
    return -1;
  }

  @Override
  public LogBatch deserialize(LogBatch reuse, DataInputView source) throws IOException {
    return deserialize(source);
  }

  @Override
  public void copy(DataInputView source, DataOutputView target) throws IOException {
    serialize(deserialize(source), target);
  }

  @Override
  public TypeSerializerSnapshot<LogBatch> snapshotConfiguration() {
    return new Snapshot();
  }

  /** Version of the serialized form, as Flink keeps it in savepoints. */
  public static final class Snapshot extends SimpleTypeSerializerSnapshot<LogBatch> {
    public Snapshot() {
      super(LogBatchSerializer::new);
    }
  }
}
