package io.freshet.dbt.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where OpenLineage events go, which say what each model read and wrote. Keys start with {@code
 * lineage.}; without any there are none.
 *
 * @param server over HTTP
 * @param file that gets a line an event, where there is no server
 */
record Lineage(LineageSettings server, Optional<String> file) {
  private static final Set<String> TELLING = Set.of("build", "run", "test", "seed", "snapshot");
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  static Lineage from(Settings settings) {
    return new Lineage(LineageSettings.from(settings), settings.optionalText("lineage.file"));
  }

  static Lineage none() {
    return new Lineage(LineageSettings.none(), Optional.empty());
  }

  boolean isWanted(DbtArguments arguments) {
    return (server.url().isPresent() || file.isPresent())
        && arguments.command().filter(TELLING::contains).isPresent();
  }

  /** Why nothing can be told, in words: dbt-ol would try in vain for each single event. */
  Optional<String> obstacle() {
    if (server.url().isEmpty()) {
      return Optional.empty();
    }
    URI url = URI.create(server.url().get());
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(url.getHost(), port(url)), (int) PATIENCE.toMillis());

      return Optional.empty();
    } catch (IOException e) {
      return Optional.of(
          "Lineage was not told: %s does not answer (%s); the models are built all the same"
              .formatted(url, e.getMessage()));
    }
  }

  private static int port(URI url) {
    if (url.getPort() >= 0) {
      return url.getPort();
    }

    return url.getScheme().equals("https") ? 443 : 80;
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("OPENLINEAGE_NAMESPACE", "freshet");
    if (server.url().isPresent()) {
      environment.put("OPENLINEAGE__TRANSPORT__TYPE", "http");
      environment.put("OPENLINEAGE__TRANSPORT__URL", server.url().get());
      environment.put("OPENLINEAGE__TRANSPORT__TIMEOUT", Long.toString(PATIENCE.toSeconds()));
      // As it is, an event that fails is tried for nine seconds, and there are two a model.
      environment.put("OPENLINEAGE__TRANSPORT__RETRY", "{\"total\": 1}");
      server
          .token()
          .ifPresent(token -> environment.put("OPENLINEAGE__TRANSPORT__AUTH", apiKey(token)));
    } else if (file.isPresent()) {
      environment.put("OPENLINEAGE__TRANSPORT__TYPE", "file");
      environment.put("OPENLINEAGE__TRANSPORT__LOG_FILE_PATH", file.get());
      environment.put("OPENLINEAGE__TRANSPORT__APPEND", "true");
    }

    return environment;
  }

  /** JSON, since a variable is read as such where it can be: a token of digits is no number. */
  private static String apiKey(String token) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("type", "api_key")
        .put("apiKey", token)
        .toString();
  }
}
