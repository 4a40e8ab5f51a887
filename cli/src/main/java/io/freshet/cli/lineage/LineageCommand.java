package io.freshet.cli.lineage;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.core.lineage.graph.LineageGraph;
import io.freshet.core.lineage.graph.NoLineageException;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "lineage",
    description = {
      "Shows what a table or a column is made from and what is made from it, as Flink,"
          + " Spark, Airflow, dbt and notebooks tell it when they run.",
      "Exit code 1: nobody has told of it."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet lineage raw.order_events --column state --downstream"})
public final class LineageCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "TABLE",
      description = "A table such as raw.markets, or a stream such as stream:markets")
  private String table;

  @Option(
      names = "--column",
      paramLabel = "C",
      description = "Only what has to do with this column")
  private String column;

  @Option(
      names = "--depth",
      paramLabel = "N",
      defaultValue = "5",
      description = "How many tables far, 1 to 20. Default: ${DEFAULT-VALUE}")
  private int depth;

  @ArgGroup private Side side = new Side();

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  /** Both, unless one is named. */
  private static final class Side {
    @Option(names = "--upstream", description = "Only what it is made from")
    private boolean upstream;

    @Option(names = "--downstream", description = "Only what is made from it")
    private boolean downstream;

    private String name() {
      return upstream ? "upstream" : downstream ? "downstream" : "both";
    }
  }

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    LineageClient client = LineageClient.of(workspace.settings());
    try {
      LineageGraph graph = client.graph(table, Optional.ofNullable(column), side.name(), depth);
      if (!json.replacesText()) {
        print(graph, out);
      }
      json.write(result(true).setAll((ObjectNode) graph.json()), out);

      return 0;
    } catch (NoLineageException e) {
      if (!json.replacesText()) {
        out.println(e.getMessage());
      }
      json.write(result(false).put("reason", e.getMessage()), out);

      return 1;
    }
  }

  private void print(LineageGraph graph, PrintWriter out) {
    if (!side.downstream) {
      out.println("Made from:");
      LineageTree.printUpstream(graph, out);
    }
    if (!side.upstream) {
      out.println("Read by:");
      LineageTree.printDownstream(graph, out);
    }
  }

  private static ObjectNode result(boolean ok) {
    return JsonNodeFactory.instance.objectNode().put("ok", ok);
  }
}
