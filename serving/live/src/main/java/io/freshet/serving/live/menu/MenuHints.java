package io.freshet.serving.live.menu;

import io.freshet.core.toolkit.FreshetException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears from Postgres that menus have changed. That is a hint: one that is lost, as while Postgres
 * is away, costs time and nothing else.
 */
final class MenuHints implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(MenuHints.class);
  private static final Duration LOOK = Duration.ofMillis(500);
  private static final Duration PAUSE = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private static final int LOOKS_TO_A_CHECK = 20;
  private static final Pattern HINT = Pattern.compile("([^/]+)/([^/]+)/(\\d{1,18})");

  private final MenuDatabase database;
  private final Listener listener;
  private final Thread thread = new Thread(this::hear, "menu-hints");
  private volatile boolean isClosed;

  /** Told on a thread that hears for everybody. */
  interface Listener {
    void changed(MenuKey key, long version);
  }

  private MenuHints(MenuDatabase database, Listener listener) {
    this.database = database;
    this.listener = listener;
    thread.setDaemon(true);
  }

  static MenuHints open(MenuDatabase database, Listener listener) {
    MenuHints hints = new MenuHints(database, listener);
    hints.thread.start();

    return hints;
  }

  private void hear() {
    while (!isClosed) {
      try (Connection connection = database.connect()) {
        hear(connection);
      } catch (SQLException | FreshetException away) {
        LOG.debug("Changes of menus are not heard", away);
      }
      pause();
    }
  }

  private void hear(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement()) {
      statement.execute("LISTEN menus");
    }
    LOG.info("Changes of menus are heard");
    PGConnection postgres = connection.unwrap(PGConnection.class);
    for (int looks = 1; !isClosed; looks++) {
      PGNotification[] told = postgres.getNotifications(Math.toIntExact(LOOK.toMillis()));
      if (told != null) {
        for (PGNotification each : told) {
          hint(each.getParameter());
        }
      }
      // Of a server that has gone without a word nothing else tells.
      if (looks % LOOKS_TO_A_CHECK == 0
          && !connection.isValid(Math.toIntExact(PATIENCE.toSeconds()))) {
        return;
      }
    }
  }

  private void hint(String text) {
    Matcher hint = HINT.matcher(text);
    if (hint.matches()) {
      MenuKey.of(hint.group(1), hint.group(2))
          .ifPresent(key -> listener.changed(key, Long.parseLong(hint.group(3))));
    }
  }

  private void pause() {
    try {
      Thread.sleep(isClosed ? 0 : PAUSE.toMillis());
    } catch (InterruptedException e) {
      isClosed = true;
    }
  }

  @Override
  public void close() {
    isClosed = true;
    thread.interrupt();
    try {
      thread.join(PATIENCE.toMillis());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
