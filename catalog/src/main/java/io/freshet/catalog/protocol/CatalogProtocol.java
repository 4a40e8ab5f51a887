package io.freshet.catalog.protocol;

import static java.util.stream.Collectors.joining;

import io.freshet.catalog.postgres.PostgresCatalog;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The Iceberg REST catalog protocol: finds the route of a request and turns every outcome, failures
 * included, into an answer. Knows nothing of the HTTP server and asks no one for a token.
 */
public final class CatalogProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogProtocol.class);

  /** In the protocol, but not offered here: clients read, plan and sign for themselves. */
  private static final List<Endpoint> DECLINED =
      List.of(
          Endpoint.create("POST", "/v1/oauth/tokens"),
          Endpoint.V1_TABLE_CREDENTIALS,
          Endpoint.V1_TABLE_REMOTE_SIGN,
          Endpoint.V1_SUBMIT_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN,
          Endpoint.V1_CANCEL_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN_TASKS);

  private final PostgresCatalog postgres;
  private final Json json;
  private final List<Route> routes;

  /**
   * @param clientDefaults what clients are told to use unless they know better
   */
  public CatalogProtocol(
      PostgresCatalog postgres,
      Json json,
      Locations locations,
      Map<String, String> clientDefaults) {
    this.postgres = postgres;
    this.json = json;
    List<Route> offered =
        Stream.of(
                new NamespaceRoutes(postgres.catalog(), locations).routes(),
                new TableRoutes(postgres, locations).routes(),
                new ViewRoutes(postgres, locations).routes())
            .flatMap(List::stream)
            .toList();
    Answer config = config(offered, clientDefaults);
    this.routes =
        Stream.of(
                Stream.of(Route.reads(Endpoint.create("GET", "/v1/config"), call -> config)),
                offered.stream(),
                DECLINED.stream().map(CatalogProtocol::declined))
            .flatMap(routes -> routes)
            .toList();
  }

  /** Answers a question, whatever becomes of it. */
  public Answer answer(Question question) {
    String path = question.path();
    List<Match> matches =
        routes.stream()
            .flatMap(
                route -> route.match(path).map(variables -> new Match(route, variables)).stream())
            .toList();
    if (matches.isEmpty()) {
      return Answer.refusal(404, "NoSuchRoute", "There is no %s here".formatted(path));
    }

    return matches.stream()
        .filter(match -> match.method().equals(question.method()))
        .findFirst()
        .map(match -> answerAndLog(match, question))
        .orElseGet(() -> wrongMethod(question, matches));
  }

  private Answer answerAndLog(Match match, Question question) {
    long start = System.nanoTime();
    Answer answer = answer(match, question);
    LOG.atLevel(match.route().effect() == Effect.READS ? Level.DEBUG : Level.INFO)
        .log(
            "Request answered method={} path={} status={} millis={}",
            question.method(),
            question.path(),
            answer.status(),
            (System.nanoTime() - start) / 1_000_000);

    return answer;
  }

  private Answer answer(Match match, Question question) {
    Route route = match.route();
    Call call;
    try {
      call =
          new Call(
              match.variables(),
              question.query(),
              question.knownTag(),
              route.body().map(type -> json.read(question.body(), type)));
      if (route.effect() != Effect.READS) {
        // Once a change has begun, a broken connection may hide that it landed: ask before.
        postgres.requireAnswer();
      }
    } catch (RuntimeException e) {
      return failed(e, Effect.READS);
    }
    try {
      return route.action().answer(call);
    } catch (RuntimeException e) {
      return failed(e, route.effect());
    }
  }

  private static Answer failed(RuntimeException failure, Effect effect) {
    ErrorResponse error = Failures.explain(failure, effect);
    if (error.code() >= 500) {
      LOG.warn("Request failed status={} type={}", error.code(), error.type(), failure);
    }

    return Answer.of(error);
  }

  private static Answer wrongMethod(Question question, List<Match> matches) {
    String allowed = matches.stream().map(Match::method).sorted().collect(joining(", "));
    ErrorResponse error =
        Failures.error(
            405,
            "MethodNotAllowed",
            "%s takes %s, not %s".formatted(question.path(), allowed, question.method()));

    return Answer.of(error, Map.of("Allow", allowed));
  }

  private static Route declined(Endpoint endpoint) {
    return Route.reads(
        endpoint,
        call -> {
          throw new UnsupportedOperationException(
              "This catalog does not offer %s; GET /v1/config lists what it does"
                  .formatted(endpoint));
        });
  }

  private static Answer config(List<Route> offered, Map<String, String> clientDefaults) {
    ConfigResponse.Builder config =
        ConfigResponse.builder()
            // The token is for good. A Java client would otherwise try to exchange it each hour.
            .withOverride("token-refresh-enabled", "false")
            .withEndpoints(offered.stream().map(Route::endpoint).toList());
    clientDefaults.forEach(config::withDefault);

    return Answer.of(config.build());
  }

  private record Match(Route route, Map<String, String> variables) {
    String method() {
      return route.endpoint().httpMethod();
    }
  }
}
