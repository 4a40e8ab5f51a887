package io.freshet.cli.audit;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.InvalidSettingException;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Tells a syslog server (RFC 5424 over TCP, counted as in RFC 6587) the number and the hash of each
 * line of the audit log. Whoever may write the log can't take back there what they cut off here.
 */
final class SyslogWitness {
  private static final Pattern ADDRESS =
      Pattern.compile("([^:\\s]+|\\[[0-9a-fA-F:.]+]):(\\d{1,5})");
  private static final int LAST_PORT = 65_535;
  private static final int TIMEOUT_MILLIS = 5_000;

  /** Facility 13, the log audit; severity 6, informational. */
  private static final int PRIORITY = 13 * 8 + 6;

  private final InetSocketAddress server;

  private SyslogWitness(InetSocketAddress server) {
    this.server = server;
  }

  /**
   * @param setting that names it, for who has to correct it
   * @param address such as {@code syslog.example:601}
   */
  static SyslogWitness at(String setting, String address) {
    Matcher matcher = ADDRESS.matcher(address);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > LAST_PORT) {
      throw new InvalidSettingException(
          setting, address, "host and port of a syslog server, such as syslog.example:601");
    }

    return new SyslogWitness(
        new InetSocketAddress(matcher.group(1), Integer.parseInt(matcher.group(2))));
  }

  /**
   * Returns when the connection has taken it. Syslog answers nothing, so the server, or a relay
   * before it, may still lose it.
   *
   * @throws FreshetException when nobody listens there
   */
  void tell(Path log, AuditLog.Written line, Instant now) {
    byte[] message =
        "<%d>1 %s - freshet - audit - line=%d hash=%s log=%s"
            .formatted(
                PRIORITY,
                now.truncatedTo(ChronoUnit.MICROS), // as many digits as syslog takes
                line.number(),
                line.hash(),
                log.toAbsolutePath())
            .getBytes(StandardCharsets.UTF_8);
    try (Socket socket = new Socket()) {
      socket.setSoTimeout(TIMEOUT_MILLIS);
      socket.connect(server, TIMEOUT_MILLIS);
      byte[] length = (message.length + " ").getBytes(StandardCharsets.US_ASCII);
      socket.getOutputStream().write(length);
      socket.getOutputStream().write(message);
    } catch (IOException e) {
      throw new FreshetException(
          Fault.DEPENDENCY,
          "Cannot tell the syslog server %s of a line of the audit log: %s; start it, or name another"
                  .formatted(server, e.getMessage())
              + " one in FRESHET_AUDIT_SYSLOG",
          e);
    }
  }
}
