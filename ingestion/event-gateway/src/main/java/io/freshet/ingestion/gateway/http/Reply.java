package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What goes back to the client.
 *
 * @param endOfLife of the contract whose events it answers for; empty while nobody has said so
 * @param whenWritten what is done once it is, or can't be
 */
record Reply(
    int status,
    String contentType,
    byte[] body,
    Optional<Duration> retryAfter,
    Optional<LocalDate> endOfLife,
    Runnable whenWritten) {
  private static final Runnable NOTHING = () -> {};
  private static final String SUNSET = "Sunset"; // RFC 8594
  private static final DateTimeFormatter MIDNIGHT =
      DateTimeFormatter.ofPattern("EEE, dd MMM uuuu '00:00:00 GMT'", Locale.ENGLISH);

  Reply(int status, String contentType, byte[] body, Optional<Duration> retryAfter) {
    this(status, contentType, body, retryAfter, Optional.empty(), NOTHING);
  }

  static Reply of(int status, String contentType, JsonNode body) {
    return new Reply(
        status, contentType, body.toString().getBytes(StandardCharsets.UTF_8), Optional.empty());
  }

  static Reply of(int status, String contentType, JsonBody.Members members) {
    return new Reply(status, contentType, JsonBody.of(members), Optional.empty());
  }

  static Reply of(Problem problem) {
    return of(problem.status(), Problem.MEDIA_TYPE, problem.json())
        .retryAfter(problem.retryAfter());
  }

  Reply retryAfter(Optional<Duration> wait) {
    return new Reply(status, contentType, body, wait, endOfLife, whenWritten);
  }

  Reply endingOn(Optional<LocalDate> day) {
    return new Reply(status, contentType, body, retryAfter, day, whenWritten);
  }

  Reply afterwards(Runnable work) {
    return new Reply(status, contentType, body, retryAfter, endOfLife, work);
  }

  void write(Response response, Callback callback) {
    response.setStatus(status);
    if (status != HttpStatus.NO_CONTENT_204) {
      response.getHeaders().put(HttpHeader.CONTENT_TYPE, contentType);
      response.getHeaders().put(HttpHeader.CONTENT_LENGTH, body.length);
    }
    retryAfter.ifPresent(
        wait -> response.getHeaders().put(HttpHeader.RETRY_AFTER, wholeSeconds(wait)));
    endOfLife.ifPresent(day -> response.getHeaders().put(SUNSET, MIDNIGHT.format(day)));
    if (status == 401) {
      response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Bearer, Basic realm=\"freshet\"");
    }
    response.write(true, ByteBuffer.wrap(body), Callback.from(callback, whenWritten));
  }

  /** Rounded up: who comes earlier is sent away again. */
  private static long wholeSeconds(Duration wait) {
    return Math.max(1, wait.plusMillis(999).toSeconds());
  }
}
