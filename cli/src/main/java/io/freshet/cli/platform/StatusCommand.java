package io.freshet.cli.platform;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.local.PartStatus;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "status",
    description = {
      "Shows the parts of the embedded platform.",
      "Exit code 1 when a part has died."
    },
    mixinStandardHelpOptions = true,
    footer = {"", "Example:  ./freshet status"})
public final class StatusCommand implements Callable<Integer> {
  private static final long MEBIBYTE = 1 << 20;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    List<PartStatus> parts = workspace.platform().status();
    boolean ok = parts.stream().noneMatch(part -> part.state() == PartStatus.State.DEAD);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      print(parts, out);
    }
    json.write(result(parts, ok), out);

    return ok ? 0 : 1;
  }

  public static void print(List<PartStatus> parts, PrintWriter out) {
    TextTable table = new TextTable("part", "state", "pid", "port", "up for", "memory", "log");
    for (PartStatus part : parts) {
      table.row(
          part.name(),
          part.state().name().toLowerCase(Locale.ROOT),
          part.pid().isPresent() ? Long.toString(part.pid().getAsLong()) : "",
          part.port().isPresent() ? Integer.toString(part.port().getAsInt()) : "",
          part.uptime().isZero() ? "" : Amounts.age(part.uptime()),
          part.memoryBytes() == 0 ? "" : part.memoryBytes() / MEBIBYTE + " MB",
          part.log());
    }
    table.print(out);
  }

  /** The shape that every command about the parts answers in. */
  public static ObjectNode result(List<PartStatus> parts, boolean ok) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", ok);
    ArrayNode array = root.putArray("parts");
    for (PartStatus part : parts) {
      ObjectNode node =
          array
              .addObject()
              .put("part", part.name())
              .put("state", part.state().name().toLowerCase(Locale.ROOT));
      part.pid().ifPresent(pid -> node.put("pid", pid));
      part.port().ifPresent(port -> node.put("port", port));
      node.put("uptime_seconds", Amounts.seconds(part.uptime()))
          .put("memory_bytes", part.memoryBytes())
          .put("log", part.log().toString());
    }

    return root;
  }
}
