package io.freshet.warehouse.snowflake;

import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.Settings;
import io.freshet.warehouse.snowflake.landing.LandingSettings;
import io.freshet.warehouse.snowflake.landing.S3Place;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The Snowflake account and what it is told about the lake. Keys start with {@code snowflake.}.
 * Secrets are never among them: settings name the file or the environment variable that has one.
 *
 * @param login empty where no account is asked
 * @param warehouse what a session runs in, and roles may use
 * @param emulator whether {@code url} is an emulator, which can run a part of the statements
 * @param database also the first part of every name that belongs to the account as a whole
 */
public record SnowflakeSettings(
    Optional<Login> login,
    Optional<String> warehouse,
    boolean emulator,
    String database,
    Lake lake,
    Landing landing) {
  private static final String NAME = "[A-Za-z][A-Za-z0-9_]*";
  private static final String ROLE_ARN = "snowflake.storage-role-arn";
  private static final List<String> REQUIRED =
      List.of("snowflake.url", "snowflake.user", ROLE_ARN, "catalog.warehouse");
  private static final List<String> LOGIN_KEYS =
      List.of(
          "snowflake.url",
          "snowflake.user",
          "snowflake.private-key-file",
          "snowflake.token-variable",
          "snowflake.role");
  private static final Duration MIN_REFRESH = Duration.ofSeconds(30);
  private static final Duration MAX_REFRESH = Duration.ofDays(1);

  public SnowflakeSettings {
    if (!database.matches(NAME)) {
      throw new InvalidSettingException(
          "snowflake.database", database, "a name of letters, digits and underscores");
    }
    if (!emulator && login.isPresent() && login.get().url().startsWith("http:")) {
      throw new InvalidSettingException(
          "snowflake.url",
          login.get().url(),
          "an https:// URL: whoever is on the way would read the token; only an emulator is spoken"
              + " to by http, with snowflake.emulator=true");
    }
  }

  /**
   * Who talks to which account.
   *
   * @param privateKeyFile PKCS 8, of a key-pair user
   * @param tokenVariable the environment variable that holds a programmatic access token
   */
  public record Login(
      String url,
      String user,
      Optional<Path> privateKeyFile,
      Optional<String> tokenVariable,
      Optional<String> role) {
    public Login {
      if (!isOfAServer(url)) {
        throw new InvalidSettingException(
            "snowflake.url", url, "such as https://myorg-myaccount.snowflakecomputing.com");
      }
      if (privateKeyFile.isPresent() && tokenVariable.isPresent()) {
        throw new InvalidSettingException(
            "snowflake.token-variable",
            tokenVariable.get(),
            "left out where snowflake.private-key-file is set: a user logs in one way");
      }
    }

    private static boolean isOfAServer(String url) {
      try {
        return url.matches("https?://.*") && new URI(url).getHost() != null;
      } catch (URISyntaxException notAUrl) {
        return false;
      }
    }
  }

  /**
   * How Snowflake reaches the tables.
   *
   * @param url where tables lie, such as {@code s3://lake/warehouse/}
   * @param catalogUri the REST catalog as seen from Snowflake
   * @param catalogTokenVariable the environment variable that holds its bearer token
   * @param roleArn the IAM role that may read the tables and, below {@code landing}, the copies
   * @param refresh how often Snowflake asks the catalog for new snapshots
   */
  public record Lake(
      String url,
      String catalogUri,
      String catalogTokenVariable,
      String roleArn,
      Optional<String> externalId,
      Duration refresh) {
    public Lake {
      requireBucket("snowflake.lake-url", url);
      requireArn("snowflake.storage-role-arn", roleArn);
      if (refresh.compareTo(MIN_REFRESH) < 0 || refresh.compareTo(MAX_REFRESH) > 0) {
        throw new InvalidSettingException(
            "snowflake.refresh-interval", refresh.toSeconds() + "s", "between 30s and 1d");
      }
    }
  }

  /**
   * The copy path.
   *
   * @param location where the landing process puts copies; its events alone go to the pipes' queue
   * @param eventsTopicArn the SNS topic of the bucket's events; empty where the bucket sends them
   *     straight to the queue that Snowflake makes for the pipes
   * @param errors where pipes report files that they could not load
   */
  public record Landing(
      S3Place location, Optional<String> eventsTopicArn, Optional<Errors> errors) {
    public Landing {
      eventsTopicArn.ifPresent(arn -> requireArn("snowflake.events-topic-arn", arn));
    }

    public String url() {
      return withSlash(location.toString());
    }
  }

  /** An SNS topic and the IAM role that may publish to it. */
  public record Errors(String topicArn, String roleArn) {
    public Errors {
      requireArn("snowflake.errors-topic-arn", topicArn);
      requireArn("snowflake.errors-role-arn", roleArn);
    }
  }

  /** Those of who talks to an account. */
  public static SnowflakeSettings from(Settings settings) {
    // A record refuses the stand-in for what is not set, and hides what else is not.
    REQUIRED.forEach(settings::text);
    Login login = login(settings);

    return of(settings, Optional.of(login));
  }

  /** Those of who only writes statements. */
  public static SnowflakeSettings withoutLogin(Settings settings) {
    LOGIN_KEYS.forEach(settings::optionalText);

    return of(settings, Optional.empty());
  }

  private static SnowflakeSettings of(Settings settings, Optional<Login> login) {
    return new SnowflakeSettings(
        login,
        settings.optionalText("snowflake.warehouse"),
        settings.flag("snowflake.emulator", false),
        settings.text("snowflake.database", "FRESHET"),
        new Lake(
            withSlash(settings.text("snowflake.lake-url", settings.text("catalog.warehouse"))),
            settings.text("snowflake.catalog-uri", settings.text("catalog.uri", "")),
            settings.text("snowflake.catalog-token-variable", "SNOWFLAKE_CATALOG_TOKEN"),
            settings.text(ROLE_ARN),
            settings.optionalText("snowflake.storage-external-id"),
            settings.duration("snowflake.refresh-interval", MIN_REFRESH)),
        new Landing(
            LandingSettings.location(settings),
            settings.optionalText("snowflake.events-topic-arn"),
            errors(settings)));
  }

  /** Of whoever asks the account. */
  public Login requireLogin() {
    return login.orElseThrow(
        () ->
            new IllegalStateException(
                "These settings were read without a login; read them with SnowflakeSettings.from"));
  }

  private static Login login(Settings settings) {
    return new Login(
        settings.text("snowflake.url"),
        settings.text("snowflake.user"),
        settings.optionalText("snowflake.private-key-file").map(Path::of),
        settings.optionalText("snowflake.token-variable"),
        settings.optionalText("snowflake.role"));
  }

  private static Optional<Errors> errors(Settings settings) {
    Optional<String> topic = settings.optionalText("snowflake.errors-topic-arn");
    Optional<String> role = settings.optionalText("snowflake.errors-role-arn");
    if (topic.isPresent() != role.isPresent()) {
      throw new InvalidSettingException(
          topic.isPresent() ? "snowflake.errors-role-arn" : "snowflake.errors-topic-arn",
          "not set",
          "set together with the other of the two, or neither");
    }

    return topic.map(arn -> new Errors(arn, role.get()));
  }

  private static String withSlash(String url) {
    return url.endsWith("/") ? url : url + "/";
  }

  private static void requireBucket(String key, String url) {
    if (!url.matches("s3://[a-z0-9][a-z0-9.-]+/.*")) {
      throw new InvalidSettingException(
          key, url, "a place in a bucket, such as s3://lake/warehouse/");
    }
  }

  private static void requireArn(String key, String arn) {
    if (!arn.matches("arn:aws[a-z-]*:[a-z0-9-]+:[a-z0-9-]*:[0-9]+:.+")) {
      throw new InvalidSettingException(
          key, arn, "an ARN, such as arn:aws:iam::123456789012:role/snowflake-lake");
    }
  }
}
