package io.freshet.warehouse.snowflake.landing;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.stream.KafkaSettings;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Copies what tables gain to the landing folder: once, or for as long as the process lives. */
@Command(name = "land", description = "Copies what tables gain to the landing folder.")
public final class LandingApplication implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(LandingApplication.class);

  @Mixin private ProcessOptions options;

  @Option(names = "--follow", description = "Go on until stopped")
  private boolean follow;

  @Option(
      names = "--reload",
      description = "Land all of this table, whose copy in the warehouse was emptied before")
  private String reload;

  public static void main(String[] arguments) {
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new LandingApplication()),
        new FailedWork("Landing", LakeFailures::fault),
        arguments);
  }

  @Override
  public Integer call() throws Exception {
    return options.answer(this::land);
  }

  private ObjectNode land(Settings settings) throws Exception {
    Needs needs = settings.read(Needs::from, List.of("landing."));
    List<Contract> contracts =
        Contracts.read(needs.contracts()).all().stream().filter(Landable::is).toList();
    log.info("Landing starting settings={}", settings.effective());
    try (LandingStore store = LandingStore.open(needs.lake().store());
        CloseableCatalog catalog = new CloseableCatalog(LakeCatalog.open(needs.lake()))) {
      Landing landing = new Landing(catalog.catalog(), store, needs.landing());
      if (follow) {
        follow(
            new LandingLoop(
                landing::land, contracts, needs.landing().sweep(), InstantSource.system()),
            needs.kafka());

        return JsonNodeFactory.instance.objectNode().put("ok", true);
      }

      return reload == null
          ? once(landing, contracts)
          : result(List.of(landing.reload(named(contracts))), List.of());
    }
  }

  /** Without Kafka sweeps alone find what there is. */
  private static void follow(LandingLoop loop, Optional<KafkaSettings> kafka) {
    if (kafka.isEmpty()) {
      loop.run(
          limit -> {
            Thread.sleep(limit.toMillis());

            return Set.of();
          });

      return;
    }
    try (CommitWatch commits = CommitWatch.open(kafka.get())) {
      loop.run(commits::await);
    }
  }

  private Contract named(List<Contract> contracts) {
    return contracts.stream()
        .filter(contract -> TableLayout.name(contract).toString().equals(reload))
        .findFirst()
        .orElseThrow(
            () ->
                new FreshetException(
                    Fault.CALLER,
                    "%s is no table that lands; these do: %s"
                        .formatted(reload, contracts.stream().map(TableLayout::name).toList())));
  }

  private static ObjectNode once(Landing landing, List<Contract> contracts) {
    List<Landing.Landed> landed = new ArrayList<>();
    List<RuntimeException> failures = new ArrayList<>();
    for (Contract contract : contracts) {
      try {
        landed.add(landing.land(contract));
      } catch (RuntimeException e) {
        if (LakeFailures.fault(e) != Fault.CALLER) {
          throw e;
        }
        failures.add(e); // this table alone; the others go on
      }
    }

    return result(landed, failures);
  }

  private static ObjectNode result(List<Landing.Landed> landed, List<RuntimeException> failures) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", failures.isEmpty());
    ArrayNode tables = root.putArray("tables");
    for (Landing.Landed each : landed) {
      tables
          .addObject()
          .put("table", each.table())
          .put("snapshots", each.snapshots())
          .put("files", each.files())
          .put("rows", each.rows());
    }
    ArrayNode failed = root.putArray("failures");
    failures.forEach(failure -> failed.add(failure.getMessage()));

    return root;
  }

  /** What the process is told. */
  private record Needs(
      LandingSettings landing, LakeSettings lake, Path contracts, Optional<KafkaSettings> kafka) {
    static Needs from(Settings settings) {
      return new Needs(
          LandingSettings.from(settings),
          LakeSettings.from(settings),
          Path.of(settings.text("contracts.path")),
          settings.optionalText("kafka.bootstrap").map(bootstrap -> KafkaSettings.from(settings)));
    }
  }

  /** Iceberg's catalogs are closeable behind the interface. */
  private record CloseableCatalog(Catalog catalog) implements AutoCloseable {
    @Override
    public void close() throws Exception {
      if (catalog instanceof AutoCloseable closeable) {
        closeable.close();
      }
    }
  }
}
