package io.freshet.testing.e2e;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;

/**
 * Watches one order to its end by a WebSocket, comes again whenever it breaks, and remembers for
 * how long the order could not be seen and how late each of its steps was.
 */
final class Customer implements WebSocket.Listener {
  private static final Executor LATER =
      CompletableFuture.delayedExecutor(200, TimeUnit.MILLISECONDS);
  private static final ObjectMapper JSON = new ObjectMapper();

  private final HttpClient http;
  private final LiveServers servers;
  private final OrderService.Made order;
  private final String token;
  private final StepDelays delays;
  private final StringBuilder message = new StringBuilder();
  private final List<String> violations = new ArrayList<>();
  private ObjectNode shown = JSON.createObjectNode();
  private List<Long> version = List.of(-1L, -1L);
  private int attempts;

  /** Order version of the newest step that was ever shown. */
  private long highest;

  private boolean isOver;

  /** Since when the order can't be seen for sure; null while it can. */
  private Instant blindSince = Instant.now();

  private Seen seen = Seen.NOTHING;

  /**
   * What it was like.
   *
   * @param blind the longest time without a connection, or with one that says that it knows nothing
   *     new
   * @param behind the longest time from when a step was made until it was shown
   */
  record Seen(Duration blind, Duration behind) {
    static final Seen NOTHING = new Seen(Duration.ZERO, Duration.ZERO);

    Seen and(Seen other) {
      return new Seen(longer(blind, other.blind), longer(behind, other.behind));
    }

    private static Duration longer(Duration one, Duration other) {
      return one.compareTo(other) > 0 ? one : other;
    }
  }

  /**
   * @param delays is told how late each step was
   */
  Customer(
      HttpClient http,
      LiveServers servers,
      OrderService.Made order,
      String token,
      StepDelays delays) {
    this.http = http;
    this.servers = servers;
    this.order = order;
    this.token = token;
    this.delays = delays;
  }

  synchronized void watch() {
    if (isOver) {
      return;
    }
    String uri = servers.watching(order, token, attempts).toString().replaceFirst("^http", "ws");
    attempts++;
    CompletableFuture<WebSocket> unused =
        http.newWebSocketBuilder()
            .connectTimeout(Duration.ofSeconds(5))
            .buildAsync(URI.create(uri), this)
            .whenComplete(
                (socket, failure) -> {
                  if (failure != null) {
                    comeAgain();
                  }
                });
  }

  private synchronized void comeAgain() {
    if (blindSince == null) {
      blindSince = Instant.now();
    }
    message.setLength(0);
    version = List.of(-1L, -1L);
    CompletableFuture<Void> unused = CompletableFuture.runAsync(this::watch, LATER);
  }

  @Override
  public synchronized CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      take(message.toString());
      message.setLength(0);
    }
    if (isOver) {
      return socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
    }
    socket.request(1);

    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    comeAgain();

    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable error) {
    comeAgain();
  }

  private void take(String text) {
    try {
      JsonNode told = JSON.readTree(text);
      switch (told.path("type").asText()) {
        case "snapshot" -> {
          shown = ((ObjectNode) told.path("order")).deepCopy();
          rise(told);
        }
        case "delta" -> {
          if (!version(told.path("from")).equals(version)) {
            violations.add("From elsewhere than %s: %s".formatted(version, text));
          }
          shown.setAll((ObjectNode) told.path("set"));
          told.path("unset").forEach(name -> shown.remove(name.asText()));
          rise(told);
        }
        case "stale" -> blindSince = blindSince == null ? Instant.now() : blindSince;
        case "fresh" -> seeAgain();
        case "waiting" -> {}
        default -> violations.add(text);
      }
    } catch (JsonProcessingException e) {
      violations.add(e + ": " + text);
    }
  }

  private void rise(JsonNode told) {
    List<Long> next = version(told.path("version"));
    boolean isNewer =
        next.get(0) > version.get(0)
            || (next.get(0).equals(version.get(0)) && next.get(1) > version.get(1));
    if (!isNewer) {
      violations.add("From %s to %s".formatted(version, next));
    }
    if (next.get(0) < highest) { // of another connection, perhaps another server
      violations.add("Back from %d to %s".formatted(highest, next));
    }
    if (next.get(0) > highest) {
      highest = next.get(0);
      Instant made = Instant.parse(shown.path("event_time").asText());
      Duration late = Duration.between(made, Instant.now());
      delays.add(late);
      seen = seen.and(new Seen(Duration.ZERO, late));
    }
    version = next;
    if (told.path("type").asText().equals("snapshot")) {
      seeAgain();
    }
    isOver = shown.path("state").asText().equals("cancelled");
  }

  private void seeAgain() {
    if (blindSince != null) {
      seen = seen.and(new Seen(Duration.between(blindSince, Instant.now()), Duration.ZERO));
      blindSince = null;
    }
  }

  private static List<Long> version(JsonNode pair) {
    return List.of(pair.path(0).asLong(-9), pair.path(1).asLong(-9));
  }

  synchronized boolean isOver() {
    return isOver;
  }

  synchronized List<String> violations() {
    return List.copyOf(violations);
  }

  /** Since this was asked last. */
  synchronized Seen seen() {
    Seen until = seen;
    if (blindSince != null && !isOver) {
      until = until.and(new Seen(Duration.between(blindSince, Instant.now()), Duration.ZERO));
    }
    seen = Seen.NOTHING;

    return until;
  }
}
