package io.freshet.cli.cut;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.TableLayout;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.CutName;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.warehouse.trino.query.TrinoClient;
import io.freshet.warehouse.trino.view.CutViews;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "show",
    description = {
      "Counts the rows of a cut, and what came later.",
      "Later is how many more rows a table has now of before the cut's hour: fewer than none where"
          + " rows were erased, or gave way to newer ones."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet cut show cut_2026_11_29_07"})
final class CutShowCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CUT", description = "As ./freshet cut list shows it")
  private String name;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  private record Counted(String table, Optional<Long> snapshot, long rows, long later) {}

  @Override
  public Integer call() throws Exception {
    CutName cut = CutName.parse(name);
    List<Counted> tables = new ArrayList<>();
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      Contracts contracts = workspace.contracts();
      for (Cut found : find(cut)) {
        for (Contract contract : Cuts.ofDomain(found.domain(), contracts)) {
          String table = TableLayout.name(contract).toString();
          if (found.tables().containsKey(table)) {
            tables.add(count(contract, cut, found.tables().get(table).snapshot(), trino));
          }
        }
      }
    }
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      TextTable text = new TextTable("table", "snapshot", "rows", "later");
      tables.forEach(
          table ->
              text.row(
                  table.table(),
                  table.snapshot().map(String::valueOf).orElse("none yet"),
                  table.rows(),
                  table.later()));
      text.print(out);
    }
    json.write(result(tables), out);

    return 0;
  }

  private List<Cut> find(CutName cut) throws Exception {
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      return new Cuts(catalog).require(cut, Instant.now());
    }
  }

  private static Counted count(
      Contract contract, CutName cut, Optional<Long> snapshot, TrinoClient trino) {
    String table = TableLayout.name(contract).toString();
    if (snapshot.isEmpty()) {
      return new Counted(table, snapshot, 0, trino.count(CutViews.countNow(contract, cut)));
    }
    long rows = trino.count(CutViews.countThen(contract, cut));

    return new Counted(table, snapshot, rows, trino.count(CutViews.countNow(contract, cut)) - rows);
  }

  private ObjectNode result(List<Counted> tables) {
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true).put("cut", name);
    ArrayNode array = result.putArray("tables");
    for (Counted table : tables) {
      array
          .addObject()
          .put("table", table.table())
          .put("snapshot", table.snapshot().map(String::valueOf).orElse(null))
          .put("rows", table.rows())
          .put("later", table.later());
    }

    return result;
  }
}
