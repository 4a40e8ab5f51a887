package io.freshet.core.server.logs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.util.Map;
import org.junit.jupiter.api.Test;

class LogFormatTest {
  @Test
  void pinsKeyAndDefault() {
    assertThat(LogFormat.from(Settings.of(Map.of()))).isEqualTo(LogFormat.TEXT);
    assertThat(LogFormat.from(Settings.of(Map.of("log.format", "json")))).isEqualTo(LogFormat.JSON);
  }

  @Test
  void refusesOtherFormatsAndKeys() {
    Settings format = Settings.of(Map.of("log.format", "xml"));
    Settings key = Settings.of(Map.of("log.fromat", "json"));

    assertThatThrownBy(() -> LogFormat.from(format))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("log.format is xml; it must be text or json");
    assertThatThrownBy(() -> LogFormat.from(key))
        .hasMessage("log.fromat is no setting; did you mean log.format?");
  }
}
