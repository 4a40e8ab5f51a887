package io.freshet.local.state;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.Locale;
import java.util.Map;
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

  /** The port of that name, taken or not; chosen now if there is none yet. */
  public int port(String name) {
    Integer chosen = explicit.get(name);
    Integer noted = file.read().ports().get(name);
    if (chosen == null) {
      return noted == null ? choose(name) : noted;
    }
    if (!chosen.equals(noted)) {
      file.change(state -> state.withPort(name, chosen));
    }

    return chosen;
  }

  /**
   * Like {@link #port}, for a process about to listen on it: a taken port is replaced.
   *
   * @throws FreshetException when the user chose the port and it is taken
   */
  public int freePort(String name) {
    int port = port(name);
    if (isFree(port)) {
      return port;
    }
    if (explicit.containsKey(name)) {
      throw new FreshetException(
          Fault.CALLER,
          "%s.port is %d, which another process uses; stop that, or choose another with FRESHET_%s_PORT"
              .formatted(name, port, name.toUpperCase(Locale.ROOT)));
    }

    return choose(name);
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
