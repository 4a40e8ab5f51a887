package io.freshet.bench.serve.push;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.bench.serve.Version;
import java.io.IOException;
import java.net.http.WebSocket;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionStage;

/**
 * A customer with a WebSocket, who notes which version of the order came when, and whether each
 * delta leads from what came before.
 */
final class Watcher implements WebSocket.Listener {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LONGEST_TROUBLE = 500;

  private final StringBuilder message = new StringBuilder();
  private final List<Told.News> news = new ArrayList<>();
  private String trouble = "";

  @Override
  public void onOpen(WebSocket socket) {
    socket.request(Long.MAX_VALUE); // it takes whatever comes, as it comes
  }

  @Override
  public CompletionStage<?> onText(WebSocket socket, CharSequence part, boolean last) {
    message.append(part);
    if (last) {
      take(message.toString(), ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now()));
      message.setLength(0);
    }

    return null;
  }

  @Override
  public CompletionStage<?> onClose(WebSocket socket, int status, String reason) {
    complain("closed with %d %s".formatted(status, reason));

    return null;
  }

  @Override
  public void onError(WebSocket socket, Throwable failure) {
    complain("broken: " + failure);
  }

  synchronized void take(String text, long arrivedMicros) {
    try {
      JsonNode told = JSON.readTree(text);
      String type = told.path("type").asText();
      if (type.equals("delta") && !version(told.path("from")).equals(newest())) {
        complain("a delta from %s after %s".formatted(told.path("from"), newest()));
      }
      if (type.equals("delta") || type.equals("snapshot")) {
        Version version = version(told.path("version"));
        if (version.compareTo(newest()) <= 0) {
          complain("%s after %s".formatted(version, newest()));
        }
        news.add(new Told.News(version, arrivedMicros));
      }
    } catch (IOException e) {
      complain("no JSON: " + text);
    }
  }

  private Version newest() {
    return news.isEmpty() ? new Version(0, 0) : news.get(news.size() - 1).version();
  }

  private static Version version(JsonNode pair) {
    return new Version(pair.path(0).asLong(), pair.path(1).asLong());
  }

  /** The first trouble is the one to look at. */
  private synchronized void complain(String what) {
    if (trouble.isEmpty()) {
      trouble = what.substring(0, Math.min(what.length(), LONGEST_TROUBLE));
    }
  }

  synchronized Told told() {
    return new Told(news, trouble);
  }
}
