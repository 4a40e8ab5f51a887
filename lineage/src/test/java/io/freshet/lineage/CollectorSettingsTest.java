package io.freshet.lineage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class CollectorSettingsTest {
  private static final Map<String, String> REQUIRED =
      Map.of(
          "lineage.token", "a-token-that-only-tests-use",
          "postgres.url", "jdbc:postgresql://127.0.0.1:5432/orders",
          "postgres.user", "freshet",
          "postgres.password", "a-postgres-password");

  @Test
  void hasDefaults() {
    CollectorSettings settings = read(Map.of());

    assertThat(settings.http().host()).isEqualTo("127.0.0.1");
    assertThat(settings.http().port()).isEqualTo(8282);
    assertThat(settings.maxEventBytes()).isEqualTo(1024 * 1024);
    assertThat(settings.postgres().database()).isEqualTo("lineage");
    assertThat(settings.postgres().startTimeout()).isEqualTo(Duration.ofSeconds(30));
    assertThat(settings.catalogs()).containsExactly("lake");
    assertThat(settings.warehouse()).isEmpty();
  }

  @Test
  void takesEverySetting() {
    CollectorSettings settings =
        read(
            Map.of(
                "lineage.host", "127.0.0.2",
                "lineage.port", "9000",
                "lineage.database", "graph",
                "lineage.start-timeout", "1s",
                "lineage.max-event-bytes", "1000",
                "lineage.catalogs", "lake, iceberg",
                "lineage.url", "http://127.0.0.1:9000",
                "lineage.heap", "64m",
                "catalog.uri", "http://127.0.0.1:8181",
                "catalog.warehouse", "s3://lake/warehouse"));

    assertThat(settings.http()).hasToString("127.0.0.2:9000");
    assertThat(settings.maxEventBytes()).isEqualTo(1000);
    assertThat(settings.postgres())
        .hasToString("jdbc:postgresql://127.0.0.1:5432/graph as freshet");
    assertThat(settings.catalogs())
        .containsExactlyInAnyOrder("lake", "iceberg", "http://127.0.0.1:8181");
    assertThat(settings.warehouse()).contains("s3://lake/warehouse");
  }

  @Test
  void namesEveryWrongSettingAtOnce() {
    assertThatThrownBy(() -> read(Map.of("lineage.port", "x", "lineage.databse", "x")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "lineage.port is x; it must be a whole number\n"
                + "lineage.databse is no setting; did you mean lineage.database?");
  }

  @Test
  void refusesAShortToken() {
    assertThatThrownBy(() -> read(Map.of("lineage.token", "short")))
        .hasMessage("lineage.token is too short; it must be at least 16 characters");
  }

  private static CollectorSettings read(Map<String, String> values) {
    Map<String, String> all = new HashMap<>(REQUIRED);
    all.putAll(values);

    return CollectorSettings.from(Settings.of(all));
  }
}
