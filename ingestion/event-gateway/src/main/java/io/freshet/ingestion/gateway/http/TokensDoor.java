package io.freshet.ingestion.gateway.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.ingestion.gateway.admission.Sender;
import io.freshet.ingestion.gateway.admission.Tokens;
import io.freshet.ingestion.gateway.stream.OpenStreams;
import java.time.Duration;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

/** {@code POST /tokens}: a short-lived token for a browser or a phone, to a producer's service. */
final class TokensDoor implements Door {
  private static final String CONTRACTS = "contracts";
  private static final String SECONDS = "seconds";

  private final Optional<Tokens> tokens;

  /**
   * @param tokens empty where the installation has none
   */
  TokensDoor(Optional<Tokens> tokens) {
    this.tokens = tokens;
  }

  @Override
  public String name() {
    return "tokens";
  }

  @Override
  public Reply refuse(Problem problem) {
    return Reply.of(problem);
  }

  @Override
  public CompletableFuture<Reply> take(Visit visit) {
    return CompletableFuture.completedFuture(answer(visit));
  }

  private Reply answer(Visit visit) {
    if (tokens.isEmpty()) {
      return refuse(
          Problem.of(404, "no_tokens", "This gateway makes no tokens: set gateway.token-secret"));
    }
    if (visit.sender().shown() == Sender.Shown.TOKEN) {
      return refuse(
          Problem.of(403, "token_for_token", "A token is given for a key, not for a token"));
    }
    JsonNode wish = RestReplies.tree(visit.body());
    Optional<Problem> problem = problem(wish, visit.producer(), visit.served().streams());
    if (problem.isPresent()) {
      return refuse(problem.get());
    }
    Tokens.Token token =
        tokens.get().issue(visit.producer(), contracts(wish), Duration.ofSeconds(seconds(wish)));

    return Reply.of(
        200,
        "application/json",
        JsonNodeFactory.instance
            .objectNode()
            .put("token", token.text())
            .put("expires_at", token.expiresAt().toString()));
  }

  private static Optional<Problem> problem(JsonNode wish, String producer, OpenStreams streams) {
    boolean isKnown =
        wish.isObject()
            && wish.properties().stream()
                .allMatch(each -> Set.of(CONTRACTS, SECONDS).contains(each.getKey()));
    JsonNode names = wish.path(CONTRACTS);
    boolean areNames = names.isMissingNode() || (names.isArray() && !names.isEmpty());
    if (!isKnown || !areNames) {
      return Optional.of(
          Problem.of(
              422,
              "invalid_value",
              "Send {\"contracts\": [\"…\"], \"seconds\": 600}; both may be left out"));
    }
    boolean isTime = wish.path(SECONDS).isMissingNode() || wish.path(SECONDS).isInt();
    if (!isTime || seconds(wish) < 1 || seconds(wish) > Tokens.MAX_LIFE.toSeconds()) {
      return Optional.of(
          Problem.of(
              422,
              "invalid_value",
              "seconds is %s; it must be between 1 and %d"
                  .formatted(wish.path(SECONDS), Tokens.MAX_LIFE.toSeconds())));
    }

    return contracts(wish).orElse(Set.of()).stream()
        .filter(name -> !isOpen(streams, name, producer))
        .findFirst()
        .map(
            name ->
                Problem.of(
                    403,
                    "not_a_producer",
                    "%s is not among the producers of %s".formatted(producer, name)));
  }

  private static boolean isOpen(OpenStreams streams, String contract, String producer) {
    return streams.find(contract).map(stream -> stream.admits(producer)).orElse(false);
  }

  private static Optional<Set<String>> contracts(JsonNode wish) {
    if (wish.path(CONTRACTS).isMissingNode()) {
      return Optional.empty();
    }
    Set<String> names = new LinkedHashSet<>();
    wish.path(CONTRACTS).forEach(name -> names.add(name.asText()));

    return Optional.of(names);
  }

  private static long seconds(JsonNode wish) {
    return wish.path(SECONDS).asLong(Tokens.USUAL_LIFE.toSeconds());
  }
}
