package io.freshet.cli.docs;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.docs.site.Library;
import io.freshet.cli.docs.site.Site;
import io.freshet.cli.output.JsonOption;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "build",
    description = {
      "Makes a site of docs/ and of every README: pages that a browser opens from a folder.",
      "They need neither a server nor the internet; any server of files will do. Exit code 1, and",
      "nothing is written, where a link leads to no file or no heading."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet docs build",
      "          ./freshet docs build --to /srv/www/freshet"
    })
final class BuildCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      paramLabel = "DIR",
      description = "Where pages go, in place of those of the last build; default: target/docs")
  private Path folder;

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path project = new Workspace().modules().project().toAbsolutePath().normalize();
    Path target = folder == null ? project.resolve("target").resolve("docs") : folder;
    Library library = Library.of(project);
    List<String> problems = library.problems();
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", problems.isEmpty());
    ArrayNode array = result.putArray("problems");
    problems.forEach(array::add);
    PrintWriter out = spec.commandLine().getOut();
    if (problems.isEmpty()) {
      Files.createDirectories(target);
      int pages = new Site(library, target).write();
      Path first = target.resolve("index.html").toAbsolutePath();
      result.put("pages", pages).put("first", first.toString());
      if (!json.replacesText()) {
        out.printf("%d pages; open %s%n", pages, first.toUri());
      }
    } else {
      problems.forEach(spec.commandLine().getErr()::println);
    }
    json.write(result, out);

    return problems.isEmpty() ? 0 : 1;
  }
}
