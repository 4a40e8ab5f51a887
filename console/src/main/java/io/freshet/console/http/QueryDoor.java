package io.freshet.console.http;

import io.freshet.console.login.Person;
import io.freshet.console.page.Links;
import io.freshet.console.page.QueryPage;
import io.freshet.console.query.Inquirer;
import io.freshet.console.query.Questions;
import java.io.IOException;
import java.io.InputStream;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes what is sent to the console: a question, or that one be stopped; nothing else is. Each
 * browser is told from others by a cookie that opens nothing but the way back to its own answer.
 */
final class QueryDoor {
  private static final Logger LOG = LoggerFactory.getLogger(QueryDoor.class);
  private static final String COOKIE = "freshet_browser";
  private static final Pattern BROWSER = Pattern.compile("[A-Za-z0-9_-]{22}");
  private static final int BROWSER_BYTES = 16;
  private static final String FORM = "application/x-www-form-urlencoded";
  private static final String SQL = "sql=";

  /** Each character of a statement takes nine bytes at most, written as a form does. */
  private static final int MOST_BYTES = 9 * QueryPage.LONGEST + 100;

  private static final byte[] NOTHING = {};

  private final Sources sources;
  private final Router router;
  private final SecureRandom random = new SecureRandom();

  QueryDoor(Sources sources, Router router) {
    this.sources = sources;
    this.router = router;
  }

  /** Whether it is a question, or that one be stopped. */
  boolean takes(Request request) {
    return HttpMethod.POST.is(request.getMethod()) && isHere(request);
  }

  /** Whether something may be sent to that address. */
  static boolean isHere(Request request) {
    String path = request.getHttpURI().getPath();

    return path.equals(Links.QUERY) || path.equals(Links.STOP);
  }

  /** Whose question the page is about; empty before a browser has asked one. */
  static Optional<String> browser(Request request) {
    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(COOKIE))
        .map(HttpCookie::getValue)
        .filter(value -> BROWSER.matcher(value).matches())
        .findFirst();
  }

  Answer answer(Request request, Response response, Visitor visitor) {
    if (!Origins.isOwn(request.getHeaders())) {
      return router.problem(
          403,
          "That came from another page",
          "Questions are asked on the console’s own page, under its own address.");
    }
    if (!visitor.mayAsk()) {
      return router.problem(
          403, "You may look, and not ask", "Your groups are in none of console.oidc.may-ask.");
    }
    if (request.getHttpURI().getPath().equals(Links.STOP)) {
      visitor.browser().ifPresent(sources.questions()::stop);

      return seeAnswer(response);
    }
    String type = request.getHeaders().get(HttpHeader.CONTENT_TYPE);
    if (type == null || !type.startsWith(FORM)) {
      return router.problem(415, "That is no form", "Questions are asked by the page’s own form.");
    }
    try {
      Optional<String> sql = sql(request);

      return sql.isPresent()
          ? ask(sql.get(), visitor, request, response)
          : router.problem(
              413,
              "The question is too long",
              "It may have %,d characters.".formatted(QueryPage.LONGEST));
    } catch (IOException e) {
      return router.problem(400, "The question did not arrive whole", "Ask it again.");
    }
  }

  private Answer ask(String sql, Visitor visitor, Request request, Response response) {
    String browser = visitor.browser().orElseGet(() -> newBrowser(request, response));
    Questions.Taken taken =
        sources.questions().ask(new Inquirer(browser, visitor.person().map(Person::name)), sql);
    visitor
        .person()
        .ifPresent(
            person ->
                LOG.info(
                    "Question asked by={} subject={} taken={}",
                    person.name(),
                    person.subject(),
                    taken));

    return switch (taken) {
      case YES -> seeAnswer(response);
      case ONE_IS_RUNNING ->
          router.unasked(
              409, sql, "Your last question is still being answered. Wait, or stop it.", visitor);
      case TOO_MANY_ARE_RUNNING ->
          router.unasked(
              503,
              sql,
              "As many questions are being answered as console.queries allows. Try again in a"
                  + " moment.",
              visitor);
    };
  }

  /** A page that is loaded again must not ask again. */
  private static Answer seeAnswer(Response response) {
    response.getHeaders().put(HttpHeader.LOCATION, Links.QUERY);

    return new Answer("question", 303, NOTHING);
  }

  private String newBrowser(Request request, Response response) {
    byte[] bytes = new byte[BROWSER_BYTES];
    random.nextBytes(bytes);
    String browser = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    Response.addCookie(
        response,
        HttpCookie.build(COOKIE, browser)
            .httpOnly(true)
            .sameSite(HttpCookie.SameSite.STRICT)
            .secure(request.isSecure())
            .path(Links.QUERY)
            .build());

    return browser;
  }

  /** Empty when it is longer than a question may be. */
  private static Optional<String> sql(Request request) throws IOException {
    byte[] body;
    try (InputStream in = Request.asInputStream(request)) {
      body = in.readNBytes(MOST_BYTES + 1);
    }
    String sql = "";
    for (String part : new String(body, StandardCharsets.US_ASCII).split("&")) {
      if (part.startsWith(SQL)) {
        sql = decoded(part.substring(SQL.length()));
      }
    }
    // Browsers send lines with two characters at their ends; places of mistakes count one.
    String text = sql.replace("\r\n", "\n");

    return body.length > MOST_BYTES || text.length() > QueryPage.LONGEST
        ? Optional.empty()
        : Optional.of(text);
  }

  private static String decoded(String text) throws IOException {
    try {
      return URLDecoder.decode(text, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException malformed) {
      throw new IOException("The form is malformed", malformed);
    }
  }
}
