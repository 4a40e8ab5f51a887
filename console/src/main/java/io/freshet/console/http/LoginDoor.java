package io.freshet.console.http;

import io.freshet.console.login.Login;
import io.freshet.console.login.LoginSettings;
import io.freshet.console.login.Person;
import io.freshet.console.page.AccountPage;
import io.freshet.console.page.Links;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;
import org.eclipse.jetty.http.HttpCookie;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Fields;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs people in and out, and knows who comes. What browsers keep for it are cookies that no script
 * may read and that go to this host alone; they are sent when a link elsewhere leads here, which
 * asks nothing by itself.
 */
final class LoginDoor {
  private static final Logger LOG = LoggerFactory.getLogger(LoginDoor.class);
  private static final String PAGE = "login";
  private static final String SESSION = "freshet_session";
  private static final String ATTEMPT = "freshet_login";

  /** By this browsers take a cookie from its own host alone, and over TLS. */
  private static final String OF_THIS_HOST = "__Host-";

  private static final Set<String> ITS_OWN =
      Set.of(Links.LOGIN, LoginSettings.CALLBACK, Links.LOGOUT, Links.ACCOUNT);
  private static final byte[] NOTHING = {};

  private final Login login;
  private final Router router;
  private final LoginMetrics metrics;
  private final InstantSource clock;

  LoginDoor(Login login, Router router, LoginMetrics metrics, InstantSource clock) {
    this.login = login;
    this.router = router;
    this.metrics = metrics;
    this.clock = clock;
  }

  /** Whether it is about logging in or out. */
  static boolean takes(Request request) {
    return ITS_OWN.contains(request.getHttpURI().getPath());
  }

  /** Whether somebody wants to log out; only that is sent. */
  static boolean isLogout(Request request) {
    return request.getHttpURI().getPath().equals(Links.LOGOUT)
        && HttpMethod.POST.is(request.getMethod());
  }

  /** Empty when nobody is logged in. */
  Optional<Visitor> visitor(Request request) {
    return person(request).map(person -> Visitor.known(person, login.mayAsk(person)));
  }

  private Optional<Person> person(Request request) {
    return cookie(request, SESSION).flatMap(login::person);
  }

  /** What is told to whoever is not logged in, wherever they want to go. */
  Answer stranger(Request request, Response response) {
    // RFC 9110 wants a scheme; browsers know none of this name, and so ask nobody for a password.
    response.getHeaders().put(HttpHeader.WWW_AUTHENTICATE, "Cookie realm=\"console\"");

    return router.account(
        401,
        AccountPage.stranger(
            request.getHttpURI().getPathQuery(), login.issuer(), login.providersLogout()));
  }

  Answer answer(Request request, Response response) {
    String path = request.getHttpURI().getPath();

    return switch (path) {
      case Links.LOGIN -> begin(request, response);
      case LoginSettings.CALLBACK -> end(request, response);
      case Links.LOGOUT -> leave(request, response);
      default -> account(request);
    };
  }

  private Answer account(Request request) {
    return person(request)
        .map(
            person ->
                AccountPage.of(
                    new AccountPage.Account(
                        person.name(),
                        person.subject(),
                        person.groups().stream().sorted().toList(),
                        login.mayAsk(person),
                        person.until()),
                    login.issuer()))
        .map(page -> router.account(200, page))
        .orElseGet(
            () ->
                router.account(
                    200,
                    AccountPage.stranger(Links.HOME, login.issuer(), login.providersLogout())));
  }

  private Answer begin(Request request, Response response) {
    try {
      Login.Begun begun = login.begin(parameter(request, "to").orElse(Links.HOME));
      keep(response, ATTEMPT, begun.kept(), Login.ATTEMPT_LIFE);

      return go(response, begun.provider().toString());
    } catch (FreshetException e) {
      return failed(e);
    }
  }

  private Answer end(Request request, Response response) {
    Optional<String> attempt = cookie(request, ATTEMPT);
    forget(response, ATTEMPT);
    try {
      String query = request.getHttpURI().getQuery();
      Login.Done done = login.end(query == null ? "" : query, attempt.orElse(""));
      Person person = done.person();
      keep(response, SESSION, done.kept(), Duration.between(clock.instant(), person.until()));
      metrics.count(LoginMetrics.Outcome.IN);
      LOG.info("Logged in by={} subject={}", person.name(), person.subject());

      return go(response, done.to());
    } catch (Login.NotAdmittedException e) {
      metrics.count(LoginMetrics.Outcome.NOT_ADMITTED);
      LOG.warn("Login not admitted reason={}", e.getMessage());

      return router.problem(
          403,
          "You are known, and may not see this",
          e.getMessage() + ". Who runs the console can add a group of yours.");
    } catch (FreshetException e) {
      return failed(e);
    }
  }

  private Answer failed(FreshetException e) {
    boolean isAway = e.fault() == Fault.DEPENDENCY;
    metrics.count(isAway ? LoginMetrics.Outcome.UNAVAILABLE : LoginMetrics.Outcome.REFUSED);
    if (isAway) {
      LOG.warn("Login failed reason={}", e.getMessage());
    } else {
      LOG.info("Login refused reason={}", e.getMessage());
    }

    return isAway
        ? router.problem(503, "Nobody can log in now", "The identity provider can’t be asked.")
        : router.problem(400, "The login did not succeed", "Log in again from any page.");
  }

  private Answer leave(Request request, Response response) {
    if (!isLogout(request)) {
      return go(response, Links.ACCOUNT);
    }
    if (!Origins.isOwn(request.getHeaders())) {
      return router.problem(
          403, "That came from another page", "You log out on the console’s own page.");
    }
    person(request)
        .ifPresent(
            person -> {
              login.end(person);
              LOG.info("Logged out by={} subject={}", person.name(), person.subject());
            });
    forget(response, SESSION);

    return go(response, Links.ACCOUNT);
  }

  private static Answer go(Response response, String address) {
    response.getHeaders().put(HttpHeader.LOCATION, address);

    return new Answer(PAGE, 303, NOTHING);
  }

  private static Optional<String> parameter(Request request, String name) {
    return Optional.ofNullable(Request.extractQueryParameters(request).get(name))
        .map(Fields.Field::getValue);
  }

  private Optional<String> cookie(Request request, String name) {
    String whole = name(name);

    return Request.getCookies(request).stream()
        .filter(cookie -> cookie.getName().equals(whole))
        .map(HttpCookie::getValue)
        .findFirst();
  }

  private void keep(Response response, String name, String value, Duration life) {
    Response.addCookie(
        response,
        HttpCookie.build(name(name), value)
            .httpOnly(true)
            .sameSite(HttpCookie.SameSite.LAX)
            .secure(login.isSecure())
            .path("/")
            .maxAge(life.toSeconds())
            .build());
  }

  private void forget(Response response, String name) {
    keep(response, name, "", Duration.ZERO);
  }

  private String name(String name) {
    return login.isSecure() ? OF_THIS_HOST + name : name;
  }
}
