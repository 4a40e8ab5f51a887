package io.freshet.core.toolkit;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** SHA-256 (FIPS 180-4), of 32 bytes. Texts are UTF-8; hexadecimal digits are lower case. */
public final class Sha256 {
  private Sha256() {}

  /** One that is fed piece by piece. */
  public static MessageDigest begin() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("Every Java has SHA-256", e);
    }
  }

  public static byte[] of(byte[] bytes) {
    return begin().digest(bytes);
  }

  public static byte[] of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  public static String hex(byte[] bytes) {
    return HexFormat.of().formatHex(of(bytes));
  }

  public static String hex(String text) {
    return hex(text.getBytes(StandardCharsets.UTF_8));
  }

  /** As {@code sha256sum} prints it. Reads to the end, and leaves closing to the caller. */
  public static String hex(InputStream bytes) throws IOException {
    MessageDigest digest = begin();
    new DigestInputStream(bytes, digest).transferTo(OutputStream.nullOutputStream());

    return HexFormat.of().formatHex(digest.digest());
  }
}
