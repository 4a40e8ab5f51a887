package io.freshet.serving.eta;

import io.freshet.core.contract.ContractTexts;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.server.postgres.PostgresSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.eta.dasher.DasherActivity.Limits;
import io.freshet.serving.eta.events.RegistryAccess;
import io.freshet.serving.eta.rebuild.Comparison;
import io.freshet.serving.eta.rebuild.Progress;
import io.freshet.serving.eta.rebuild.Rebuild;
import io.freshet.serving.eta.rebuild.RebuildTimes;
import io.freshet.serving.eta.rebuild.Sources;
import io.freshet.serving.eta.redis.RedisTarget;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Restores what Redis shows from its sources, holds it against them, or takes a person out. A
 * process of its own beside the job, by the job's settings; its progress is on standard error.
 */
@Command(name = "redis", description = "Restores what Redis shows, or compares it.")
public final class RedisApplication {
  private RedisApplication() {}

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new RedisApplication()),
        new FailedWork("Redis", RedisApplication::fault),
        arguments);
  }

  @Command(name = "rebuild", description = "Writes what Redis should show, unless it has newer.")
  int rebuild(@Mixin ProcessOptions options, @Mixin Since since) throws Exception {
    return options.answer(settings -> Parts.of(settings, since).rebuild().run());
  }

  @Command(name = "compare", description = "Says what Redis lacks.")
  int compare(
      @Mixin ProcessOptions options,
      @Mixin Since since,
      @Option(names = "--repair", description = "Write what is older or missing") boolean repairs)
      throws Exception {
    return options.answer(
        settings -> {
          Comparison comparison = Parts.of(settings, since).comparison();

          return repairs ? comparison.repair() : comparison.look();
        });
  }

  @Command(name = "forget", description = "Takes one person out of what Redis shows.")
  int forget(
      @Mixin ProcessOptions options,
      @Option(names = "--person", required = true, description = "The kind, as dasher") String kind,
      @Option(names = "--id", required = true, description = "Which one") String id,
      @Option(names = "--run", description = "Do it; else say what knows the person") boolean run)
      throws Exception {
    return options.answer(
        settings ->
            new ForgottenInRedis(kind, id)
                .answer(
                    RedisTarget.from(settings),
                    run ? ForgottenInRedis.Mode.RUN : ForgottenInRedis.Mode.PLAN));
  }

  /** How far back sources are read. */
  static final class Since {
    @Option(names = "--since", description = "Default: as long as Redis shows an active order")
    private Duration duration;

    Duration or(Duration usual) {
      return duration == null ? usual : duration;
    }
  }

  /** What both are made of. */
  private record Parts(EtaSettings eta, Sources sources, RebuildTimes times, Progress progress) {

    static Parts of(Settings given, Since since) {
      Needs needs = given.read(Needs::from, List.of("eta."));
      EtaSettings eta = needs.eta();
      RebuildTimes times =
          new RebuildTimes(
              since.or(eta.entries().activeTtl()),
              Limits.of(eta.times().idleAfter(), eta.times().offlineAfter()),
              eta.times().dasherEvery(),
              eta.times().disorder(),
              eta.execution().checkpointInterval().plus(eta.redis().linger()));
      Progress progress = new Progress(System.err, System::nanoTime);
      Sources sources =
          new Sources(
              eta.inputs().kafka(),
              RegistryAccess.at(eta.inputs().registry()).open(),
              needs.postgres(),
              needs.contracts(),
              times,
              progress);

      return new Parts(eta, sources, times, progress);
    }

    Rebuild rebuild() {
      return new Rebuild(
          sources, eta.entries(), times, eta.redis(), InstantSource.system(), progress);
    }

    Comparison comparison() {
      return new Comparison(
          sources, eta.entries(), times, eta.redis(), InstantSource.system(), progress);
    }
  }

  /**
   * What the settings must say.
   *
   * @param postgres where steps of orders are captured from there; else what its settings are, and
   *     whether this process has a password of it, is no matter
   */
  record Needs(EtaSettings eta, ContractTexts contracts, Optional<PostgresSettings> postgres) {
    static Needs from(Settings settings) {
      EtaSettings eta = EtaSettings.from(settings);
      ContractTexts contracts = ContractTexts.read(Path.of(eta.inputs().contractsPath()));

      return new Needs(
          eta,
          contracts,
          settings
              .optionalText("postgres.url")
              .filter(url -> Sources.areCaptured(contracts))
              .map(url -> PostgresSettings.from(settings, "orders")));
    }
  }

  private static Fault fault(Throwable failure) {
    return failure instanceof FreshetException known ? known.fault() : Fault.OURS;
  }
}
