package io.freshet.cli.find;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.TrinoClient;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "find",
    description = {
      "Finds tables and columns by words in their names, descriptions and owners; best" + " first.",
      "Knows the contracts and, when Trino is up, every other table too. Exit code 1:"
          + " nothing found."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet find order cancelled"})
public final class FindCommand implements Callable<Integer> {
  private static final int LONGEST_SHOWN = 80;

  @Parameters(arity = "1..*", paramLabel = "WORD", description = "Each must be there somewhere")
  private List<String> words;

  @Option(
      names = "--limit",
      paramLabel = "N",
      defaultValue = "20",
      description = "Show at most so many. Default: ${DEFAULT-VALUE}")
  private int limit;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (limit < 1) {
      throw new ParameterException(
          spec.commandLine(), "--limit is %d; it must be at least 1".formatted(limit));
    }
    Things things = new Things().addAll(workspace.contracts());
    boolean askedTrino = addTrinos(things);
    List<Finder.Found> found = Finder.find(things.all(), words);
    List<Finder.Found> shown = found.stream().limit(limit).toList();
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      print(shown, found.size(), out);
    }
    json.write(result(shown, found.size(), askedTrino), out);

    return found.isEmpty() ? 1 : 0;
  }

  /** Contracts are enough to go by; that Trino is away is only said. */
  private boolean addTrinos(Things things) throws Exception {
    if (!workspace.canBeAsked()) {
      say("nothing is up that could be asked");
      return false;
    }
    try (TrinoClient trino = TrinoClient.open(workspace.settings())) {
      things.addAll(trino);
      return true;
    } catch (FreshetException e) {
      if (e.fault() != Fault.DEPENDENCY) {
        throw e;
      }
      say(e.getMessage());
      return false;
    }
  }

  private void say(String reason) {
    spec.commandLine().getErr().println("Only the contracts were looked through: " + reason);
  }

  private void print(List<Finder.Found> shown, int all, PrintWriter out) {
    if (shown.isEmpty()) {
      out.printf("Nothing has %s in its name, owner or description%n", String.join(" and ", words));
      return;
    }
    TextTable table = new TextTable("kind", "name", "owner", "description");
    for (Finder.Found found : shown) {
      Thing thing = found.thing();
      table.row(word(thing), thing.name(), thing.owner(), shortened(thing.description()));
    }
    table.print(out);
    if (all > shown.size()) {
      out.printf("%d of %d; --limit shows more%n", shown.size(), all);
    }
  }

  private static String shortened(String text) {
    return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN - 1) + "…";
  }

  private static String word(Thing thing) {
    return thing.kind().name().toLowerCase(Locale.ROOT);
  }

  private static ObjectNode result(List<Finder.Found> shown, int all, boolean askedTrino) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", all > 0)
            .put("asked_trino", askedTrino)
            .put("matches", all);
    ArrayNode array = root.putArray("found");
    for (Finder.Found found : shown) {
      Thing thing = found.thing();
      array
          .addObject()
          .put("kind", word(thing))
          .put("name", thing.name())
          .put("owner", thing.owner())
          .put("description", thing.description())
          .put("score", found.score());
    }

    return root;
  }
}
