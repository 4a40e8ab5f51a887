package io.freshet.cli.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.docs.reference.ReferencePages;
import io.freshet.cli.output.JsonOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "reference",
    description = {
      "Writes docs/reference/cli.md and settings.md from the code.",
      "Commands come from this command line; settings from the sources that read them, their",
      "meanings from the tables in READMEs. A test fails while the files say something else."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet docs reference",
      "          ./freshet docs reference --check"
    })
final class ReferenceCommand implements Callable<Integer> {
  @Option(names = "--check", description = "Write nothing; exit code 1 where a page would change")
  private boolean isCheck;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    boolean isRight = true;
    ObjectNode result = JsonNodeFactory.instance.objectNode();
    ArrayNode pages = result.putArray("pages");
    Path project = new Workspace().modules().project().toAbsolutePath().normalize();
    for (Map.Entry<Path, String> page : ReferencePages.of(project, whole()).entrySet()) {
      boolean changes = !isAsWritten(page.getKey(), page.getValue());
      if (changes && !isCheck) {
        Files.writeString(page.getKey(), page.getValue());
      }
      isRight &= !changes || !isCheck;
      String name = project.relativize(page.getKey()).toString();
      pages.addObject().put("page", name).put("changed", changes);
      if (!json.replacesText()) {
        out.printf("%-32s %s%n", name, word(changes));
      }
    }
    json.write(result.put("ok", isRight), out);

    return isRight ? 0 : 1;
  }

  private CommandLine whole() {
    return spec.root().commandLine();
  }

  private String word(boolean changes) {
    if (!changes) {
      return "as it was";
    }

    return isCheck ? "would change" : "written";
  }

  private static boolean isAsWritten(Path page, String text) throws IOException {
    return Files.exists(page) && Files.readString(page).equals(text);
  }
}
