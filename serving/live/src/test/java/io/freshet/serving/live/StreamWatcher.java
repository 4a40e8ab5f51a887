package io.freshet.serving.live;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Flow;

/** A customer with an event stream. */
final class StreamWatcher implements Flow.Subscriber<String> {
  private static final String DATA = "data: ";

  private final ToldOrder told = new ToldOrder();
  private final List<String> lines = new ArrayList<>();
  private final CompletableFuture<Integer> ended;

  private StreamWatcher(HttpClient client, URI uri) {
    this.ended =
        client
            .sendAsync(
                HttpRequest.newBuilder(uri).header("Accept", "text/event-stream").build(),
                HttpResponse.BodyHandlers.fromLineSubscriber(this))
            .thenApply(HttpResponse::statusCode);
  }

  static StreamWatcher connect(HttpClient client, URI uri) {
    return new StreamWatcher(client, uri);
  }

  ToldOrder told() {
    return told;
  }

  synchronized List<String> lines() {
    return List.copyOf(lines);
  }

  boolean hasEnded() {
    return ended.isDone();
  }

  @Override
  public void onSubscribe(Flow.Subscription subscription) {
    subscription.request(Long.MAX_VALUE);
  }

  @Override
  public synchronized void onNext(String line) {
    lines.add(line);
    if (line.startsWith(DATA)) {
      told.take(line.substring(DATA.length()));
    }
  }

  @Override
  public void onError(Throwable cause) {}

  @Override
  public void onComplete() {}
}
