package io.freshet.core.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** {@code GET /openapi.yaml}, for anyone: the document of all that a server answers. */
public final class DocumentHandler extends Handler.Abstract {
  private static final String FILE = "openapi.yaml";

  private final byte[] document;

  private DocumentHandler(byte[] document) {
    this.document = document;
  }

  /** The file {@code openapi.yaml} in the package of that class. */
  public static DocumentHandler beside(Class<?> door) {
    try (InputStream in = door.getResourceAsStream(FILE)) {
      if (in == null) {
        throw new IllegalStateException(
            "%s is not in the package of %s".formatted(FILE, door.getName()));
      }

      return new DocumentHandler(in.readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    if (!request.getHttpURI().getPath().equals("/" + FILE)
        || !HttpMethod.GET.is(request.getMethod())) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/yaml");
    response.write(true, ByteBuffer.wrap(document), callback);

    return true;
  }
}
