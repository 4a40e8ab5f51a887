package io.freshet.testing.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_16LE;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;

/** What a body may be besides what it should be. HTTP's own rules are kept. */
final class BodyTricks {
  private static final String CONTENT_TYPE = "Content-Type";
  private static final String CONTENT_ENCODING = "Content-Encoding";

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
          "-",
          "1e999999999",
          "\"\\ud800\"",
          "\u0000",
          "\ufeff",
          "{\"a\":",
          "[[[[[[[[",
          "9".repeat(120),
          "1e-99999",
          "/*",
          "NaN");

  private static final List<String> TYPES =
      List.of(
          "",
          "application/xml",
          "text/plain; charset=utf-16",
          "application/json; charset=no-such",
          "application/json; charset=\"utf-8",
          "multipart/form-data; boundary=x",
          "multipart/form-data",
          "application/x-www-form-urlencoded",
          "*/*",
          "json",
          ";;;",
          "application/json, text/html",
          "application/cloudevents+json; charset=utf-16",
          "application/" + "x".repeat(3000));

  private final int hugeBytes;

  /**
   * @param hugeBytes of the largest bodies, and of what bombs become when they are unpacked
   */
  BodyTricks(int hugeBytes) {
    this.hugeBytes = hugeBytes;
  }

  List<Trick> all() {
    return List.of(
        BodyTricks::garbled,
        BodyTricks::garbled,
        BodyTricks::spliced,
        BodyTricks::spliced,
        this::deep,
        this::huge,
        BodyTricks::doubled,
        BodyTricks::badUnicode,
        BodyTricks::otherType,
        BodyTricks::zipped,
        BodyTricks::zippedInPart,
        this::bomb,
        BodyTricks::wrongEncoding,
        BodyTricks::chunked,
        BodyTricks::none,
        BodyTricks::where);
  }

  private static Shot garbled(Shot shot, Random random) {
    byte[] bytes = shot.body().clone();
    if (bytes.length == 0 || random.nextInt(4) == 0) {
      bytes = new byte[random.nextInt(300)];
      random.nextBytes(bytes);
    } else if (random.nextBoolean()) {
      bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
    } else {
      for (int flips = random.nextInt(5); flips >= 0; flips--) {
        bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(8));
      }
    }

    return shot.withBody(bytes);
  }

  private static Shot spliced(Shot shot, Random random) {
    byte[] bytes = shot.body();
    int at = random.nextInt(bytes.length + 1);
    int end = Math.min(bytes.length, at + random.nextInt(8));
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, at);
    out.writeBytes(Values.pick(PIECES, random).getBytes(UTF_8));
    out.write(bytes, end, bytes.length - end);

    return shot.withBody(out.toByteArray());
  }

  private Shot deep(Shot shot, Random random) {
    int depth = Math.min(hugeBytes / 8, Values.pick(List.of(101, 1001, 5000, 100_000), random));
    String opening = random.nextBoolean() ? "[" : "{\"a\":";
    String closing = opening.equals("[") ? "]" : "}";
    String nest = opening.repeat(depth) + "1" + (random.nextBoolean() ? closing.repeat(depth) : "");

    return shot.withBody(around(shot.body(), nest, random));
  }

  private Shot huge(Shot shot, Random random) {
    String text = random.nextBoolean() ? "\"" + "x".repeat(hugeBytes) + "\"" : numbers(hugeBytes);

    return shot.withBody(around(shot.body(), text, random));
  }

  private static String numbers(int bytes) {
    return "[" + "1,".repeat(bytes / 2) + "1]";
  }

  /** In place of the body, or as one more property of it. */
  private static byte[] around(byte[] body, String json, Random random) {
    String text = new String(body, UTF_8);
    boolean isObject = text.startsWith("{") && text.length() > 2;
    if (isObject && random.nextBoolean()) {
      return (text.substring(0, text.length() - 1) + ",\"fuzz\":" + json + "}").getBytes(UTF_8);
    }

    return json.getBytes(UTF_8);
  }

  /** A property twice. */
  private static Shot doubled(Shot shot, Random random) {
    String text = new String(shot.body(), UTF_8);
    int comma = text.indexOf(',');
    if (!text.startsWith("{") || comma < 0) {
      return spliced(shot, random);
    }

    return shot.withBody((text.substring(0, comma) + "," + text.substring(1)).getBytes(UTF_8));
  }

  private static Shot badUnicode(Shot shot, Random random) {
    byte[] body = shot.body();

    return switch (random.nextInt(4)) {
      case 0 -> shot.withBody(new String(body, UTF_8).getBytes(UTF_16LE));
      case 1 -> shot.withBody(("\ufeff" + new String(body, UTF_8)).getBytes(UTF_8));
      case 2 -> shot.withBody(replaced(body, "\"\u00ff\u00fe\u00c0\u0080\""));
      // A surrogate as UTF-8 would have it, if it had any.
      default -> shot.withBody(replaced(body, "\"\u00ed\u00a0\u0080\""));
    };
  }

  /** With the first text replaced by other bytes. */
  private static byte[] replaced(byte[] body, String bytes) {
    return new String(body, ISO_8859_1)
        .replaceFirst(":\\s*\"[^\"]*\"", ": " + bytes)
        .getBytes(ISO_8859_1);
  }

  private static Shot otherType(Shot shot, Random random) {
    String type = Values.pick(TYPES, random);

    return type.isEmpty() ? shot.without(CONTENT_TYPE) : shot.with(CONTENT_TYPE, type);
  }

  private static Shot zipped(Shot shot, Random random) {
    return shot.withBody(gzip(shot.body()))
        .plus(CONTENT_ENCODING, random.nextBoolean() ? "gzip" : "GZIP");
  }

  private static Shot zippedInPart(Shot shot, Random random) {
    byte[] whole = gzip(shot.body());
    byte[] part = Arrays.copyOf(whole, random.nextInt(whole.length));
    if (random.nextBoolean()) {
      part = whole.clone();
      part[10 + random.nextInt(part.length - 10)] ^= (byte) (1 << random.nextInt(8));
    }

    return shot.withBody(part).plus(CONTENT_ENCODING, "gzip");
  }

  private Shot bomb(Shot shot, Random random) {
    byte[] zeros = new byte[hugeBytes * 4];
    Arrays.fill(zeros, (byte) (random.nextBoolean() ? ' ' : '['));
    byte[] once = gzip(zeros);
    boolean isTwice = random.nextInt(3) == 0;

    return shot.withBody(isTwice ? gzip(once) : once)
        .plus(CONTENT_ENCODING, isTwice ? "gzip, gzip" : "gzip");
  }

  private static Shot wrongEncoding(Shot shot, Random random) {
    return shot.plus(
        CONTENT_ENCODING,
        Values.pick(List.of("gzip", "br", "deflate", "identity", "x-gzip", "zstd", ","), random));
  }

  private static Shot chunked(Shot shot, Random random) {
    return shot.withFraming(Shot.Framing.CHUNKED);
  }

  private static Shot none(Shot shot, Random random) {
    return shot.withBody(new byte[0]);
  }

  /** A body where none is wanted, or a second kind of one. */
  private static Shot where(Shot shot, Random random) {
    return shot.withBody(
        Values.pick(List.of("null", "[]", "{}", "\"\"", "0", " ", "[null]", "[{}]"), random)
            .getBytes(UTF_8));
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return out.toByteArray();
  }
}
