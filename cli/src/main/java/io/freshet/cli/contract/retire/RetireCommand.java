package io.freshet.cli.contract.retire;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.contract.ContractApplier;
import io.freshet.cli.contract.diff.Readership;
import io.freshet.cli.contract.retire.NextStep.Action;
import io.freshet.cli.contract.retire.NextStep.Wish;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.PlanText;
import io.freshet.cli.platform.Pipeline;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.contract.Change;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.ContractTexts;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Lifecycle.Status;
import io.freshet.core.contract.PlanJson;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "retire",
    description = {
      "Ends a contract: says who reads it, warns them, and lets go of it when it is due.",
      "First it becomes deprecated, with a day; after that day, and when nobody reads",
      "it any more, retired. Its data stays unless --delete-data asks for its end.",
      "Exit code 1: it must wait."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet contract retire supply_cells --on 2027-03-01",
      "          ./freshet contract retire supply_cells --dry-run"
    })
public final class RetireCommand implements Callable<Integer> {
  private static final int STANDARD_DAYS = 30;

  @Parameters(paramLabel = "CONTRACT", description = "The contract that ends")
  private String name;

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "Its end, for all to see. Default: in " + STANDARD_DAYS + " days")
  private LocalDate on;

  @Option(names = "--now", description = "Retire it though its end has not come or it is read")
  private boolean now;

  @Option(
      names = "--delete-data",
      description = "Of a retired contract: delete topic, subject, table and view")
  private boolean deleteData;

  @Option(names = "--dry-run", description = "Print what would be done and change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Contracts contracts = workspace.contracts();
    Contract contract = contracts.retired(name).orElseGet(() -> contracts.require(name));
    if (Contracts.PLATFORM.contains(name)) {
      throw new FreshetException(
          Fault.CALLER, "%s is the platform's own contract and can't be retired".formatted(name));
    }
    if (deleteData && !contract.lifecycle().isRetired()) {
      throw new FreshetException(
          Fault.CALLER,
          "%s is not retired; retire it first, and then call again with --delete-data"
              .formatted(name));
    }
    Readership readership = Readership.of(workspace, contracts, contract);
    StreamReaders consumers = StreamReaders.of(workspace, contract);
    LocalDate today = LocalDate.now(ZoneOffset.UTC);
    Wish wish = new Wish(Optional.ofNullable(on), today.plusDays(STANDARD_DAYS), now, deleteData);
    NextStep step =
        NextStep.of(contract.lifecycle(), consumers.with(readership.count()), today, wish);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      readership.print(out);
      consumers.print(out);
      out.printf("%s: %s%n", name, step.detail());
    }
    List<Change> removal = run(step, contract, wish, out);
    ObjectNode result = result(step, readership, removal);
    consumers.addTo(result);
    json.write(result, out);

    return step.action() == Action.WAIT ? 1 : 0;
  }

  private List<Change> run(NextStep step, Contract contract, Wish wish, PrintWriter out)
      throws Exception {
    switch (step.action()) {
      case DEPRECATE -> {
        LocalDate end = wish.endOfLife().orElse(wish.standardEnd());
        rewrite(text -> ContractText.with(text, Status.DEPRECATED, end));
        tell(out, "Next: ./freshet contract apply tells it to all who look at the table");
      }
      case RETIRE -> {
        retire(contract);
        tell(out, "Next: ./freshet contract apply takes access away; its data stays");
      }
      case DELETE -> {
        return delete(contract, out);
      }
      case WAIT, NONE -> {}
    }

    return List.of();
  }

  private void tell(PrintWriter out, String next) {
    if (!json.replacesText()) {
      out.println(dryRun ? "Nothing was changed: --dry-run" : next);
    }
  }

  /** A writer that runs must let go of the stream, with all that it has read of it. */
  private void retire(Contract contract) {
    Runnable change = () -> rewrite(text -> ContractText.with(text, Status.RETIRED));
    boolean isWritten = contract.stream().isPresent() && contract.table().isPresent();
    if (!dryRun && isWritten && workspace.isEmbedded() && workspace.platform().isUp()) {
      new Pipeline(workspace)
          .aroundWriters(contract, change, new ProgressPrinter(spec.commandLine().getErr()));
    } else {
      change.run();
    }
  }

  private List<Change> delete(Contract contract, PrintWriter out) throws Exception {
    try (ContractApplier applier = ContractApplier.open(workspace.settings())) {
      List<Change> plan = applier.planRemoval(contract);
      if (!json.replacesText()) {
        PlanText.print(PlanJson.of(plan), out);
      }
      if (!dryRun) {
        ContractApplier.run(plan);
      }
      tell(out, "Deleted; the contract's file may go as well");

      return plan;
    }
  }

  private interface Edit {
    String of(String text);
  }

  private void rewrite(Edit edit) {
    Path file = workspace.contractsFolder().resolve(name + ".yaml");
    try {
      String text = edit.of(Files.readString(file));
      // Refused here rather than by whoever reads it next.
      ContractTexts.parse(name, text);
      if (!dryRun) {
        Files.writeString(file, text);
      }
    } catch (IOException e) {
      throw new FreshetException(
          Fault.CALLER, "Cannot change %s: %s".formatted(file, e.getMessage()), e);
    }
  }

  private ObjectNode result(NextStep step, Readership readership, List<Change> removal) {
    ObjectNode result =
        PlanJson.of(removal)
            .put("ok", step.action() != Action.WAIT)
            .put("contract", name)
            .put("step", step.action().name().toLowerCase(Locale.ROOT))
            .put("detail", step.detail())
            .put(
                "changed", !dryRun && step.action() != Action.WAIT && step.action() != Action.NONE);
    readership.addTo(result);

    return result;
  }
}
