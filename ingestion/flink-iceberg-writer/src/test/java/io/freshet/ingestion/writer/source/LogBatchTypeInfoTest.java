package io.freshet.ingestion.writer.source;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.envelope.batch.LogBatch;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LogBatchTypeInfoTest {
  private final TypeSerializer<LogBatch> serializer =
      new LogBatchTypeInfo().createSerializer(new SerializerConfigImpl());

  @Test
  void keepsEverythingWhereFlinkBreaksTheChain() throws IOException {
    ByteBuffer amongOthers = ByteBuffer.wrap(new byte[] {9, 1, 2, 3, 9}).slice(1, 3);
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(new LogBatch("trips", 3, 41, amongOthers), out);
    DataOutputSerializer again = new DataOutputSerializer(64);
    serializer.copy(new DataInputDeserializer(out.getCopyOfBuffer()), again);

    LogBatch read = serializer.deserialize(new DataInputDeserializer(again.getCopyOfBuffer()));

    assertThat(read).isEqualTo(new LogBatch("trips", 3, 41, ByteBuffer.wrap(new byte[] {1, 2, 3})));
  }

  @Test
  void canBeReadFromASavepointOfTheSameVersion() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, serializer.snapshotConfiguration());

    TypeSerializerSnapshot<LogBatch> restored =
        TypeSerializerSnapshot.readVersionedSnapshot(
            new DataInputDeserializer(out.getCopyOfBuffer()), getClass().getClassLoader());

    assertThat(restored.restoreSerializer()).isEqualTo(serializer);
  }
}
