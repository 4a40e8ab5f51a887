package io.freshet.catalog.http;

import io.freshet.catalog.protocol.Answer;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Question;
import io.freshet.core.server.http.BearerToken;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.apache.iceberg.exceptions.NotAuthorizedException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;

/** Hands the requests of those who have the token to the protocol, and its answers back. */
final class CatalogHandler extends Handler.Abstract {
  private final CatalogProtocol protocol;
  private final BearerToken token;
  private final int maxRequestBytes;
  private final AnswerWriter writer;

  CatalogHandler(
      CatalogProtocol protocol, BearerToken token, int maxRequestBytes, AnswerWriter writer) {
    this.protocol = protocol;
    this.token = token;
    this.maxRequestBytes = maxRequestBytes;
    this.writer = writer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    if (token.admits(request.getHeaders().get(HttpHeader.AUTHORIZATION))) {
      writer.write(answer(request), request, response, callback);
    } else {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      writer.write(unknownCaller(), request, response, callback);
    }

    return true;
  }

  private Answer answer(Request request) throws IOException {
    byte[] body;
    try (InputStream in = Request.asInputStream(request)) {
      body = in.readNBytes(maxRequestBytes + 1);
    }
    if (body.length > maxRequestBytes) {
      return Answer.refusal(
          HttpStatus.PAYLOAD_TOO_LARGE_413,
          "RequestTooLarge",
          "The body has more than %d bytes; split the request or raise catalog.max-request-bytes"
              .formatted(maxRequestBytes));
    }

    return protocol.answer(
        new Question(
            request.getMethod(),
            request.getHttpURI().getPath(),
            query(request),
            Optional.ofNullable(request.getHeaders().get(HttpHeader.IF_NONE_MATCH)),
            new String(body, StandardCharsets.UTF_8)));
  }

  private static Answer unknownCaller() {
    return Answer.refusal(
        HttpStatus.UNAUTHORIZED_401,
        NotAuthorizedException.class.getSimpleName(),
        "The request needs the header Authorization: Bearer with the catalog's token");
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }

    return query;
  }
}
