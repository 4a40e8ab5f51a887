package io.freshet.lineage.http;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.zip.GZIPInputStream;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/** Reads a request's body, compressed or not, and never more of it than is allowed. */
final class Body {
  private Body() {}

  /** Empty when there is more than that. */
  static Optional<byte[]> read(Request request, int maxBytes) throws IOException {
    try (InputStream in = Request.asInputStream(request);
        InputStream plain = isGzip(request) ? new GZIPInputStream(in) : in) {
      byte[] body = plain.readNBytes(maxBytes + 1);

      return body.length > maxBytes ? Optional.empty() : Optional.of(body);
    }
  }

  private static boolean isGzip(Request request) {
    return "gzip".equalsIgnoreCase(request.getHeaders().get(HttpHeader.CONTENT_ENCODING));
  }
}
