package io.freshet.serving.live.redis;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;

/** Documents in memory, for what does not depend on Redis; they can be away, or slow to answer. */
public final class InMemoryDocuments implements Documents {
  private final Map<String, byte[]> held = new ConcurrentHashMap<>();
  private final Set<String> channels = ConcurrentHashMap.newKeySet();
  private final List<String> calls = new CopyOnWriteArrayList<>();
  private final List<CompletableFuture<Void>> waiting = new ArrayList<>();
  private Optional<Listener> listener = Optional.empty();
  private volatile boolean isAway;
  private volatile boolean isHolding;

  public void put(String name, String document) {
    held.put(name, document.getBytes(UTF_8));
  }

  public void remove(String name) {
    held.remove(name);
  }

  /** Tells whoever has subscribed, and keeps nothing. */
  public void publish(String channel, String document) {
    if (channels.contains(channel)) {
      listener.orElseThrow().changed(channel, document.getBytes(UTF_8));
    }
  }

  /** The channel goes elsewhere, and whoever listens is told so. */
  public void move(String channel) {
    channels.remove(channel);
    listener.orElseThrow().inaudible(channel);
  }

  /** Empty, and not away. */
  public void reset() {
    held.clear();
    isAway = false;
  }

  public void goAway() {
    isAway = true;
  }

  public void comeBack() {
    isAway = false;
  }

  /** Answers to what is asked from now on are held back until {@link #release}. */
  public void hold() {
    isHolding = true;
  }

  public void release() {
    isHolding = false;
    waiting.forEach(each -> each.complete(null));
    waiting.clear();
  }

  /** What is held back fails, as after a silence of Redis. */
  public void fail() {
    isHolding = false;
    waiting.forEach(each -> each.completeExceptionally(new IllegalStateException("silence")));
    waiting.clear();
  }

  /** What was asked, such as {@code read a b}. */
  public List<String> calls() {
    return calls;
  }

  public Set<String> channels() {
    return channels;
  }

  @Override
  public void listen(Listener told) {
    listener = Optional.of(told);
  }

  @Override
  public CompletionStage<List<Optional<byte[]>>> read(List<String> names) {
    return call("read", names)
        .thenApply(
            done -> names.stream().map(name -> Optional.ofNullable(held.get(name))).toList());
  }

  @Override
  public CompletionStage<Void> subscribe(List<String> wanted) {
    return call("subscribe", wanted).thenAccept(done -> channels.addAll(wanted));
  }

  @Override
  public CompletionStage<Void> unsubscribe(List<String> unwanted) {
    return call("unsubscribe", unwanted).thenAccept(done -> unwanted.forEach(channels::remove));
  }

  @Override
  public CompletionStage<Void> ping() {
    return call("ping", List.of());
  }

  @Override
  public void close() {}

  private CompletableFuture<Void> call(String what, List<String> names) {
    calls.add(names.isEmpty() ? what : what + " " + String.join(" ", names));
    if (isAway) {
      return CompletableFuture.failedFuture(new IllegalStateException("Redis is away"));
    }
    if (!isHolding) {
      return CompletableFuture.completedFuture(null);
    }
    CompletableFuture<Void> answer = new CompletableFuture<>();
    waiting.add(answer);

    return answer;
  }
}
