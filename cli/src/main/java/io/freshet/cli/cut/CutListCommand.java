package io.freshet.cli.cut;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.core.lake.cut.Cut;
import io.freshet.core.lake.cut.Cuts;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "list",
    description = "Shows the cuts that there are, newest first.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet cut list"})
final class CutListCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      List<Cut> cuts = new Cuts(catalog).list();
      PrintWriter out = spec.commandLine().getOut();
      if (!json.replacesText()) {
        TextTable text = new TextTable("cut", "domain", "before", "tables", "stays until");
        cuts.forEach(
            cut ->
                text.row(
                    cut.name(),
                    cut.domain(),
                    cut.name().bound(),
                    cut.tables().size(),
                    cut.until()));
        text.print(out);
      }
      ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
      ArrayNode array = result.putArray("cuts");
      cuts.forEach(cut -> array.add(CutJson.of(cut)));
      json.write(result, out);
    }

    return 0;
  }
}
