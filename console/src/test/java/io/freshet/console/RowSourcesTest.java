package io.freshet.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.console.rows.RowSettings;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RowSourcesTest {
  @Test
  void aTrinoThatHangsIsToldInTime() throws IOException {
    try (ServerSocket hanging = new ServerSocket(0, 16, InetAddress.getLoopbackAddress());
        RowSources rows = rows(Integer.toString(hanging.getLocalPort()))) {
      rows.beginTrino();

      await()
          .untilAsserted(
              () ->
                  assertThat(rows.trino().orElseThrow().failure())
                      .hasValueSatisfying(
                          why ->
                              assertThat(why)
                                  .startsWith(
                                      "Trino at 127.0.0.1:%d does not answer: "
                                          .formatted(hanging.getLocalPort()))));
    }
  }

  @Test
  void noTrinoIsAskedWhereNoneIsNamed() {
    try (RowSources rows = rows("")) {
      rows.beginTrino();

      assertThat(rows.trino()).isEmpty();
    }
  }

  private static RowSources rows(String port) {
    Settings settings =
        Settings.of(
            port.isEmpty() ? Map.of() : Map.of("trino.host", "127.0.0.1", "trino.port", port));

    return new RowSources(
        RowSettings.from(settings),
        table -> {
          throw new AssertionError(table);
        });
  }
}
