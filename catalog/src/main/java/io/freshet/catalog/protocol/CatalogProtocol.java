package io.freshet.catalog.protocol;

import static java.util.stream.Collectors.joining;

import io.freshet.catalog.access.AccessLog;
import io.freshet.catalog.access.Caller;
import io.freshet.catalog.access.MissingScopeException;
import io.freshet.catalog.postgres.PostgresCatalog;
import io.freshet.catalog.signing.RemoteSigner;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.iceberg.exceptions.ForbiddenException;
import org.apache.iceberg.rest.Endpoint;
import org.apache.iceberg.rest.auth.OAuth2Properties;
import org.apache.iceberg.rest.responses.ConfigResponse;
import org.apache.iceberg.rest.responses.ErrorResponse;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/**
 * The Iceberg REST catalog protocol: finds the route of a request and turns every outcome, failures
 * included, into an answer. Knows nothing of the HTTP server and asks no one for a token, but holds
 * callers to their scopes.
 */
public final class CatalogProtocol {
  private static final Logger LOG = LoggerFactory.getLogger(CatalogProtocol.class);

  /** In the protocol, but not offered here: clients read and plan for themselves. */
  private static final List<Endpoint> DECLINED =
      List.of(
          Endpoint.create("POST", "/v1/oauth/tokens"),
          Endpoint.V1_TABLE_CREDENTIALS,
          Endpoint.V1_SUBMIT_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN,
          Endpoint.V1_CANCEL_TABLE_SCAN_PLAN,
          Endpoint.V1_FETCH_TABLE_SCAN_PLAN_TASKS);

  /** Likewise where settings do not say otherwise. */
  private static final List<Endpoint> UNSIGNED = List.of(Endpoint.V1_TABLE_REMOTE_SIGN);

  private final PostgresCatalog postgres;
  private final Json json;
  private final AccessLog log;
  private final List<Route> routes;

  /**
   * @param clientDefaults what clients are told to use unless they know better
   * @param signer empty where clients need keys of their own
   */
  public CatalogProtocol(
      PostgresCatalog postgres,
      Json json,
      Locations locations,
      Map<String, String> clientDefaults,
      Optional<RemoteSigner> signer,
      AccessLog log) {
    this.postgres = postgres;
    this.json = json;
    this.log = log;
    Guards guards = new Guards(locations, postgres::holdsTableIn);
    Optional<SigningRoutes> signing =
        signer.map(keys -> new SigningRoutes(postgres, locations, keys, guards, System::nanoTime));
    List<Route> offered =
        Stream.of(
                new NamespaceRoutes(postgres.catalog(), locations, guards).routes(),
                new TableRoutes(postgres, locations, guards, signing).routes(),
                new ViewRoutes(postgres, locations, guards).routes(),
                signing.map(SigningRoutes::routes).orElse(List.of()))
            .flatMap(List::stream)
            .toList();
    this.routes =
        Stream.of(
                Stream.of(config(offered, clientDefaults)),
                offered.stream(),
                DECLINED.stream().map(CatalogProtocol::declined),
                signing.isPresent()
                    ? Stream.<Route>empty()
                    : UNSIGNED.stream().map(CatalogProtocol::declined))
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
            "Request answered client={} method={} path={} status={} millis={}",
            question.caller().name(),
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
              question.caller(),
              match.variables(),
              question.query(),
              question.preferences(),
              route.body().map(type -> json.read(question.body(), type)));
      route.guard().check(call);
      if (route.effect() != Effect.READS) {
        // Once a change has begun, a broken connection may hide that it landed: ask before.
        postgres.requireAnswer();
      }
    } catch (RuntimeException e) {
      return failed(e, Effect.READS, question);
    }
    try {
      return route.action().answer(call);
    } catch (RuntimeException e) {
      return failed(e, route.effect(), question);
    }
  }

  private Answer failed(RuntimeException failure, Effect effect, Question question) {
    ErrorResponse error = Failures.explain(failure, effect);
    if (failure instanceof MissingScopeException lack) {
      log.lacking(question.caller(), question.method(), question.path(), lack.advice());
    } else if (failure instanceof ForbiddenException) {
      log.misplaced(question.caller(), question.method(), question.path());
    }
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
        Guards::anyone,
        call -> {
          throw new UnsupportedOperationException(
              "This catalog does not offer %s; GET /v1/config lists what it does"
                  .formatted(endpoint));
        });
  }

  private static Route config(List<Route> offered, Map<String, String> clientDefaults) {
    List<Endpoint> endpoints = offered.stream().map(Route::endpoint).toList();

    return Route.reads(
        Endpoint.create("GET", "/v1/config"),
        Guards::anyone,
        call -> {
          ConfigResponse.Builder config = ConfigResponse.builder().withEndpoints(endpoints);
          clientDefaults.forEach(config::withDefault);
          aboutTokens(call.caller().login()).forEach(config::withOverride);

          return Answer.of(config.build());
        });
  }

  /** Java's client would otherwise try to exchange its token for another one, which nobody can. */
  private static Map<String, String> aboutTokens(Caller.Login login) {
    return switch (login) {
      // It is for good.
      case SHARED_TOKEN -> Map.of(OAuth2Properties.TOKEN_REFRESH_ENABLED, "false");
      case OUR_TOKEN, ISSUER -> Map.of(OAuth2Properties.TOKEN_EXCHANGE_ENABLED, "false");
    };
  }

  private record Match(Route route, Map<String, String> variables) {
    String method() {
      return route.endpoint().httpMethod();
    }
  }
}
