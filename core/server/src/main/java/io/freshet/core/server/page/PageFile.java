package io.freshet.core.server.page;

import io.freshet.core.toolkit.Sha256;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.zip.GZIPOutputStream;

/**
 * A page, or a part of one, as it is sent.
 *
 * @param tag of its contents, without quotes
 * @param bytes not to be changed
 * @param zipped the same by gzip: phones are far away
 */
public record PageFile(String mediaType, String tag, byte[] bytes, byte[] zipped) {
  private static final int TAG_LENGTH = 16;

  public static PageFile of(String mediaType, byte[] bytes) {
    return new PageFile(mediaType, tag(bytes), bytes, zip(bytes));
  }

  private static String tag(byte[] bytes) {
    return Base64.getUrlEncoder().encodeToString(Sha256.of(bytes)).substring(0, TAG_LENGTH);
  }

  private static byte[] zip(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return out.toByteArray();
  }
}
