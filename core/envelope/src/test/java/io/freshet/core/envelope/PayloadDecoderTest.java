package io.freshet.core.envelope;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import org.apache.avro.io.BinaryEncoder;
import org.apache.avro.io.EncoderFactory;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class PayloadDecoderTest {
  private final PayloadDecoder decoder = new PayloadDecoder();

  /** What Avro's own encoder writes. */
  private interface Writing {
    void to(BinaryEncoder encoder) throws IOException;
  }

  @Test
  void readsNumbersAsAvroWritesThem() throws IOException {
    Random random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      long number = random.nextLong() >> random.nextInt(64);
      double fraction = random.nextGaussian() * number;
      start(
          avro -> {
            avro.writeLong(number);
            avro.writeInt((int) number);
            avro.writeDouble(fraction);
            avro.writeFloat((float) fraction);
            avro.writeBoolean(number > 0);
          });

      assertThat(decoder.readLong()).isEqualTo(number);
      assertThat(decoder.readInt()).isEqualTo((int) number);
      assertThat(decoder.readDouble()).isEqualTo(fraction);
      assertThat(decoder.readFloat()).isEqualTo((float) fraction);
      assertThat(decoder.readBoolean()).isEqualTo(number > 0);
      assertThat(decoder.remaining()).isZero();
    }
  }

  @Test
  void readsTextOfAnyScript() throws IOException {
    String text = "Zürich 東京 🛵 " + "é".repeat(1000);
    start(avro -> avro.writeString(text));

    assertThat(decoder.readString()).isEqualTo(text);
  }

  @Test
  void refusesTextThatIsNotUtf8() throws IOException {
    start(avro -> avro.writeBytes(new byte[] {'a', (byte) 0xc3, '('}));

    assertMalformed(() -> decoder.readString(null), "a string is not UTF-8");
  }

  @Test
  void refusesTextThatEndsInsideALetter() throws IOException {
    start(avro -> avro.writeBytes(new byte[] {'a', (byte) 0xc3}));

    assertMalformed(() -> decoder.readString(null), "a string is not UTF-8");
  }

  @Test
  void handsOutBytesThatOutliveTheRecord() throws IOException {
    byte[] value = start(avro -> avro.writeBytes(new byte[] {1, 2, 3}));
    ByteBuffer read = decoder.readBytes(null);

    value[1] = 9;

    assertThat(read).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
  }

  @Test
  void refusesALengthBeyondTheEndWithoutAllocatingIt() throws IOException {
    start(avro -> avro.writeLong(1L << 30));

    long allocated =
        Hostile.allocation(
            () ->
                assertMalformed(
                    () -> decoder.readBytes(null), "a length is beyond the end of the bytes"));

    assertThat(allocated).isLessThan(1 << 20);
  }

  @Test
  void refusesANegativeLength() throws IOException {
    start(avro -> avro.writeLong(-1));

    assertMalformed(() -> decoder.readBytes(null), "a length is beyond the end of the bytes");
  }

  @Test
  void refusesMoreElementsThanBytes() throws IOException {
    start(avro -> avro.writeLong(Integer.MAX_VALUE));

    assertMalformed(decoder::readArrayStart, "a list has more elements than there are bytes");
  }

  @Test
  void refusesTheSmallestCountThatHasNoOpposite() throws IOException {
    start(
        avro -> {
          avro.writeLong(Long.MIN_VALUE);
          avro.writeLong(0);
        });

    assertMalformed(decoder::readArrayStart, "a list has more elements than there are bytes");
  }

  @Test
  void readsBlocksThatTellTheirSize() throws IOException {
    start(
        avro -> {
          avro.writeLong(-2);
          avro.writeLong(2);
          avro.writeInt(5);
          avro.writeInt(6);
          avro.writeLong(0);
        });

    assertThat(decoder.readArrayStart()).isEqualTo(2);
    assertThat(decoder.readInt() + decoder.readInt()).isEqualTo(11);
    assertThat(decoder.arrayNext()).isZero();
  }

  @Test
  void skipsBlocksThatTellTheirSizeWhole() throws IOException {
    start(
        avro -> {
          avro.writeLong(-2);
          avro.writeLong(2);
          avro.writeInt(5);
          avro.writeInt(6);
          avro.writeLong(0);
          avro.writeInt(7);
        });

    assertThat(decoder.skipArray()).isZero();
    assertThat(decoder.readInt()).isEqualTo(7);
  }

  @Test
  void refusesABlockThatIsLargerThanTheRest() throws IOException {
    start(
        avro -> {
          avro.writeLong(-2);
          avro.writeLong(Long.MAX_VALUE);
        });

    assertMalformed(decoder::skipMap, "a length is beyond the end of the bytes");
  }

  @Test
  void refusesNumbersThatNeverEnd() {
    byte[] ones = new byte[20];
    Arrays.fill(ones, (byte) 0xff);
    decoder.start(ones, 0, ones.length);

    assertMalformed(decoder::readLong, "a number has more than 64 bits");
  }

  @Test
  void refusesANumberThatIsCutOff() {
    decoder.start(new byte[] {(byte) 0x80, 0}, 0, 1);

    assertMalformed(decoder::readLong, "the bytes end inside a number");
  }

  @Test
  void refusesAnIntOfMoreThan32Bits() throws IOException {
    start(avro -> avro.writeLong(1L << 31));

    assertMalformed(decoder::readInt, "an int has more than 32 bits");
  }

  @Test
  void refusesABooleanThatIsNeitherZeroNorOne() {
    decoder.start(new byte[] {2}, 0, 1);

    assertMalformed(decoder::readBoolean, "a boolean is neither 0 nor 1");
  }

  private byte[] start(Writing writing) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    BinaryEncoder encoder = EncoderFactory.get().binaryEncoder(out, null);
    writing.to(encoder);
    encoder.flush();
    byte[] bytes = out.toByteArray();
    decoder.start(bytes, 0, bytes.length);

    return bytes;
  }

  private static void assertMalformed(ThrowingCallable reading, String message) {
    assertThatThrownBy(reading).isInstanceOf(PayloadDecoder.Malformed.class).hasMessage(message);
  }
}
