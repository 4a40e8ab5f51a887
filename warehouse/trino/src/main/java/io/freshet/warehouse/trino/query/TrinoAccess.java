package io.freshet.warehouse.trino.query;

import io.freshet.core.toolkit.Settings;
import java.util.Optional;
import java.util.Properties;

/**
 * Where Trino is, and as whom it is asked: by HTTPS where there is a token, which proves who comes;
 * else by plain HTTP, for those whom Trino believes a name.
 *
 * @param address host and port
 * @param source by which Trino's list of queries tells programs apart
 * @param token empty where Trino believes the name
 * @param certificate file with the certificate of Trino's; empty where that of an authority is used
 */
public record TrinoAccess(
    String address,
    String user,
    String source,
    Optional<String> token,
    Optional<String> certificate) {

  /** As the user of the settings, {@code trino.user}. */
  public static TrinoAccess from(Settings settings) {
    return from(settings, settings.text("trino.user", "freshet"));
  }

  /** As somebody else; by the token of the settings, {@code trino.token}, where they have one. */
  public static TrinoAccess from(Settings settings, String user) {
    return of(settings, user, settings.optionalText("trino.token"));
  }

  /** As somebody who has a token of their own, or none. */
  public static TrinoAccess of(Settings settings, String user, Optional<String> token) {
    String port =
        token.isPresent() ? Integer.toString(httpsPort(settings)) : settings.text("trino.port");

    return new TrinoAccess(
        settings.text("trino.host") + ":" + port,
        user,
        "freshet",
        token,
        token.flatMap(known -> settings.optionalText("trino.certificate")));
  }

  /** Where clients come that have a token. */
  public static int httpsPort(Settings settings) {
    return settings.integer("trino.https-port", 443);
  }

  /** The same from another program. */
  public TrinoAccess from(String program) {
    return new TrinoAccess(address, user, program, token, certificate);
  }

  /** For the driver. */
  Properties properties() {
    Properties properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("source", source);
    token.ifPresent(
        known -> {
          properties.setProperty("accessToken", known);
          properties.setProperty("SSL", "true");
        });
    certificate.ifPresent(file -> properties.setProperty("SSLTrustStorePath", file));

    return properties;
  }

  /** Without the token. */
  @Override
  public String toString() {
    return "%s at %s".formatted(user, address);
  }
}
