package io.freshet.orchestration.airflow;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import java.net.URI;
import java.time.Duration;

/** Where Airflow's API is and who asks. Keys start with {@code airflow.}. */
public record AirflowSettings(URI url, String user, String password, Duration timeout) {
  public AirflowSettings {
    if (url.getHost() == null) {
      throw new InvalidSettingException("airflow.url", url, "a URL such as http://airflow:8080");
    }
  }

  public static AirflowSettings from(Settings settings) {
    return new AirflowSettings(
        url(settings.text("airflow.url")),
        settings.text("airflow.user"),
        settings.text("airflow.password"),
        settings.duration("airflow.timeout", Duration.ofSeconds(30)));
  }

  private static URI url(String text) {
    try {
      return URI.create(text);
    } catch (IllegalArgumentException e) {
      throw new InvalidSettingException("airflow.url", text, "a URL such as http://airflow:8080");
    }
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "%s as %s".formatted(url, user);
  }
}
