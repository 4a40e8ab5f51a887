package io.freshet.core.envelope.offer;

import java.util.Locale;

/**
 * A media type and its character set.
 *
 * @param name without parameters, in lower case
 */
public record MediaType(String name, boolean isUtf8) {
  private static final String CHARSET = "charset=";
  // What nearly every event says of its data.
  private static final MediaType JSON = new MediaType("application/json", true);

  public static MediaType of(String header) {
    if (header.equals(JSON.name())) {
      return JSON;
    }
    String[] parts = header.split(";", -1);
    boolean isUtf8 = true;
    for (int i = 1; i < parts.length; i++) {
      String parameter = parts[i].strip().toLowerCase(Locale.ROOT).replace("\"", "");
      if (parameter.startsWith(CHARSET)) {
        String charset = parameter.substring(CHARSET.length());
        isUtf8 = charset.equals("utf-8") || charset.equals("us-ascii");
      }
    }

    return new MediaType(parts[0].strip().toLowerCase(Locale.ROOT), isUtf8);
  }
}
