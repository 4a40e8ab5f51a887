package io.freshet.catalog.signing;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.net.URLDecoder;
import java.util.Arrays;
import java.util.stream.Collectors;

/** Percent signs in addresses, as S3 has them. */
final class Encoding {
  private static final String UNRESERVED = "-._~";

  private Encoding() {}

  /** Each character but letters, digits and {@code -._~} as percent signs. */
  static String encoded(String text) {
    StringBuilder encoded = new StringBuilder();
    for (byte octet : text.getBytes(UTF_8)) {
      char character = (char) (octet & 0xff);
      boolean isPlain =
          character < 128
              && (Character.isLetterOrDigit(character) || UNRESERVED.indexOf(character) >= 0);
      encoded.append(isPlain ? String.valueOf(character) : "%%%02X".formatted((int) character));
    }

    return encoded.toString();
  }

  /** As {@link #encoded}, between slashes. */
  static String encodedPath(String path) {
    String encoded =
        Arrays.stream(path.split("/", -1)).map(Encoding::encoded).collect(Collectors.joining("/"));

    return encoded.isEmpty() ? "/" : encoded;
  }

  /** The reverse; a plus is a plus. */
  static String decoded(String text) {
    return URLDecoder.decode(text.replace("+", "%2B"), UTF_8);
  }
}
