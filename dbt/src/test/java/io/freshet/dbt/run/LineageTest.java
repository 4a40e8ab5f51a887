package io.freshet.dbt.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LineageTest {
  private static final DbtArguments BUILD = new DbtArguments(List.of("build"));

  @Test
  void isNotWantedWithoutAnAddress() {
    assertThat(lineage(Map.of("lineage.token", "hush")).isWanted(BUILD)).isFalse();
    assertThat(lineage(Map.of("lineage.url", "http://127.0.0.1:1")).isWanted(BUILD)).isTrue();
    assertThat(
            lineage(Map.of("lineage.url", "http://127.0.0.1:1"))
                .isWanted(new DbtArguments(List.of("parse"))))
        .isFalse();
  }

  @Test
  void showsTheTokenAsTextEvenIfItIsMadeOfDigits() {
    Map<String, String> settings =
        Map.of("lineage.url", "http://lineage:8282", "lineage.token", "1234567890123456");

    assertThat(lineage(settings).environment())
        .containsEntry("OPENLINEAGE__TRANSPORT__URL", "http://lineage:8282")
        .containsEntry(
            "OPENLINEAGE__TRANSPORT__AUTH",
            "{\"type\":\"api_key\",\"apiKey\":\"1234567890123456\"}");
  }

  @Test
  void saysThatNobodyAnswers() throws IOException {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();

      assertThat(lineageAt(port).obstacle()).isEmpty();
    }

    assertThat(lineageAt(port).obstacle().orElseThrow())
        .startsWith("Lineage was not told: http://127.0.0.1:" + port + " does not answer")
        .endsWith("the models are built all the same");
  }

  private static Lineage lineageAt(int port) {
    return lineage(Map.of("lineage.url", "http://127.0.0.1:" + port));
  }

  private static Lineage lineage(Map<String, String> settings) {
    return Lineage.from(Settings.of(settings));
  }
}
