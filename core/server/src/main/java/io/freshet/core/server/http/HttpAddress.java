package io.freshet.core.server.http;

import io.freshet.core.server.tls.DoorTls;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/**
 * Where a server listens, and whether in the clear: without TLS on the loopback address alone.
 *
 * @param part whose server it is; its keys begin with that name and a dot
 * @param port 0 takes any that is free
 * @param connections how many it holds
 */
public record HttpAddress(
    String part, String host, int port, DoorTls tls, ConnectionLimits connections) {
  public HttpAddress {
    if (port < 0 || port > 65_535) {
      throw new InvalidSettingException(part + ".port", port, "between 0 and 65535");
    }
    tls.requireFor(part, host);
  }

  /** With as many connections as are usual. */
  public HttpAddress(String part, String host, int port, DoorTls tls) {
    this(part, host, port, tls, ConnectionLimits.usual(part));
  }

  /** In the clear. */
  public HttpAddress(String part, String host, int port) {
    this(part, host, port, DoorTls.NONE);
  }

  /** On the loopback address, unless the settings say another one. */
  public static HttpAddress from(Settings settings, String part, int defaultPort) {
    DoorTls tls = DoorTls.from(settings, part);

    return new HttpAddress(
        part,
        settings.text(part + ".host", "127.0.0.1"),
        settings.integer(part + ".port", defaultPort),
        tls,
        ConnectionLimits.from(settings, part, tls.terminatedElsewhere()));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
