package io.freshet.cli.page;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import picocli.CommandLine.Option;

/** The option {@code --port} of commands that serve pages on this machine. */
public final class PortOption {
  private static final int MOST_PORT = 65_535;

  @Option(names = "--port", paramLabel = "PORT", description = "Default: one that is free")
  private Integer port;

  /**
   * The port that is asked for, or any that is free.
   *
   * @throws FreshetException when it is no port, or taken
   */
  public int free() {
    return free(port == null ? 0 : port);
  }

  /** Any port that is free. */
  public static int any() {
    return free(0);
  }

  private static int free(int wanted) {
    if (wanted < 0 || wanted > MOST_PORT) {
      throw new FreshetException(
          Fault.CALLER, "--port is %d; it must be between 1 and 65535".formatted(wanted));
    }
    try (ServerSocket socket = new ServerSocket(wanted, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException taken) {
      throw new FreshetException(
          Fault.CALLER,
          "Port %d is taken; name another with --port, or none".formatted(wanted),
          taken);
    }
  }
}
