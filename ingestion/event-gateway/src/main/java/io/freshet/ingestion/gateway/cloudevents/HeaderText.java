package io.freshet.ingestion.gateway.cloudevents;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** An attribute's value in an HTTP header: perhaps quoted, and percent-encoded UTF-8. */
final class HeaderText {
  private HeaderText() {}

  /** The value itself; empty when it is no such text. */
  static Optional<String> decode(String header) {
    String encoded = unquoted(header.strip());
    if (encoded.indexOf('%') < 0) {
      return isPrintable(encoded) ? Optional.of(encoded) : Optional.empty();
    }
    ByteBuffer bytes = ByteBuffer.allocate(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char letter = encoded.charAt(i);
      if (letter != '%') {
        bytes.put((byte) letter);
        continue;
      }
      if (i + 2 >= encoded.length()) {
        return Optional.empty();
      }
      int high = Character.digit(encoded.charAt(++i), 16);
      int low = Character.digit(encoded.charAt(++i), 16);
      if (high < 0 || low < 0) {
        return Optional.empty();
      }
      bytes.put((byte) (high << 4 | low));
    }

    return isPrintable(encoded) ? utf8(bytes.flip()) : Optional.empty();
  }

  private static String unquoted(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    StringBuilder plain = new StringBuilder();
    for (int i = 1; i < text.length() - 1; i++) {
      boolean escapes = text.charAt(i) == '\\' && i + 1 < text.length() - 1;
      plain.append(text.charAt(escapes ? ++i : i));
    }

    return plain.toString();
  }

  /** Older senders leave spaces as they are; all else beyond printable ASCII must be encoded. */
  private static boolean isPrintable(String text) {
    return text.chars().allMatch(letter -> letter >= ' ' && letter < 0x7F);
  }

  private static Optional<String> utf8(ByteBuffer bytes) {
    try {
      return Optional.of(StandardCharsets.UTF_8.newDecoder().decode(bytes).toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
