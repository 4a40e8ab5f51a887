package io.freshet.warehouse.snowflake.emulation;

import io.freshet.warehouse.snowflake.SnowflakeSettings;
import io.freshet.warehouse.snowflake.script.Account;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.util.Map;

/** fakesnow in server mode: a part of Snowflake's SQL on DuckDB, for Snowflake's own driver. */
public final class SnowflakeEmulator implements AutoCloseable {
  private final LocalServer server;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  private SnowflakeEmulator(LocalServer server) {
    this.server = server;
  }

  public static SnowflakeEmulator start() {
    return new SnowflakeEmulator(LocalServer.start("fakesnow", "-s", "-p", "PORT"));
  }

  /** The settings of an account on it; a database of its own keeps test classes apart. */
  public SnowflakeSettings settings(String database) {
    return Account.settings(
        Map.of(
            "snowflake.url",
            server.url(),
            "snowflake.emulator",
            "true",
            "snowflake.database",
            database));
  }

  /**
   * Puts a file into a stage of its own, as its clients do: the driver's PUT wants to know more
   * about the stage than the emulator tells.
   *
   * @param path below the stage, such as {@code DB/SCHEMA/STAGE/folder/file}
   */
  public void put(Path file, String path) throws IOException {
    try {
      HttpResponse<String> response =
          http.send(
              HttpRequest.newBuilder(URI.create(server.url() + "/fs_bucket/" + path))
                  .PUT(HttpRequest.BodyPublishers.ofFile(file))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      if (response.statusCode() != 200) {
        throw new IOException("The emulator answered %d".formatted(response.statusCode()));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  @Override
  public void close() {
    server.close();
  }
}
