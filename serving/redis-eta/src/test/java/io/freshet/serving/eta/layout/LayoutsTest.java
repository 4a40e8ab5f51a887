package io.freshet.serving.eta.layout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.serving.eta.dasher.DasherKey;
import io.freshet.serving.eta.dasher.DasherKeyLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.flink.api.common.serialization.SerializerConfigImpl;
import org.apache.flink.api.common.typeinfo.TypeInformation;
import org.apache.flink.api.common.typeutils.TypeSerializer;
import org.apache.flink.api.common.typeutils.TypeSerializerSchemaCompatibility;
import org.apache.flink.api.common.typeutils.TypeSerializerSnapshot;
import org.apache.flink.core.memory.DataInputDeserializer;
import org.apache.flink.core.memory.DataOutputSerializer;
import org.junit.jupiter.api.Test;

class LayoutsTest {
  private static final int ROUNDS = 1_000;
  private static final ClassLoader CLASSES = LayoutsTest.class.getClassLoader();

  @Test
  void readsEachElementAndKeyAsItWasWritten() throws IOException {
    for (int seed = 0; seed < ROUNDS; seed++) {
      for (Object value : new RandomValues(seed).oneOfEach()) {
        assertThat(readAgain(value, serializer(value))).isEqualTo(value);
      }
    }
  }

  @Test
  void writesThemOneBehindTheOther() throws IOException {
    List<Object> values = new ArrayList<>();
    DataOutputSerializer out = new DataOutputSerializer(64);
    for (int seed = 0; seed < ROUNDS; seed++) {
      Object ping = new RandomValues(seed).oneOfEach().get(0);
      values.add(ping);
      serializer(ping).serialize(ping, out);
    }

    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    TypeSerializer<Object> serializer = serializer(values.get(0));
    for (Object ping : values) {
      assertThat(serializer.deserialize(in)).isEqualTo(ping);
    }
    assertThat(in.available()).isZero();
  }

  @Test
  void keepsOneStringForEachMarket() throws IOException {
    TypeSerializer<DasherKey> serializer = new LayoutSerializer<>(new DasherKeyLayout());
    String market = new String("lisbon".getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);

    DasherKey one = readAgain(new DasherKey(market, 1), serializer);
    DasherKey other = readAgain(new DasherKey(market, 2), serializer.duplicate());

    assertThat(one.market()).isSameAs(other.market());
  }

  @Test
  void readsWhatIsLongerThanItsBuffer() throws IOException {
    DasherKey key = new DasherKey("m".repeat(100_000), 1);

    assertThat(readAgain(key, new LayoutSerializer<>(new DasherKeyLayout()))).isEqualTo(key);
  }

  @Test
  void readsStateOfAnOlderVersionAndWritesItInTheNewOne() throws IOException {
    TypeSerializer<Note> before = new LayoutSerializer<>(new OldNotes());
    DataOutputSerializer out = new DataOutputSerializer(64);
    before.serialize(new Note("a", "nobody"), out);
    LayoutSnapshot<Note> written = new LayoutSnapshot<>(new Notes(), 1);

    TypeSerializer<Note> restored = stored(written).restoreSerializer();

    assertThat(resolve(new LayoutSnapshot<>(new Notes(), 2), written).isCompatibleAfterMigration())
        .isTrue();
    assertThat(restored.deserialize(new DataInputDeserializer(out.getCopyOfBuffer())))
        .isEqualTo(new Note("a", "unsigned"));
    assertThat(readAgain(new Note("a", "b"), new LayoutSerializer<>(new Notes())))
        .isEqualTo(new Note("a", "b"));
  }

  @Test
  void refusesStateOfANewerVersionAndOfAnotherLayout() throws IOException {
    LayoutSnapshot<Note> current = new LayoutSnapshot<>(new Notes(), 2);

    assertThat(resolve(current, stored(current)).isCompatibleAsIs()).isTrue();
    assertThat(resolve(current, new LayoutSnapshot<>(new Notes(), 3)).isIncompatible()).isTrue();
    assertThat(resolve(current, new LayoutSnapshot<>(new OldNotes(), 1)).isIncompatible()).isTrue();
  }

  @Test
  void namesALayoutThatIsGone() throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    out.writeUTF("io.freshet.Gone");
    out.writeInt(1);
    LayoutSnapshot<Note> snapshot = new LayoutSnapshot<>();

    assertThatThrownBy(
            () ->
                snapshot.readSnapshot(1, new DataInputDeserializer(out.getCopyOfBuffer()), CLASSES))
        .isInstanceOf(IOException.class)
        .hasMessage("State was written by the layout io.freshet.Gone, which is gone");
  }

  record Note(String text, String author) {}

  public static final class OldNotes extends Layout<Note> {
    @Override
    public Class<Note> type() {
      return Note.class;
    }

    @Override
    public void write(Note note, ByteWriter out) {
      out.text(note.text());
    }

    @Override
    public Note read(ByteReader in, int version) {
      return new Note(in.text(), "unsigned");
    }
  }

  public static final class Notes extends Layout<Note> {
    @Override
    public Class<Note> type() {
      return Note.class;
    }

    @Override
    public int version() {
      return 2;
    }

    @Override
    public void write(Note note, ByteWriter out) {
      out.text(note.text());
      out.text(note.author());
    }

    @Override
    public Note read(ByteReader in, int version) {
      return new Note(in.text(), version == 1 ? "unsigned" : in.text());
    }
  }

  private static TypeSerializerSchemaCompatibility<Note> resolve(
      TypeSerializerSnapshot<Note> now, TypeSerializerSnapshot<Note> before) {
    return now.resolveSchemaCompatibility(before);
  }

  /** As it comes back from a checkpoint. */
  private static TypeSerializerSnapshot<Note> stored(TypeSerializerSnapshot<Note> snapshot)
      throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    TypeSerializerSnapshot.writeVersionedSnapshot(out, snapshot);

    return TypeSerializerSnapshot.readVersionedSnapshot(
        new DataInputDeserializer(out.getCopyOfBuffer()), CLASSES);
  }

  @SuppressWarnings("unchecked") // of the value's own class
  private static TypeSerializer<Object> serializer(Object value) {
    TypeSerializer<?> serializer =
        TypeInformation.of(value.getClass()).createSerializer(new SerializerConfigImpl());
    assertThat(serializer).isInstanceOf(LayoutSerializer.class);

    return (TypeSerializer<Object>) serializer;
  }

  private static <T> T readAgain(T value, TypeSerializer<T> serializer) throws IOException {
    DataOutputSerializer out = new DataOutputSerializer(64);
    serializer.serialize(value, out);
    DataInputDeserializer in = new DataInputDeserializer(out.getCopyOfBuffer());
    T read = serializer.deserialize(in);
    assertThat(in.available()).isZero();

    return read;
  }
}
