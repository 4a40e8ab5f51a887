package io.freshet.ingestion.gateway.contracts;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.FreshetException;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the folder of contracts while the gateway runs. What two looks have found the same is
 * read, all of it, and served at once or not at all: what can't be read or taken is told of once,
 * and whatever was served goes on. What is not applied yet is tried again at each look.
 */
public final class ContractsWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ContractsWatch.class);
  private static final long SECONDS_TO_END = 10;

  private final Path folder;
  private final LiveChanges changes;
  private final Function<Contracts, Served> open;
  private final AtomicReference<Served> served;
  private final ScheduledExecutorService looking =
      Executors.newSingleThreadScheduledExecutor(
          work -> {
            Thread thread = new Thread(work, "contracts");
            thread.setDaemon(true);

            return thread;
          });

  private Map<String, String> found = Map.of();

  /** What was found last and is served or refused. */
  private Map<String, String> settled = Map.of();

  private boolean isRefused;

  /** What was told last; empty when all was well since. */
  private String problem = "";

  private volatile Counts counts = new Counts(0, 0, false);

  /**
   * What became of changes so far.
   *
   * @param isBehind whether something else is served than what the folder says
   */
  record Counts(long taken, long refused, boolean isBehind) {
    Counts andTaken() {
      return new Counts(taken + 1, refused, false);
    }

    Counts andRefused() {
      return new Counts(taken, refused + 1, true);
    }

    Counts behind(boolean now) {
      return new Counts(taken, refused, now);
    }
  }

  /**
   * @param open makes ready what contracts ask for; fails while that can't be
   * @param served is replaced
   */
  public ContractsWatch(
      Path folder,
      LiveChanges changes,
      Function<Contracts, Served> open,
      AtomicReference<Served> served) {
    this.folder = folder;
    this.changes = changes;
    this.open = open;
    this.served = served;
  }

  /** Begins to look. */
  public void start(Duration every, MeterRegistry metrics) {
    FunctionCounter.builder("freshet.gateway.contracts.taken", this, watch -> watch.counts.taken())
        .description("Changes of the contracts that are served since, without a restart")
        .register(metrics);
    FunctionCounter.builder(
            "freshet.gateway.contracts.refused", this, watch -> watch.counts.refused())
        .description("Changes of the contracts that could not be taken; the log says why")
        .register(metrics);
    Gauge.builder(
            "freshet.gateway.contracts.behind", this, watch -> watch.counts.isBehind() ? 1 : 0)
        .description("1 while other contracts are served than those in the folder")
        .register(metrics);
    ScheduledFuture<?> unused =
        looking.scheduleWithFixedDelay(
            this::look, every.toMillis(), every.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Never throws: a thread that looks again and again must not end. */
  void look() {
    try {
      Map<String, String> before = found;
      found = marks();
      if (!found.equals(before)) {
        return; // It is being edited, or was just now.
      }
      if (!found.equals(settled)) {
        follow(found);
      } else if (!isRefused) {
        settle(counts.behind(false));
      }
    } catch (FreshetException e) {
      waits("Contracts wait, those before them are served problem={}", e.getMessage());
    } catch (IOException | RuntimeException e) {
      waits("Contracts can't be looked at, those before are served problem={}", e.toString());
    }
  }

  Counts counts() {
    return counts;
  }

  @Override
  public void close() {
    looking.shutdownNow();
    try {
      if (!looking.awaitTermination(SECONDS_TO_END, TimeUnit.SECONDS)) {
        LOG.warn("Looking at contracts does not end seconds={}", SECONDS_TO_END);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void follow(Map<String, String> asFound) throws IOException {
    Contracts now = served.get().contracts();
    Contracts next;
    try {
      next = Contracts.read(folder);
      if (!marks().equals(asFound)) {
        return; // The next look finds out how.
      }
      changes.require(now, next);
    } catch (FreshetException e) {
      settled = asFound;
      isRefused = true;
      counts = counts.andRefused();
      tell("Contracts refused, those before them are served problem={}", e.getMessage());
      return;
    }
    List<String> changed = changed(now, next);
    if (changed.isEmpty()) {
      settle(counts.behind(false));
    } else {
      served.set(open.apply(next));
      settle(counts.andTaken());
      LOG.info("Contracts taken changed={}", changed);
    }
    settled = asFound;
  }

  /** All is as the folder says. */
  private void settle(Counts now) {
    counts = now;
    isRefused = false;
    problem = "";
  }

  /** Those that are new, other than before or no longer kept up. */
  private static List<String> changed(Contracts now, Contracts next) {
    List<Contract> before = now.all();
    List<Contract> after = next.all();

    return Stream.concat(
            before.stream().filter(contract -> !after.contains(contract)),
            after.stream().filter(contract -> !before.contains(contract)))
        .map(Contract::name)
        .distinct()
        .sorted()
        .toList();
  }

  private void waits(String event, String why) {
    counts = counts.behind(true);
    tell(event, why);
  }

  /** Once, however often it is seen. */
  private void tell(String event, String why) {
    if (!why.equals(problem)) {
      problem = why;
      LOG.warn(event, why);
    }
  }

  /** Another one for each file after each change of it; links are followed to what they show. */
  private Map<String, String> marks() throws IOException {
    Map<String, String> marks = new TreeMap<>();
    for (Path file : files()) {
      BasicFileAttributes now = Files.readAttributes(file, BasicFileAttributes.class);
      marks.put(
          file.getFileName().toString(),
          "%s %d %s".formatted(now.lastModifiedTime(), now.size(), now.fileKey()));
    }

    return marks;
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> entries = Files.list(folder)) {
      return entries
          .filter(path -> path.toString().endsWith(".yaml") || path.toString().endsWith(".yml"))
          .toList();
    }
  }
}
