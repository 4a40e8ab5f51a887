package io.freshet.core.server.page;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/** The colours, light and dark, and the type that our pages share: custom properties of CSS. */
public final class Palette {
  private Palette() {}

  /** A page's style sheet behind the palette, as one file. */
  public static byte[] before(byte[] sheet) {
    try (InputStream palette = Palette.class.getResourceAsStream("palette.css")) {
      ByteArrayOutputStream both = new ByteArrayOutputStream();
      palette.transferTo(both);
      both.write(sheet);

      return both.toByteArray();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
