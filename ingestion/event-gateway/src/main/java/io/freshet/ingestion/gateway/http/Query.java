package io.freshet.ingestion.gateway.http;

import io.freshet.ingestion.gateway.restproxy.RestProxyError;
import io.freshet.ingestion.gateway.restproxy.RestProxyException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.util.Fields;
import org.eclipse.jetty.util.UrlEncoded;

/** What stands behind the question mark of an address. */
record Query(Fields fields) {
  static Query of(Visit visit) {
    Fields fields = new Fields();
    if (visit.uri().getQuery() != null) {
      decode(visit.uri().getQuery(), fields);
    }

    return new Query(fields);
  }

  private static void decode(String query, Fields fields) {
    try {
      UrlEncoded.decodeTo(query, fields::add, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw new RestProxyException(
          RestProxyError.INVALID_REQUEST,
          "The address is not percent-encoded UTF-8 behind its question mark");
    }
  }

  Optional<Long> wholeNumber(String name) {
    String text = fields.getValue(name);
    if (text == null) {
      return Optional.empty();
    }
    try {
      return Optional.of(Long.parseLong(text));
    } catch (NumberFormatException e) {
      throw new RestProxyException(
          RestProxyError.INVALID_REQUEST,
          "%s is %s; a whole number is wanted".formatted(name, text));
    }
  }
}
