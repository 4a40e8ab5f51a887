package io.freshet.bench.serve.steps;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.CompletionStage;

/** A customer who notes when their order's steps came, each by the first message that had it. */
final class StepWatcher implements WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();

  private final int lastVersion;
  private final StringBuilder message = new StringBuilder();
  private final NavigableMap<Integer, Long> arrivedMicros = new TreeMap<>();
  private Optional<String> trouble = Optional.empty();

  /**
   * @param lastVersion after which nothing more is to come
   */
  StepWatcher(int lastVersion) {
    this.lastVersion = lastVersion;
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      boolean isOver =
          take(message.toString(), ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
      message.setLength(0);
      if (isOver) {
        return socket.sendClose(WebSocket.NORMAL_CLOSURE, "");
      }
    }
    socket.request(1);

    return null;
  }

  /** Says whether that was all. */
  synchronized boolean take(String text, long micros) {
    try {
      JsonNode told = JSON.readTree(text);
      String type = told.path("type").asText();
      if (type.equals("snapshot") || type.equals("delta")) {
        arrivedMicros.putIfAbsent(told.path("version").path(0).asInt(), micros);
      }
    } catch (IOException e) {
      complain("no JSON: " + text);
    }

    return isOver();
  }

  private boolean isOver() {
    return !arrivedMicros.isEmpty() && arrivedMicros.lastKey() >= lastVersion;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    synchronized (this) {
      if (!isOver()) {
        complain("closed with %d %s".formatted(status, reason));
      }
    }

    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    complain("broken: " + failure);
  }

  /** The first trouble is the one to look at. */
  private synchronized void complain(String what) {
    trouble = trouble.or(() -> Optional.of(what));
  }

  /** When each of the order's versions that came was there, since 1970. */
  synchronized NavigableMap<Integer, Long> arrivedMicros() {
    return new TreeMap<>(arrivedMicros);
  }

  synchronized Optional<String> trouble() {
    return trouble;
  }
}
