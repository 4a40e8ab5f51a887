package io.freshet.catalog.http;

import io.freshet.catalog.protocol.Answer;
import io.freshet.catalog.protocol.Json;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.zip.Deflater;
import java.util.zip.GZIPOutputStream;
import org.apache.iceberg.rest.RESTResponse;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Sends answers as JSON, compressed where the client takes it and it pays. */
final class AnswerWriter {
  // Below one network packet there is nothing to gain.
  private static final int MIN_COMPRESSED_BYTES = 1400;

  private final Json json;

  AnswerWriter(Json json) {
    this.json = json;
  }

  void write(Answer answer, Request request, Response response, Callback callback) {
    response.setStatus(answer.status());
    answer.headers().forEach((name, value) -> response.getHeaders().put(name, value));
    if (answer.body().isEmpty()) {
      response.write(true, null, callback);
    } else {
      writeBody(answer.body().get(), request, response, callback);
    }
  }

  private void writeBody(RESTResponse body, Request request, Response response, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    if (HttpMethod.HEAD.is(request.getMethod())) {
      response.write(true, null, callback);
      return;
    }
    byte[] bytes = json.write(body);
    if (bytes.length >= MIN_COMPRESSED_BYTES && takesGzip(request)) {
      response.getHeaders().put(HttpHeader.CONTENT_ENCODING, "gzip");
      response.getHeaders().put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
      bytes = gzip(bytes);
    }
    response.getHeaders().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }

  private static boolean takesGzip(Request request) {
    return request.getHeaders().getQualityCSV(HttpHeader.ACCEPT_ENCODING).contains("gzip");
  }

  private static byte[] gzip(byte[] bytes) {
    ByteArrayOutputStream compressed = new ByteArrayOutputStream(bytes.length / 4);
    try (GZIPOutputStream out = new QuickGzip(compressed)) {
      out.write(bytes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }

    return compressed.toByteArray();
  }

  /**
   * A table of thousands of snapshots has megabytes of metadata: stronger costs more than it saves.
   */
  private static final class QuickGzip extends GZIPOutputStream {
    QuickGzip(OutputStream out) throws IOException {
      super(out);
      def.setLevel(Deflater.BEST_SPEED);
    }
  }
}
