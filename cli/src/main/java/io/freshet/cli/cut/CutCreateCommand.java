package io.freshet.cli.cut;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.freshness.Freshness;
import io.freshet.cli.Workspace;
import io.freshet.cli.lake.FreshnessTable;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.CutName;
import io.freshet.core.lake.cut.CutPlan;
import io.freshet.core.lake.cut.CutTable;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.cut.CutMaker;
import java.io.PrintWriter;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "create",
    description = {
      "Tags every table of a domain once their watermarks have passed an hour.",
      "Makes a schema of the tag's name with views that hold what happened before the hour. May be"
          + " run again, also after a kill; takes the views of cuts away whose time is over. Exit"
          + " code 1 while a table has not passed the hour."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet cut create delivery",
      "          ./freshet cut create delivery --hour 2026-11-29T07 --keep 90d"
    })
final class CutCreateCommand implements Callable<Integer> {
  @Parameters(paramLabel = "DOMAIN", description = "As contracts name it")
  private String domain;

  @Option(
      names = "--hour",
      paramLabel = "HOUR",
      description =
          "Where it ends, in UTC: 2026-11-29T07 holds what happened before 07:00."
              + " Default: the newest hour that all have passed")
  private String hour;

  @Option(
      names = "--keep",
      paramLabel = "TIME",
      defaultValue = "30d",
      description =
          "How long it stays, if no contract's retention is shorter. Default: ${DEFAULT-VALUE}")
  private Duration keep;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Optional<CutName> wanted = Optional.ofNullable(hour).map(CutCreateCommand::name);
    List<Contract> contracts = Cuts.ofDomain(domain, workspace.contracts());
    // Before the snapshots: what these hold then can't be less.
    Set<String> readToTheirEnds = readToTheirEnds(contracts);
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      removeExpired(catalog);
      Cuts cuts = new Cuts(catalog);
      CutName name =
          wanted
              .or(() -> CutPlan.newest(cuts.tables(contracts, Optional.empty(), readToTheirEnds)))
              .orElse(null);
      List<CutTable> tables = cuts.tables(contracts, Optional.ofNullable(name), readToTheirEnds);
      if (name == null) {
        // Any hour: it says what is waited for.
        return refuse(CutPlan.of(new CutName(Instant.EPOCH), tables));
      }
      CutPlan plan = CutPlan.of(name, tables);

      return plan.isReady()
          ? tell(new CutMaker(catalog).make(plan, contracts, Instant.now(), keep))
          : refuse(plan);
    }
  }

  private static CutName name(String hour) {
    try {
      return new CutName(Instant.parse(hour + ":00:00Z"));
    } catch (DateTimeException e) {
      throw new FreshetException(
          Fault.CALLER, "'%s' is no hour such as 2026-11-29T07".formatted(hour), e);
    }
  }

  private Set<String> readToTheirEnds(List<Contract> contracts) {
    List<Contract> events =
        contracts.stream().filter(contract -> contract.kind() == Contract.Kind.EVENT).toList();

    return FreshnessTable.read(workspace, events).stream()
        .filter(table -> table.staleness().filter(Duration::isZero).isPresent())
        .map(Freshness::table)
        .collect(Collectors.toSet());
  }

  private static void removeExpired(Catalog catalog) {
    Instant now = Instant.now();
    CutMaker maker = new CutMaker(catalog);
    new Cuts(catalog).list().stream().filter(cut -> cut.isOver(now)).forEach(maker::remove);
  }

  private int tell(Cut cut) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.printf(
          "%s: %d tables of %s, before %s; stays until %s%n",
          cut.name(), cut.tables().size(), domain, cut.name().bound(), cut.until());
    }
    json.write(CutJson.of(cut).put("ok", true), out);

    return 0;
  }

  private int refuse(CutPlan plan) {
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.printf("No cut of %s yet:%n", domain);
      plan.waitsFor().forEach(reason -> out.println("- " + reason));
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", false);
    ArrayNode reasons = result.putArray("waits_for");
    plan.waitsFor().forEach(reasons::add);
    json.write(result, out);

    return 1;
  }
}
