package io.freshet.core.toolkit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LineageSettingsTest {
  @Test
  void tellsNothingWithoutAUrl() {
    assertThat(from(Map.of("lineage.token", "a-token-of-the-server")).endpoint()).isEmpty();
  }

  @Test
  void postsToThePathThatTheStandardNames() {
    assertThat(from(Map.of("lineage.url", "http://127.0.0.1:8282/")).endpoint())
        .contains(URI.create("http://127.0.0.1:8282/api/v1/lineage"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "collector:8282",
        "http://lineage_server:8282",
        "http://collector:82820",
        "http://[::8282"
      })
  void refusesWhatIsNoAddress(String url) {
    assertThatThrownBy(() -> from(Map.of("lineage.url", url)))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "lineage.url is %s; it must be an http or https address such as http://127.0.0.1:8282",
            url);
  }

  @Test
  void doesNotPrintTheToken() {
    LineageSettings settings =
        from(Map.of("lineage.url", "http://127.0.0.1:8282", "lineage.token", "hush"));

    assertThat(settings.toString()).doesNotContain("hush");
  }

  @Test
  void refusesATokenThatNoHeaderHoldsWithoutShowingIt() {
    assertThatThrownBy(() -> from(Map.of("lineage.token", "hush\n")))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessageContaining("lineage.token")
        .hasMessageNotContaining("hush");
  }

  private static LineageSettings from(Map<String, String> values) {
    return LineageSettings.from(Settings.of(values));
  }
}
