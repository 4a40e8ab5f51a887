package io.freshet.cli.event;

import io.freshet.assurance.find.EventFinder;
import io.freshet.assurance.find.EventQuestion;
import io.freshet.assurance.find.SearchLimits;
import io.freshet.assurance.find.Whereabouts;
import io.freshet.assurance.log.Log;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.registry.HttpSchemaRegistry;
import io.freshet.core.envelope.registry.RegistrySettings;
import io.freshet.core.toolkit.Amounts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import io.freshet.serving.view.EventViews;
import io.freshet.serving.view.RedisAccess;
import io.freshet.serving.view.RedisReader;
import java.io.PrintWriter;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.apache.iceberg.catalog.Catalog;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "event",
    description = {
      "Says where one event is: gateway, Kafka, the table's snapshot and file, or dead letter.",
      "Of an order's or dasher's event also whether Redis has passed it. Shows nothing of what",
      "it says but its order, with version and time. The log is searched from its newest records back, within",
      "limits; what Kafka has let go is found by its place, --at. Exit code 1: neither Kafka nor a",
      "gateway knows of it, or it is missing."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet event order_events --id 5c1e09af33b2-17",
      "          ./freshet event order_events --at 3:1042",
      "          ./freshet event order_events --id 5c1e09af33b2-17 --from 2h --until 1h"
    })
public final class EventCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CONTRACT", description = "Whose stream it was sent to")
  private String contract;

  @ArgGroup(multiplicity = "1")
  private Which which;

  @Option(
      names = "--from",
      paramLabel = "TIME",
      defaultValue = "",
      description = "With --id: received then or later: a time, a day, or how long ago, such as 2h")
  private String from;

  @Option(
      names = "--until",
      paramLabel = "TIME",
      defaultValue = "",
      description = "With --id: received before that")
  private String until;

  @Option(
      names = "--max-records",
      paramLabel = "N",
      defaultValue = "500000",
      description = "Look at so many records at most. Default: ${DEFAULT-VALUE}")
  private long maxRecords;

  @Option(
      names = "--max-time",
      paramLabel = "DURATION",
      defaultValue = "60s",
      description = "Look for so long at most. Default: ${DEFAULT-VALUE}")
  private Duration maxTime;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  /** What is known of it. */
  private static final class Which {
    @Option(
        names = "--id",
        paramLabel = "ID",
        description = "The id that its sender gave it: CloudEvents' id")
    private String id;

    @Option(names = "--at", paramLabel = "PARTITION:OFFSET", description = "Where Kafka put it")
    private String place;
  }

  @Override
  public Integer call() throws Exception {
    if (maxRecords < 1) {
      throw new FreshetException(
          Fault.CALLER, "--max-records is %d; at least 1".formatted(maxRecords));
    }
    Contracts contracts = workspace.contracts();
    EventQuestion question =
        EventQuestion.parse(
            contracts.require(contract),
            which.id == null ? "" : which.id,
            which.place == null ? "" : which.place,
            new EventQuestion.Times(from, until),
            Instant.now());
    Settings settings = workspace.settings();
    Optional<RedisReader> redis = redis(settings, question.contract());
    EventViews views =
        new EventViews(
            question.contract(),
            key -> redis.flatMap(known -> known.read(key)),
            new HttpSchemaRegistry(RegistrySettings.from(settings)));
    Whereabouts found = find(question, contracts, redis.isPresent() ? views : logged -> {});
    redis.ifPresent(RedisReader::close);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      new EventText(question, found, views.findings()).print(out);
    }
    json.write(EventJson.of(question, found, views.findings()), out);

    return EventJson.isWell(found) ? 0 : 1;
  }

  /** Where the settings name one, and it shows something of such events. */
  private static Optional<RedisReader> redis(Settings settings, Contract asked) {
    return RedisAccess.shared(settings)
        .filter(access -> EventViews.shows(asked))
        .map(RedisReader::new);
  }

  private Whereabouts find(
      EventQuestion question, Contracts contracts, Consumer<ConsumerRecord<byte[], byte[]>> visitor)
      throws Exception {
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        Log log = Log.open(workspace.kafka())) {
      return new EventFinder(catalog, contracts, log, InstantSource.system())
          .find(question, new SearchLimits(maxRecords, maxTime), this::tell, visitor);
    }
  }

  private void tell(long records) {
    spec.commandLine().getErr().printf("Looked at %s records …%n", Amounts.count(records));
  }
}
