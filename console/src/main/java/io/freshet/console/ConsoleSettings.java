package io.freshet.console;

import io.freshet.assurance.alert.AlertSettings;
import io.freshet.assurance.history.HistorySettings;
import io.freshet.console.login.LoginSettings;
import io.freshet.console.pipeline.JobManagers;
import io.freshet.console.rows.RowSettings;
import io.freshet.core.contract.RawJson;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.server.http.HttpAddress;
import io.freshet.core.server.tls.DoorTls;
import io.freshet.core.toolkit.Durations;
import io.freshet.core.toolkit.InvalidSettingException;
import io.freshet.core.toolkit.LineageSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.view.RedisAccess;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * Everything the console is told. Its own keys start with {@code console.}.
 *
 * @param access who may come
 * @param installation where contracts and receipts lie, and whom to ask
 * @param pace how often it looks
 * @param alerts whom it tells of tables that are too late
 * @param history how much it keeps of what it measures
 * @param rows as whom it reads rows, and how many
 */
public record ConsoleSettings(
    HttpAddress address,
    Access access,
    Installation installation,
    Pace pace,
    AlertSettings alerts,
    HistorySettings history,
    RowSettings rows) {
  private static final String PART = "console";
  private static final int DEFAULT_PORT = 8989;
  private static final String ALLOWED_HOSTS = "console.allowed-hosts";
  private static final String LOGIN_ELSEWHERE = "console.login.elsewhere";

  /**
   * Whose console it is.
   *
   * @param redis empty where the settings name none: then nothing is shown of what serves
   * @param maps folder of an operator's streets; empty where there is none
   */
  public record Installation(
      Path contracts,
      Path receipts,
      LakeSettings lake,
      KafkaSettings kafka,
      RegistrySettings registry,
      RawJson rawJson,
      LineageSettings lineage,
      JobManagers flink,
      Optional<RedisAccess> redis,
      Training training,
      Optional<Path> maps) {}

  /**
   * Where training sets and models lie.
   *
   * @param models a folder, or an address that the console does not read; empty where there is none
   */
  public record Training(Path sets, Optional<String> models) {}

  /**
   * How often it looks.
   *
   * @param measureEvery how long after one round over all tables the next begins
   * @param deadLettersBack how far back dead letters are counted
   */
  public record Pace(Duration measureEvery, Duration deadLettersBack) {
    public Pace {
      requireBetween(
          "console.measure-every", measureEvery, Duration.ofSeconds(1), Duration.ofHours(1));
      requireBetween(
          "console.dead-letters-back", deadLettersBack, Duration.ofHours(1), Duration.ofDays(365));
    }
  }

  /**
   * Who may come.
   *
   * @param allowedHosts names that it may be called by, beside those of the loopback address
   * @param login empty where nobody logs in
   * @param loginElsewhere whether something before the console knows who comes
   */
  public record Access(
      Set<String> allowedHosts, Optional<LoginSettings> login, boolean loginElsewhere) {
    public Access {
      allowedHosts = Set.copyOf(allowedHosts);
      if (login.isPresent() && loginElsewhere) {
        throw new InvalidSettingException(
            LOGIN_ELSEWHERE, true, "left out where console.oidc.issuer is set");
      }
    }

    /** Refuses a console that others reach, and that asks nobody who they are. */
    void requireFor(HttpAddress address) {
      if (login.isPresent() || loginElsewhere) {
        return;
      }
      String instead =
          " unless console.oidc.issuer names who knows people, or %s is true because a proxy before"
                  .formatted(LOGIN_ELSEWHERE)
              + " the console lets nobody through whom it does not know";
      if (!DoorTls.isLoopback(address.host())) {
        throw new InvalidSettingException(
            "console.host", address.host(), "a loopback address such as 127.0.0.1" + instead);
      }
      if (!allowedHosts.isEmpty()) {
        throw new InvalidSettingException(
            ALLOWED_HOSTS, String.join(",", new TreeSet<>(allowedHosts)), "left out" + instead);
      }
    }
  }

  public ConsoleSettings {
    access.requireFor(address);
  }

  /**
   * @param profile beside which receipts lie, where the settings name no folder
   */
  static ConsoleSettings from(Settings settings, Path profile) {
    return settings.read(each -> parts(each, profile), List.of("console.", "alerts.", "history."));
  }

  private static ConsoleSettings parts(Settings settings, Path profile) {
    return new ConsoleSettings(
        HttpAddress.from(settings, PART, DEFAULT_PORT),
        new Access(
            Set.copyOf(settings.list(ALLOWED_HOSTS, List.of())),
            LoginSettings.from(settings),
            settings.flag(LOGIN_ELSEWHERE, false)),
        new Installation(
            Path.of(settings.text("contracts.path")),
            Path.of(
                settings.text(
                    "receipts.path",
                    profile.toAbsolutePath().resolveSibling("receipts").toString())),
            LakeSettings.from(settings),
            KafkaSettings.from(settings),
            RegistrySettings.from(settings),
            RawJson.from(settings),
            LineageSettings.from(settings),
            new JobManagers(
                settings.list("console.flink", List.of()),
                settings.optionalText("console.flink-file").map(Path::of)),
            redis(settings),
            new Training(
                Path.of(
                    settings.text(
                        "training.datasets",
                        profile.toAbsolutePath().resolveSibling("datasets").toString())),
                settings.optionalText("eta.model")),
            settings.optionalText("live.maps").map(Path::of)),
        new Pace(
            settings.duration("console.measure-every", Duration.ofSeconds(10)),
            settings.duration("console.dead-letters-back", Duration.ofDays(7))),
        AlertSettings.from(settings),
        HistorySettings.from(settings),
        RowSettings.from(settings));
  }

  /** That of the services, as a user of its own where one is named. */
  private static Optional<RedisAccess> redis(Settings settings) {
    Optional<String> user = settings.optionalText("console.redis-user");
    Optional<String> password = settings.optionalText("console.redis-password");
    if (user.isPresent() != password.isPresent()) {
      throw new InvalidSettingException(
          user.isPresent() ? "console.redis-password" : "console.redis-user",
          "not set",
          "set together with the other of the two, or neither");
    }

    return RedisAccess.shared(settings)
        .map(shared -> user.isEmpty() ? shared : shared.as(user.get(), password.orElseThrow()));
  }

  private static void requireBetween(String key, Duration value, Duration min, Duration max) {
    if (value.compareTo(min) < 0 || value.compareTo(max) > 0) {
      throw new InvalidSettingException(
          key,
          Durations.print(value),
          "between %s and %s".formatted(Durations.print(min), Durations.print(max)));
    }
  }
}
