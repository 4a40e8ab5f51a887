package io.freshet.serving.live.watch;

import io.freshet.serving.live.order.OrderDocument;
import io.freshet.serving.live.order.OrderKey;
import io.freshet.serving.live.order.OrderMessages;
import io.freshet.serving.live.order.OrderState;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;

/**
 * One order that is watched: what is known of it, and by whom it is watched. However many changes
 * come, at most one task waits to tell them: it tells the newest. Thread-safe.
 */
final class OrderFeed {
  private final OrderKey key;
  private final int maxDocumentBytes;
  private final Executor executor;
  private final AtomicReference<OrderView> view = new AtomicReference<>(OrderView.NOTHING);
  private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();
  private final AtomicBoolean isTelling = new AtomicBoolean();
  private volatile Delta newestDelta = new Delta(0, 0, "");
  private final AtomicInteger keptFor = new AtomicInteger();
  private volatile long emptySinceNanos;
  private Optional<ToldStep> newestTold = Optional.empty();

  /** Between the states at two places. */
  private record Delta(long from, long to, String json) {}

  /** What became of a document that came. */
  enum Offered {
    NEWER,
    KNOWN,
    UNREADABLE
  }

  /**
   * @param executor tells watchers
   */
  OrderFeed(OrderKey key, int maxDocumentBytes, Executor executor) {
    this.key = key;
    this.maxDocumentBytes = maxDocumentBytes;
    this.executor = executor;
  }

  OrderKey key() {
    return key;
  }

  OrderView view() {
    return view.get();
  }

  /** Takes in what Redis has told or been asked, in whatever order that comes. */
  Offered offer(byte[] json, long nowNanos) {
    Optional<OrderDocument> document =
        json.length > maxDocumentBytes ? Optional.empty() : OrderDocument.of(json);
    if (document.isEmpty()) {
      return Offered.UNREADABLE;
    }
    if (!view().isNews(document.get().version())) {
      return Offered.KNOWN;
    }
    Optional<OrderState> state = OrderState.of(document.get(), nowNanos);
    if (state.isEmpty()) {
      return Offered.UNREADABLE;
    }
    OrderView before = view.getAndUpdate(now -> now.with(state.get()));
    if (!before.isNews(state.get().version())) {
      return Offered.KNOWN;
    }
    tell();

    return Offered.NEWER;
  }

  /** Redis was asked and has something. */
  void found() {
    change(view.getAndUpdate(OrderView::found));
  }

  /**
   * Redis was asked and has nothing.
   *
   * @param when it was asked, what was known
   */
  void missing(OrderView when, Instant now) {
    change(view.getAndUpdate(held -> held.missing(when, now)));
  }

  private void change(OrderView before) {
    if (!before.equals(view())) {
      tell();
    }
  }

  /** Tells watchers what they do not know yet; soon. */
  void tell() {
    if (isTelling.compareAndSet(false, true)) {
      executor.execute(
          () -> {
            isTelling.set(false);
            watchers.forEach(Watcher::wake);
          });
    }
  }

  /** A watcher that was told one state most often needs the same as all others. */
  String delta(OrderView.Numbered from, OrderView.Numbered to) {
    Delta known = newestDelta;
    if (known.from() == from.number() && known.to() == to.number()) {
      return known.json();
    }
    Delta made =
        new Delta(from.number(), to.number(), OrderMessages.delta(from.state(), to.state()));
    newestDelta = made;

    return made.json();
  }

  /** Counts a watcher that was told a step; the step, where it is the first one that was. */
  synchronized Optional<ToldStep> told(OrderState step, long nowNanos) {
    long version = step.version().orderVersion();
    long newest = newestTold.map(ToldStep::orderVersion).orElse(-1L);
    if (version > newest) {
      newestTold = Optional.of(new ToldStep(key, step, nowNanos));

      return newestTold;
    }
    if (version == newest) {
      newestTold.orElseThrow().tellOneMore(nowNanos);
    }

    return Optional.empty();
  }

  /** Not forsaken before one more watcher has come and left. */
  OrderFeed keptForOneMore() {
    keptFor.incrementAndGet();

    return this;
  }

  /** The watcher for whom it was kept. */
  void add(Watcher watcher) {
    watchers.add(watcher);
  }

  void remove(Watcher watcher, long nowNanos) {
    watchers.remove(watcher);
    emptySinceNanos = nowNanos;
    keptFor.decrementAndGet();
  }

  List<Watcher> watchers() {
    return List.copyOf(watchers);
  }

  /** Whether nobody has watched it for so long, or nobody does and nothing will change. */
  boolean isForsaken(long nowNanos, long nanos) {
    return keptFor.get() == 0 && (view().isGone() || nowNanos - emptySinceNanos >= nanos);
  }
}
