package io.freshet.cli.warehouse;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.warehouse.trino.scratch.ScratchSchemas;
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
    description = "Shows each team's scratch schema, what is in it and until when.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet scratch list"})
final class ScratchListCommand implements Callable<Integer> {
  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      List<ScratchSchemas.Scratch> schemas = new ScratchSchemas(catalog).list();
      PrintWriter out = spec.commandLine().getOut();
      if (!json.replacesText()) {
        print(schemas, out);
      }
      json.write(result(schemas), out);
    }

    return 0;
  }

  private static void print(List<ScratchSchemas.Scratch> schemas, PrintWriter out) {
    TextTable table = new TextTable("schema", "expires after", "name", "kind", "stays until");
    for (ScratchSchemas.Scratch scratch : schemas) {
      if (scratch.items().isEmpty()) {
        table.row(scratch.schema(), Amounts.age(scratch.expires()), "", "", "");
      }
      for (ScratchSchemas.Item item : scratch.items()) {
        table.row(
            scratch.schema(),
            Amounts.age(scratch.expires()),
            item.name(),
            item.isView() ? "view" : "table",
            item.changed().plus(scratch.expires()));
      }
    }
    table.print(out);
  }

  private static ObjectNode result(List<ScratchSchemas.Scratch> schemas) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode array = root.putArray("schemas");
    for (ScratchSchemas.Scratch scratch : schemas) {
      ArrayNode items =
          array
              .addObject()
              .put("schema", scratch.schema())
              .put("team", scratch.team())
              .put("expires_seconds", scratch.expires().toSeconds())
              .putArray("items");
      for (ScratchSchemas.Item item : scratch.items()) {
        items
            .addObject()
            .put("name", item.name())
            .put("kind", item.isView() ? "view" : "table")
            .put("changed_at", item.changed().toString())
            .put("stays_until", item.changed().plus(scratch.expires()).toString());
      }
    }

    return root;
  }
}
