package io.freshet.cli.cut;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.CutName;
import io.freshet.core.lake.cut.Cuts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.cut.CutMaker;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "drop",
    description = {
      "Takes a cut away before its time: its tags and its views.",
      "No table loses a row by it; states that nothing else keeps may expire from then on, as they"
          + " must where a person is to be forgotten."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet cut drop cut_2026_11_29_07"})
final class CutDropCommand implements Callable<Integer> {
  @Parameters(paramLabel = "CUT", description = "As ./freshet cut list shows it")
  private String name;

  @Option(names = "--dry-run", description = "Say what would go, and change nothing")
  private boolean isDry;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      List<Cut> found = find(new Cuts(catalog));
      CutMaker maker = new CutMaker(catalog);
      ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
      ArrayNode dropped = result.put("dry_run", isDry).putArray("cuts");
      for (Cut cut : found) {
        if (!isDry) {
          maker.drop(cut);
        }
        dropped.add(CutJson.of(cut));
        if (!json.replacesText()) {
          out.printf(
              "%s of %s: the tags and views of %d tables %s%n",
              cut.name(), cut.domain(), cut.tables().size(), isDry ? "would go" : "are gone");
        }
      }
      json.write(result, out);
    }

    return 0;
  }

  private List<Cut> find(Cuts cuts) {
    CutName cut = CutName.parse(name);
    List<Cut> found = cuts.of(cut);
    if (found.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "There is no %s; ./freshet cut list shows those that there are".formatted(cut));
    }

    return found;
  }
}
