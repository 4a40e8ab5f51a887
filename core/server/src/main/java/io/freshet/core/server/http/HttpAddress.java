package io.freshet.core.server.http;

import io.freshet.core.server.tls.DoorTls;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;

/**
 * Where a server listens, and whether in the clear: without TLS on the loopback address alone.
 *
 * @param part whose server it is; its keys begin with that name and a dot
 * @param port 0 takes any that is free
 */
public record HttpAddress(String part, String host, int port, DoorTls tls) {
  public HttpAddress {
    if (port < 0 || port > 65_535) {
      throw new InvalidSettingException(part + ".port", port, "between 0 and 65535");
    }
    tls.requireFor(part, host);
  }

  /** In the clear. */
  public HttpAddress(String part, String host, int port) {
    this(part, host, port, DoorTls.NONE);
  }

  /** On the loopback address, unless the settings say another one. */
  public static HttpAddress from(Settings settings, String part, int defaultPort) {
    return new HttpAddress(
        part,
        settings.text(part + ".host", "127.0.0.1"),
        settings.integer(part + ".port", defaultPort),
        DoorTls.from(settings, part));
  }

  @Override
  public String toString() {
    return host + ":" + port;
  }
}
