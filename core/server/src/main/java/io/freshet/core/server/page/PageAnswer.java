package io.freshet.core.server.page;

import java.nio.ByteBuffer;
import java.util.Map;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * How pages are sent: by gzip to whom takes it, kept by browsers, and sent again only once they
 * have changed.
 */
public final class PageAnswer {
  private static final String GZIP = "gzip";
  private static final ByteBuffer NOTHING = ByteBuffer.allocate(0);

  private PageAnswer() {}

  /**
   * Answers with a page.
   *
   * @param guards headers that say what a browser may do for it
   */
  public static void write(
      int status,
      PageFile file,
      Map<String, String> guards,
      Request request,
      Response response,
      Callback callback) {
    HttpFields asked = request.getHeaders();
    boolean isZipped = asked.getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains(GZIP);
    String tag = "\"%s%s\"".formatted(file.tag(), isZipped ? "-gz" : "");
    HttpFields.Mutable headers = response.getHeaders();
    guards.forEach((name, value) -> headers.put(new HttpField(name, value)));
    // Kept, and asked for whether it is still good.
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    headers.put(HttpHeader.ETAG, tag);
    headers.put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
    if (status == HttpStatus.OK_200 && EntityTags.hold(asked.get(HttpHeader.IF_NONE_MATCH), tag)) {
      response.setStatus(HttpStatus.NOT_MODIFIED_304);
      response.write(true, NOTHING, callback);

      return;
    }
    byte[] body = isZipped ? file.zipped() : file.bytes();
    response.setStatus(status);
    headers.put(HttpHeader.CONTENT_TYPE, file.mediaType());
    headers.put(HttpHeader.CONTENT_LENGTH, body.length);
    if (isZipped) {
      headers.put(HttpHeader.CONTENT_ENCODING, GZIP);
    }
    response.write(true, ByteBuffer.wrap(body), callback);
  }
}
