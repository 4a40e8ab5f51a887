package io.freshet.testing.servers;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What bodies become on bad lines and in bad hands. */
public final class Garbage {
  private static final List<String> PIECES =
      List.of(
          "{",
          "}",
          "[",
          "]",
          ",",
          ":",
          "\"",
          "\\",
          "null",
          "true",
          "-",
          "1e999999999",
          "0.0",
          "\"\\ud800\"",
          "\u0000",
          "\ufeff",
          "{\"a\":",
          "[[[[[[[[",
          "9".repeat(120),
          "1e-99999");

  private Garbage() {}

  /** Cut off, with other bytes in it, with a piece of JSON somewhere, or all garbage. */
  public static byte[] mutated(byte[] body, Random random) {
    byte[] bytes = body.clone();

    return switch (random.nextInt(4)) {
      case 0 -> Arrays.copyOf(bytes, random.nextInt(bytes.length));
      case 1 -> {
        for (int flips = random.nextInt(5); flips >= 0; flips--) {
          bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
        }
        yield bytes;
      }
      case 2 -> spliced(bytes, random);
      default -> {
        byte[] noise = new byte[random.nextInt(200)];
        random.nextBytes(noise);
        yield noise;
      }
    };
  }

  private static byte[] spliced(byte[] bytes, Random random) {
    byte[] piece = PIECES.get(random.nextInt(PIECES.size())).getBytes(UTF_8);
    int at = random.nextInt(bytes.length);
    int cut = Math.min(random.nextInt(10), bytes.length - at);
    byte[] result = new byte[bytes.length - cut + piece.length];
    System.arraycopy(bytes, 0, result, 0, at);
    System.arraycopy(piece, 0, result, at, piece.length);
    System.arraycopy(bytes, at + cut, result, at + piece.length, bytes.length - at - cut);

    return result;
  }
}
