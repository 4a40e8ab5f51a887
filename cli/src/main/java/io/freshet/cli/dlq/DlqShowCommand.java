package io.freshet.cli.dlq;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.envelope.PayloadExcerpt;
import io.freshet.core.envelope.SchemaRegistry;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.deadletters.DeadLetter;
import io.freshet.ingestion.deadletters.DeadLetterFilter;
import io.freshet.ingestion.deadletters.DeadLetterTable;
import io.freshet.ingestion.deadletters.RefusedAt;
import io.freshet.ingestion.deadletters.redrive.RedrivenRecords;
import io.freshet.ingestion.deadletters.redrive.Redriver;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = {
      "Shows the newest dead letters of each contract and cause.",
      "Envelope, cause, and the payload up to where it can't be read; masked as the contract asks."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet dlq show --contract dasher_pings --cause undecodable",
      "          ./freshet dlq show --contract dasher_pings --raw --as ana"
    })
final class DlqShowCommand implements Callable<Integer> {
  private static final String SEES =
      "select count(payload) + count(record_key) from raw.dead_letters where contract = '%s' and"
          + " origin_partition = %d and origin_offset = %d";

  @Option(names = "--contract", paramLabel = "CONTRACT", description = "Only those of its stream")
  private String contract;

  @Option(
      names = "--sample",
      paramLabel = "N",
      defaultValue = "3",
      description = "So many of each cause. Default: ${DEFAULT-VALUE}")
  private int sample;

  @Option(
      names = "--raw",
      description = "Without masks, bytes included; Trino must say that one may see them")
  private boolean raw;

  @Option(
      names = "--as",
      paramLabel = "USER",
      description = "With --raw: whom Trino is asked for, in place of the settings' user")
  private String user;

  @Mixin private DeadLetterOptions options;
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (sample < 1) {
      throw new FreshetException(Fault.CALLER, "--sample is %d; at least 1".formatted(sample));
    }
    if (user != null && !raw) {
      throw new FreshetException(Fault.CALLER, "--as says who sees --raw; give both");
    }
    DeadLetterFilter filter = options.filter(Instant.now());
    if (contract != null) {
      filter = filter.ofContract(contract);
    }
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      List<DeadLetter> letters =
          DeadLetterTable.load(catalog, workspace.contracts().deadLetters()).newest(filter, sample);
      if (letters.isEmpty() && contract != null) {
        workspace.contracts().require(contract); // or it is a mistyped name
      }
      if (raw) {
        requireSight(letters);
      }
      show(letters, Redrivers.of(workspace, catalog));
    }

    return 0;
  }

  private void show(List<DeadLetter> letters, Redriver redriver) {
    Contracts contracts = workspace.contracts();
    SchemaRegistry registry = Redrivers.registry(workspace);
    RedrivenRecords redriven = redriver.redriven();
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode array = root.putArray("samples");
    for (DeadLetter letter : letters) {
      Optional<Contract> known =
          contracts.all().stream()
              .filter(each -> each.name().equals(letter.contract()))
              .findFirst();
      Sample shown =
          new Sample(
              letter,
              known,
              redriven.contains(RefusedAt.of(letter)),
              redriver.obstacle(letter),
              PayloadExcerpt.of(letter.refused().value(), registry),
              raw ? Sample.Sight.RAW : Sample.Sight.MASKED);
      if (!json.replacesText()) {
        shown.print(out);
      }
      array.add(shown.json());
    }
    if (letters.isEmpty() && !json.replacesText()) {
      out.println("There are no such dead letters");
    }
    json.write(root, out);
  }

  /** Trino masks what a role may not see: what it shows of one such row decides. */
  private void requireSight(List<DeadLetter> letters) {
    Optional<DeadLetter> withBytes = letters.stream().filter(DlqShowCommand::hasBytes).findFirst();
    if (withBytes.isEmpty()) {
      return;
    }
    DeadLetter letter = withBytes.get();
    try (TrinoClient trino =
        user == null
            ? TrinoClient.open(workspace.settings())
            : TrinoClient.open(workspace.settings(), user)) {
      long seen =
          trino.count(
              SEES.formatted(
                  letter.contract().replace("'", "''"),
                  letter.refused().partition(),
                  letter.refused().offset()));
      if (seen == 0) {
        throw new FreshetException(
            Fault.CALLER,
            "%s may not see the bytes of dead letters; leave out --raw, or get a role that sees"
                    .formatted(user == null ? "The settings' user" : user)
                + " what is personal");
      }
    }
  }

  private static boolean hasBytes(DeadLetter letter) {
    return letter.refused().key() != null || letter.refused().value() != null;
  }
}
