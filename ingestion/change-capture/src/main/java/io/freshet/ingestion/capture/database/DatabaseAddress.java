package io.freshet.ingestion.capture.database;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where the operational database is, as a JDBC address says it.
 *
 * @param parameters of the driver, such as {@code sslmode}, by name
 */
public record DatabaseAddress(String host, int port, String name, Map<String, String> parameters) {
  private static final String KEY = "capture.url";
  private static final int DEFAULT_PORT = 5432;
  private static final Pattern URL =
      Pattern.compile("jdbc:postgresql://([\\w.-]+)(?::(\\d{1,5}))?/([\\w.-]+)(?:\\?(.*))?");
  private static final Pattern PARAMETER = Pattern.compile("(\\w+)=([^&]*)");

  public DatabaseAddress {
    parameters = Map.copyOf(parameters);
  }

  /**
   * Reads {@code jdbc:postgresql://host:port/database?sslmode=require}.
   *
   * @throws InvalidSettingException when it is something else
   */
  public static DatabaseAddress parse(String url) {
    Matcher matcher = URL.matcher(url);
    if (!matcher.matches()) {
      throw new InvalidSettingException(
          KEY, url, "a JDBC address such as jdbc:postgresql://127.0.0.1:5432/shop");
    }
    Map<String, String> parameters = new TreeMap<>();
    if (matcher.group(4) != null) {
      for (String parameter : matcher.group(4).split("&", -1)) {
        Matcher parts = PARAMETER.matcher(parameter);
        if (!parts.matches()) {
          throw new InvalidSettingException(
              KEY, url, "followed by parameters such as sslmode=require");
        }
        parameters.put(parts.group(1), parts.group(2));
      }
    }

    return new DatabaseAddress(
        matcher.group(1),
        matcher.group(2) == null ? DEFAULT_PORT : Integer.parseInt(matcher.group(2)),
        matcher.group(3),
        parameters);
  }

  String jdbc() {
    return "jdbc:postgresql://%s:%d/%s".formatted(host, port, name);
  }

  /** Without parameters, which may hold secrets: this may reach a log. */
  @Override
  public String toString() {
    return "%s:%d/%s".formatted(host, port, name);
  }
}
