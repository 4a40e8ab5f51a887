package io.freshet.console.http;

import io.freshet.console.page.Parameters;
import io.freshet.core.server.page.PageAnswer;
import io.freshet.core.server.page.PageFile;
import io.micrometer.core.instrument.Timer;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.eclipse.jetty.http.BadMessageException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Answers with pages, to whoever calls the console by one of its names. They are only read, but for
 * questions that {@link QueryDoor} takes.
 */
final class ConsoleHandler extends Handler.Abstract {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleHandler.class);
  private static final String HTML = "text/html; charset=utf-8";
  private static final int LONGEST_ADDRESS = 2000;

  /** What an identity provider sends back may be long; all headers together have 8 KB. */
  private static final int LONGEST_ANSWER = 6000;

  /** What a browser may do for a page: load its parts from here, and send its forms here. */
  private static final Map<String, String> GUARDS =
      Map.of(
          "Content-Security-Policy",
          "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src"
              + " 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'",
          "X-Content-Type-Options",
          "nosniff",
          // By "no-referrer" browsers would hide where the console’s own forms come from.
          "Referrer-Policy",
          "same-origin",
          "Cross-Origin-Opener-Policy",
          "same-origin",
          "Cross-Origin-Resource-Policy",
          "same-origin");

  private final Router router;
  private final Visitors visitors;
  private final QueryDoor questions;
  private final Assets assets;
  private final Hosts hosts;
  private final PageMetrics metrics;

  ConsoleHandler(
      Router router,
      Visitors visitors,
      QueryDoor questions,
      Assets assets,
      Hosts hosts,
      PageMetrics metrics) {
    this.router = router;
    this.visitors = visitors;
    this.questions = questions;
    this.assets = assets;
    this.hosts = hosts;
    this.metrics = metrics;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    Optional<PageFile> asset = assets.at(request.getHttpURI().getPath());
    if (asset.isPresent() && isReading(request)) {
      PageAnswer.write(200, asset.get(), GUARDS, request, response, callback);

      return true;
    }
    Timer.Sample sample = metrics.begin();
    Answer answer = answer(request, response);
    if (answer.status() == HttpStatus.SERVICE_UNAVAILABLE_503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, PageErrors.RETRY_AFTER_SECONDS);
    }
    if (!isReading(request)) {
      // What was sent may not have been read to its end; nothing must follow it.
      response.getHeaders().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    }
    PageAnswer.write(
        answer.status(), PageFile.of(HTML, answer.html()), GUARDS, request, response, callback);
    metrics.end(sample, answer.name(), answer.status());

    return true;
  }

  private Answer answer(Request request, Response response) {
    boolean isAsking = questions.takes(request);
    if (!isReading(request) && !isAsking && !visitors.isSent(request)) {
      boolean isSentTo = QueryDoor.isHere(request) || visitors.takesSent(request);
      response.getHeaders().put(HttpHeader.ALLOW, isSentTo ? "GET, HEAD, POST" : "GET, HEAD");

      return router.problem(
          405, "Pages are only read", "What changes something is a command of ./freshet.");
    }
    if (!hosts.allow(Request.getServerName(request))) {
      return router.problem(
          421,
          "The console has another name",
          "Its operator lists the names it is called by in console.allowed-hosts.");
    }
    int longest = visitors.takes(request) ? LONGEST_ANSWER : LONGEST_ADDRESS;
    if (request.getHttpURI().getPathQuery().length() > longest) {
      return router.problem(414, "The address is too long", "Search for fewer words.");
    }
    try {
      if (visitors.takes(request)) {
        return visitors.answer(request, response);
      }
      Optional<Visitor> visitor = visitors.visitor(request);

      return visitor.isPresent()
          ? answer(request, response, visitor.get())
          : visitors.stranger(request, response);
    } catch (IllegalArgumentException | BadMessageException malformed) {
      return router.problem(
          400, "The address is malformed", "Go to the tables and follow a link from there.");
    } catch (RuntimeException e) { // the outermost of a request
      LOG.error("Page failed path={}", request.getHttpURI().getPath(), e);

      return router.problem(500, "The page failed", "The console’s log says why.");
    }
  }

  private Answer answer(Request request, Response response, Visitor visitor) {
    return questions.takes(request)
        ? questions.answer(request, response, visitor)
        : router.answer(
            URLDecoder.decode(
                request.getHttpURI().getPath().replace("+", "%2B"), StandardCharsets.UTF_8),
            parameters(request),
            visitor);
  }

  private static boolean isReading(Request request) {
    return HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
  }

  /** The first value of each. */
  private static Parameters parameters(Request request) {
    Map<String, String> values = new HashMap<>();
    for (Fields.Field field : Request.extractQueryParameters(request)) {
      values.put(field.getName(), field.getValue() == null ? "" : field.getValue());
    }

    return new Parameters(values);
  }
}
