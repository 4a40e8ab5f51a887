package io.freshet.bench;

import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Settings;
import io.freshet.local.FlinkApplication;
import io.freshet.local.Modules;
import io.freshet.local.PartStatus;
import io.freshet.local.Platform;
import io.freshet.local.ProgressListener;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;
import org.apache.iceberg.catalog.Catalog;

/**
 * An embedded platform on which nothing else happens: parts are up, contracts applied, streams
 * empty, no application runs.
 */
public record Stage(Platform platform, Modules modules, ProgressListener progress) {
  public Settings settings() {
    return platform.settings();
  }

  public Path profile() {
    return platform.folder().profile();
  }

  public Contracts contracts() {
    return Contracts.read(Path.of(settings().text("contracts.path")));
  }

  /** For files of a bench's own; gone with the platform. */
  public Path scratch() {
    return platform.folder().root().resolve("bench");
  }

  public KafkaSettings kafka() {
    return KafkaSettings.from(settings());
  }

  public HttpSchemaRegistry registry() {
    return new HttpSchemaRegistry(RegistrySettings.from(settings()));
  }

  public Catalog catalog() {
    return LakeCatalog.open(LakeSettings.from(settings()));
  }

  /** Lets time pass, and tells how much of it. */
  public void pass(String what, Duration span) {
    Countdown countdown = new Countdown(what, span.toSeconds(), progress);
    long begin = System.nanoTime();
    for (long left = span.toMillis(); left > 0; ) {
      Pauses.pause(Duration.ofMillis(Math.min(left, 1000)));
      long passed = Duration.ofNanos(System.nanoTime() - begin).toMillis();
      countdown.at(passed / 1000);
      left = span.toMillis() - passed;
    }
  }

  /** Starts an application; returns with a meter of its processes as soon as its job runs. */
  public ProcessMeter start(FlinkApplication application) {
    long begin = System.nanoTime();
    platform.start(application, progress);
    Set<String> names = Set.of(application.jobManager(), application.taskManager());
    List<Long> pids =
        platform.status().stream()
            .filter(part -> names.contains(part.name()))
            .map(PartStatus::pid)
            .filter(OptionalLong::isPresent)
            .map(OptionalLong::getAsLong)
            .toList();

    return new ProcessMeter(pids, begin);
  }
}
