package io.freshet.console.http;

import java.net.URI;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;

/**
 * Whether a page of the console itself sends something. Any page in the world can have a browser
 * send a form here, but it can't say that it came from here.
 */
final class Origins {
  private static final String FETCH_SITE = "Sec-Fetch-Site";

  private Origins() {}

  /** By {@code Origin}; by what the browser says of itself where it sends none. */
  static boolean isOwn(HttpFields headers) {
    String origin = headers.get(HttpHeader.ORIGIN);
    if (origin == null) {
      return "same-origin".equals(headers.get(FETCH_SITE));
    }
    try {
      String authority = URI.create(origin).getRawAuthority();

      return authority != null && authority.equalsIgnoreCase(headers.get(HttpHeader.HOST));
    } catch (IllegalArgumentException malformed) {
      return false;
    }
  }
}
