package io.freshet.local.state;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;

/**
 * The platform's ports: what the user set, or else a free one, chosen once and kept while it stays
 * free.
 */
public final class Ports {
  // Below the range from which systems take ports for outgoing connections: one that a stopped
  // part had is then seldom gone when the part comes back.
  private static final int FIRST = 20_000;
  private static final int LAST = 32_000;

  private final PlatformFile file;
  private final Map<String, Integer> explicit;

  /**
   * @param explicit ports that the user has chosen, by name
   */
  public Ports(PlatformFile file, Map<String, Integer> explicit) {
    this.file = file;
    this.explicit = Map.copyOf(explicit);
  }

  /**
   * The port of that name, taken or not. Where one is noted that is it, whatever the user has
   * chosen since: a process may be listening on it. Chosen now if there is none yet.
   */
  public int port(String name) {
    Integer noted = file.read().ports().get(name);
    if (noted != null) {
      return noted;
    }
    Integer chosen = explicit.get(name);

    return chosen == null ? choose(name) : chosen;
  }

  /** The port of that name, if one was ever chosen or {@link #note noted}. */
  public Optional<Integer> noted(String name) {
    return Optional.ofNullable(file.read().ports().get(name));
  }

  /** Says that somebody else listens there, whom parts have to know. */
  public void note(String name, int port) {
    file.change(state -> state.withPort(name, port));
  }

  /**
   * For a process about to listen on it: what the user chose, or else {@link #port}, which is
   * replaced when it is taken.
   *
   * @throws FreshetException when the user chose the port and it is taken
   */
  public int freePort(String name) {
    Integer chosen = explicit.get(name);
    if (chosen == null) {
      int port = port(name);

      return isFree(port) && !explicit.containsValue(port) ? port : choose(name);
    }
    if (!isFree(chosen)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s.port is %d, which another process uses; stop that, or choose another with %s"
              .formatted(name, chosen, variable(name)));
    }
    file.change(state -> state.withPort(name, chosen));

    return chosen;
  }

  /**
   * @throws FreshetException when the user now chooses another port than the one in use
   */
  public void requireUnchanged(String name) {
    Integer chosen = explicit.get(name);
    int inUse = port(name);
    if (chosen != null && chosen != inUse) {
      throw new FreshetException(
          Fault.CALLER,
          "%1$s.port is %2$d, but %1$s runs on port %3$d; stop it with ./freshet down, or leave %4$s unset"
              .formatted(name, chosen, inUse, variable(name)));
    }
  }

  private static String variable(String name) {
    return "FRESHET_%s_PORT".formatted(name.toUpperCase(Locale.ROOT));
  }

  private int choose(String name) {
    PlatformState state =
        file.change(
            before -> {
              int port;
              do {
                port = ThreadLocalRandom.current().nextInt(FIRST, LAST);
              } while (before.ports().containsValue(port)
                  || explicit.containsValue(port)
                  || !isFree(port));

              return before.withPort(name, port);
            });

    return state.ports().get(name);
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));

      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
