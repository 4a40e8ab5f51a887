package io.freshet.testing.servers;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * A real Redis with users of its own that speaks TLS, by a certificate for localhost that vouches
 * for itself. In the clear it answers its tests alone.
 */
public final class SecuredRedis implements AutoCloseable {
  private static final String SET_USER = "ACL SETUSER ";

  private final RunningRedis redis;
  private final int port;
  private final Path authority;

  private SecuredRedis(RunningRedis redis, int port, Path authority) {
    this.redis = redis;
    this.port = port;
    this.authority = authority;
  }

  public static SecuredRedis start(Path folder) {
    try {
      ServerCertificate certificate = ServerCertificate.make(folder);
      int port = RunningRedis.freePort();
      RunningRedis redis =
          RunningRedis.start(
              folder,
              List.of(
                  "--tls-port",
                  Integer.toString(port),
                  "--tls-cert-file",
                  certificate.certificate().toString(),
                  "--tls-key-file",
                  certificate.key().toString(),
                  "--tls-auth-clients",
                  "no"));

      return new SecuredRedis(redis, port, certificate.certificate());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * Makes a user.
   *
   * @param rules without its name and password: {@code on ~orders:* +get}
   */
  public void letIn(String user, String password, String rules) {
    Object unused = ask((SET_USER + user + " reset " + rules).split(" "));
    unused = ask("ACL", "SETUSER", user, ">" + password);
  }

  /** The rules of a user, as a README has them in a line of its own. */
  public static String rulesOf(String user, Path readme) {
    String begin = SET_USER + user + " ";
    try {
      return Files.readAllLines(readme).stream()
          .filter(line -> line.startsWith(begin))
          .map(line -> line.substring(begin.length()))
          .findFirst()
          .orElseThrow(() -> new IllegalStateException("%s has no %s".formatted(readme, begin)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a client must be told that comes as this user. */
  public Map<String, String> settings(String user, String password) {
    return Map.of(
        "redis.host",
        "localhost",
        "redis.port",
        Integer.toString(port),
        "redis.user",
        user,
        "redis.password",
        password,
        "redis.tls",
        "true",
        "tls.ca",
        authority.toString());
  }

  /** As {@link RunningRedis#ask}, in the clear and by the user who may do all. */
  public Object ask(String... words) {
    return redis.ask(words);
  }

  /**
   * Whether a user may do something.
   *
   * @return {@code OK}, or why not
   */
  public String mayDo(String user, String... words) {
    List<String> command = new ArrayList<>(List.of("ACL", "DRYRUN", user));
    command.addAll(List.of(words));

    return String.valueOf(ask(command.toArray(String[]::new)));
  }

  @Override
  public void close() {
    redis.close();
  }
}
