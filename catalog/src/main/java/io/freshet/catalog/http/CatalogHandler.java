package io.freshet.catalog.http;

import io.freshet.catalog.access.Access;
import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.access.Admission;
import io.freshet.catalog.access.Caller;
import io.freshet.catalog.protocol.Answer;
import io.freshet.catalog.protocol.CatalogProtocol;
import io.freshet.catalog.protocol.Preferences;
import io.freshet.catalog.protocol.Question;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Hands the requests of those who may come in to the protocol, and its answers back. */
final class CatalogHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogHandler.class);

  private static final String DELEGATION = "X-Iceberg-Access-Delegation";

  private final CatalogProtocol protocol;
  private final Access access;
  private final AccessLog log;
  private final int maxRequestBytes;
  private final AnswerWriter writer;

  CatalogHandler(
      CatalogProtocol protocol,
      Access access,
      AccessLog log,
      int maxRequestBytes,
      AnswerWriter writer) {
    this.protocol = protocol;
    this.access = access;
    this.log = log;
    this.maxRequestBytes = maxRequestBytes;
    this.writer = writer;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    writer.write(answer(request), request, response, callback);

    return true;
  }

  private Answer answer(Request request) throws IOException {
    Admission admission;
    try {
      admission = access.admit(request.getHeaders().get(HttpHeader.AUTHORIZATION));
    } catch (FreshetException e) {
      LOG.warn("A token can't be told from others, as the keys of its provider lack", e);

      return Answer.away("The identity provider that must vouch for the token does not answer");
    }
    if (admission instanceof Admission.Refused refused) {
      log.stranger(refused, Request.getRemoteAddr(request));

      return Answer.unauthorized(refused.why());
    }

    return answer(request, ((Admission.Admitted) admission).caller());
  }

  private Answer answer(Request request, Caller caller) throws IOException {
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
            caller,
            request.getMethod(),
            request.getHttpURI().getPath(),
            query(request),
            new Preferences(
                Optional.ofNullable(request.getHeaders().get(HttpHeader.IF_NONE_MATCH)),
                Optional.ofNullable(request.getHeaders().get(DELEGATION))),
            new String(body, StandardCharsets.UTF_8)));
  }

  private static Map<String, String> query(Request request) {
    Map<String, String> query = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      query.put(field.getName(), field.getValue());
    }

    return query;
  }
}
