package io.freshet.warehouse.snowflake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.snowflake.landing.LandingSettings;
import io.freshet.warehouse.snowflake.script.Account;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SnowflakeSettingsTest {
  @Test
  void hasTheseKeysAndDefaults() {
    Settings settings = Settings.of(Account.SETTINGS);

    SnowflakeSettings snowflake = SnowflakeSettings.from(settings);

    assertThat(settings.effective().keySet())
        .containsExactly(
            "catalog.uri",
            "catalog.warehouse",
            "landing.location",
            "snowflake.catalog-token-variable",
            "snowflake.catalog-uri",
            "snowflake.database",
            "snowflake.emulator",
            "snowflake.errors-role-arn",
            "snowflake.errors-topic-arn",
            "snowflake.events-topic-arn",
            "snowflake.lake-url",
            "snowflake.private-key-file",
            "snowflake.refresh-interval",
            "snowflake.role",
            "snowflake.storage-external-id",
            "snowflake.storage-role-arn",
            "snowflake.token-variable",
            "snowflake.url",
            "snowflake.user",
            "snowflake.warehouse");
    assertThat(snowflake.database()).isEqualTo("FRESHET");
    assertThat(snowflake.lake().url()).isEqualTo("s3://lake/warehouse/");
    assertThat(snowflake.lake().catalogUri()).isEqualTo("https://catalog.example.com");
    assertThat(snowflake.lake().catalogTokenVariable()).isEqualTo("SNOWFLAKE_CATALOG_TOKEN");
    assertThat(snowflake.lake().refresh()).isEqualTo(Duration.ofSeconds(30));
    assertThat(snowflake.landing().url()).isEqualTo("s3://lake/landing/");
    assertThat(snowflake.emulator()).isFalse();
  }

  @Test
  void namesAllThatLackAtOnce() {
    Settings settings = Settings.of(Map.of("catalog.warehouse", "s3://lake/warehouse/"));

    assertThatThrownBy(() -> settings.read(SnowflakeSettings::from, List.of("snowflake.")))
        .hasMessageContaining("snowflake.url is not set")
        .hasMessageContaining("snowflake.user is not set")
        .hasMessageContaining("snowflake.storage-role-arn is not set");
  }

  @Test
  void needsNoLoginForStatements() {
    Settings settings =
        Settings.of(
            Map.of(
                "catalog.warehouse",
                "s3://lake/warehouse/",
                "snowflake.storage-role-arn",
                "arn:aws:iam::123456789012:role/lake"));

    assertThat(settings.read(SnowflakeSettings::withoutLogin, List.of("snowflake.")).login())
        .isEmpty();
  }

  @Test
  void refusesWhatIsNoAccount() {
    refuses(
        Map.of("snowflake.url", "myorg-myaccount"),
        "snowflake.url is myorg-myaccount; it must be such as"
            + " https://myorg-myaccount.snowflakecomputing.com");
  }

  @Test
  void refusesTwoWaysToLogIn() {
    refuses(
        Map.of("snowflake.private-key-file", "key.p8", "snowflake.token-variable", "TOKEN"),
        "snowflake.token-variable is TOKEN; it must be left out where snowflake.private-key-file"
            + " is set: a user logs in one way");
  }

  @Test
  void refusesWhatIsNoArn() {
    refuses(
        Map.of("snowflake.storage-role-arn", "lake"),
        "snowflake.storage-role-arn is lake; it must be an ARN, such as"
            + " arn:aws:iam::123456789012:role/snowflake-lake");
  }

  @Test
  void refusesAnIntervalThatSnowflakeRefuses() {
    refuses(
        Map.of("snowflake.refresh-interval", "5s"),
        "snowflake.refresh-interval is 5s; it must be between 30s and 1d");
  }

  @Test
  void refusesHalfOfTheErrorSettings() {
    refuses(
        Map.of("snowflake.errors-topic-arn", "arn:aws:sns:us-east-1:1:x"),
        "snowflake.errors-role-arn is not set; it must be set together with the other of the two,"
            + " or neither");
  }

  @Test
  void refusesAPlaceThatIsInNoBucket() {
    refuses(
        Map.of("snowflake.lake-url", "/tables"),
        "snowflake.lake-url is /tables/; it must be a place in a bucket, such as"
            + " s3://lake/warehouse/");
  }

  @Test
  void looksForCopiesWhereTheLandingProcessPutsThem() {
    Map<String, String> settings =
        Map.of("catalog.warehouse", "s3://lake/x", "landing.location", "s3a://in/y/");

    assertThat(Account.settings(settings).landing().location())
        .isEqualTo(LandingSettings.from(Settings.of(settings)).location());
    assertThat(Account.settings(settings).landing().url()).isEqualTo("s3://in/y/");
  }

  @Test
  void refusesToSendATokenUnencrypted() {
    Map<String, String> http = Map.of("snowflake.url", "http://127.0.0.1:80");
    refuses(
        http,
        "snowflake.url is http://127.0.0.1:80; it must be an https:// URL: whoever is on the way"
            + " would read the token; only an emulator is spoken to by http, with"
            + " snowflake.emulator=true");

    assertThat(
            Account.settings(
                Map.of("snowflake.url", "http://127.0.0.1:80", "snowflake.emulator", "true")))
        .extracting(settings -> settings.requireLogin().url())
        .isEqualTo("http://127.0.0.1:80");
  }

  @ParameterizedTest
  @ValueSource(strings = {"https://my account", "//host", "https://", "ftp://host", "%%"})
  void refusesWhatIsNoUrl(String url) {
    refuses(
        Map.of("snowflake.url", url),
        "snowflake.url is %s; it must be such as https://myorg-myaccount.snowflakecomputing.com"
            .formatted(url));
  }

  private static void refuses(Map<String, String> settings, String message) {
    assertThatThrownBy(() -> Account.settings(settings))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(message);
  }
}
