package io.freshet.deploy.company;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * What a Postgres address says of TLS, by parameters of its driver.
 *
 * @param text such as {@code jdbc:postgresql://host:5432/postgres?sslmode=verify-full}
 */
public record PostgresUrl(String text) {
  public static final String PREFIX = "jdbc:postgresql:";

  private static final List<String> FILES = List.of("sslrootcert", "sslcert", "sslkey");

  /** Whether somebody has thought of it, whatever they have come to. */
  public boolean saysWhetherByTls() {
    Map<String, String> parameters = parameters();

    return parameters.containsKey("sslmode") || "true".equals(parameters.get("ssl"));
  }

  /** Files that the driver reads, by the parameters that name them. */
  public Map<String, String> files() {
    Map<String, String> files = parameters();
    files.keySet().retainAll(FILES);

    return files;
  }

  private Map<String, String> parameters() {
    Map<String, String> parameters = new TreeMap<>();
    int begin = text.indexOf('?');
    if (begin >= 0) {
      for (String parameter : text.substring(begin + 1).split("&")) {
        String[] parts = parameter.split("=", 2);
        parameters.put(
            parts[0], parts.length == 1 ? "" : URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
      }
    }

    return parameters;
  }
}
