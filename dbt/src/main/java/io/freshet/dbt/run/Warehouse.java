package io.freshet.dbt.run;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/** The Trino of an installation: what dbt must know to reach it, and whether it can be reached. */
public final class Warehouse {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  private final String host;
  private final String port;
  private final String user;

  private Warehouse(String host, String port, String user) {
    this.host = host;
    this.port = port;
    this.user = user;
  }

  public static Warehouse of(Settings settings) {
    return new Warehouse(
        settings.text("trino.host"),
        settings.text("trino.port"),
        settings.text("trino.user", "freshet"));
  }

  Map<String, String> environment() {
    Map<String, String> environment = new LinkedHashMap<>();
    environment.put("FRESHET_TRINO_HOST", host);
    environment.put("FRESHET_TRINO_PORT", port);
    environment.put("FRESHET_TRINO_USER", user);

    return environment;
  }

  /**
   * Returns once Trino has answered.
   *
   * @throws FreshetException when it does not, with the dependency's fault
   */
  void require() {
    String address = "http://%s:%s".formatted(host, port);
    try {
      HttpResponse<String> answer =
          HttpClient.newBuilder()
              .connectTimeout(PATIENCE)
              .build()
              .send(
                  HttpRequest.newBuilder(URI.create(address + "/v1/info"))
                      .timeout(PATIENCE)
                      .build(),
                  HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200 || answer.body().contains("\"starting\":true")) {
        throw away(address, "it is starting", null);
      }
    } catch (IOException e) {
      throw away(address, e.toString(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new FreshetException(Fault.CALLER, "Interrupted while asking Trino", e);
    }
  }

  private static FreshetException away(String address, String why, Throwable cause) {
    return new FreshetException(
        Fault.DEPENDENCY,
        "Trino at %s does not answer (%s), so no model was built; ./freshet status says what is"
                .formatted(address, why)
            + " down, ./freshet up starts it",
        cause);
  }
}
