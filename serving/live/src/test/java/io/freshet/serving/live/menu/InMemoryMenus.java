package io.freshet.serving.live.menu;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.freshet.core.server.postgres.PostgresAwayException;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Menus in memory, for what does not depend on Postgres; they can be away, or slow to answer. */
public final class InMemoryMenus implements MenuSource {
  private final Map<MenuKey, Menu> held = new ConcurrentHashMap<>();
  private final AtomicInteger questions = new AtomicInteger();
  private volatile CountDownLatch gate = new CountDownLatch(0);
  private volatile boolean isAway;

  void put(MenuKey key, long version) {
    held.put(key, menu(version));
  }

  void remove(MenuKey key) {
    held.remove(key);
  }

  static Menu menu(long version) {
    return new Menu(
        version, ManualClock.START, "{\"dish\": %d}".formatted(version).getBytes(UTF_8));
  }

  public void goAway() {
    isAway = true;
  }

  public void comeBack() {
    isAway = false;
  }

  /** Answers wait until {@link #release}. */
  void hold() {
    gate = new CountDownLatch(1);
  }

  void release() {
    gate.countDown();
  }

  /** How many have been asked. */
  public int questions() {
    return questions.get();
  }

  @Override
  public Optional<Menu> read(MenuKey key) {
    questions.incrementAndGet();
    Optional<Menu> found = Optional.ofNullable(held.get(key));
    answer();

    return found;
  }

  @Override
  public Optional<Menu> read(MenuKey key, Menu known) {
    return read(key).map(found -> found.version() == known.version() ? known : found);
  }

  @Override
  public MenuWritten create(MenuKey key, byte[] json) {
    return write(key, 0, json);
  }

  @Override
  public MenuWritten replace(MenuKey key, long version, byte[] json) {
    return write(key, version, json);
  }

  private MenuWritten write(MenuKey key, long known, byte[] json) {
    answer();
    Menu before = held.get(key);
    long version = before == null ? 0 : before.version();
    if (version != known) {
      return new MenuWritten.Conflict(version);
    }
    Menu menu = new Menu(version + 1, ManualClock.START, json);
    held.put(key, menu);

    return new MenuWritten.Done(menu);
  }

  private void answer() {
    try {
      gate.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    if (isAway) {
      throw new PostgresAwayException("Postgres is away", new IllegalStateException());
    }
  }
}
