package io.freshet.cli.contract.draft;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.contract.ContractReader;
import io.freshet.core.contract.Finding;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "new",
    description = {
      "Drafts a contract from sample events or from a schema.",
      "Guesses are marked as such; what nobody can guess is left for you."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet contract new rides --from rides.json --team riders",
      "          ./freshet contract new rides --from rides.proto --message Ride"
    })
public final class NewCommand implements Callable<Integer> {
  @Parameters(
      paramLabel = "NAME",
      description = "The contract's name: lower-case words joined by underscores")
  private String name;

  @Option(
      names = "--from",
      required = true,
      paramLabel = "FILE",
      description = "Events in .json (one, an array, or one a line), .avsc or .proto")
  private Path source;

  @Option(
      names = "--message",
      paramLabel = "MESSAGE",
      description = "Of a .proto with more than one: which of them is the event")
  private String message;

  @Option(
      names = "--to",
      paramLabel = "FOLDER",
      defaultValue = ".",
      description = "Where NAME.yaml is written. Default: the working folder")
  private Path folder;

  @Option(names = "--team", paramLabel = "TEAM", description = "Who answers for it")
  private String owner = "";

  @Option(names = "--domain", paramLabel = "DOMAIN", description = "Whose business it describes")
  private String domain = "";

  @Option(names = "--purpose", paramLabel = "TEXT", description = "What the data is for")
  private String purpose = "";

  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Path target = target();
    Draft draft = draft();
    DraftText.Heading heading =
        new DraftText.Heading(name, owner, domain, purpose, String.valueOf(source.getFileName()));
    String text = DraftText.of(heading, draft);
    List<Finding> findings = lint(text);
    Files.writeString(target, text);
    long guesses = text.lines().filter(line -> line.contains("# guess")).count();
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      out.printf(
          "Wrote %s: %d columns, %d guesses to check%n", target, draft.columns().size(), guesses);
      findings.forEach(finding -> out.println(at(target, finding)));
      out.println(
          findings.isEmpty() ? "Lint has nothing to add" : "Fill in what these lines ask for");
    }
    json.write(result(target, draft, guesses, findings), out);

    return 0;
  }

  private Path target() {
    if (!ColumnNames.isName(name)) {
      throw refused(
          "%s is no name for a contract; use lower-case words joined by underscores"
              .formatted(name));
    }
    if (!Files.isDirectory(folder)) {
      throw refused("There is no folder %s; --to names one".formatted(folder));
    }
    Path target = folder.resolve(name + ".yaml").normalize();
    if (Files.exists(target)) {
      throw refused(
          "%s is there already; choose another name, or another folder with --to"
              .formatted(target));
    }

    return target;
  }

  private Draft draft() throws IOException {
    if (!Files.isReadable(source)) {
      throw refused("There is no file %s; --from names one".formatted(source));
    }
    String file = String.valueOf(source.getFileName());
    if (file.endsWith(".avsc")) {
      return AvroDraft.read(source);
    }
    if (file.endsWith(".proto")) {
      return ProtoDraft.read(source, Optional.ofNullable(message));
    }
    if (file.endsWith(".json") || file.endsWith(".jsonl") || file.endsWith(".ndjson")) {
      return JsonSamples.read(source);
    }
    throw refused("%s ends in neither .json, .avsc nor .proto; rename it".formatted(source));
  }

  /** Alone: what the folder holds besides is no concern of the draft's. */
  private List<Finding> lint(String text) throws IOException {
    Path alone = Files.createTempDirectory("freshet-draft");
    Path file = alone.resolve(name + ".yaml");
    try {
      Files.writeString(file, text);

      return ContractReader.lint(alone);
    } finally {
      Files.delete(file);
      Files.delete(alone);
    }
  }

  private static Finding at(Path target, Finding finding) {
    return new Finding(
        target.toString(), finding.line(), finding.path(), finding.problem(), finding.remedy());
  }

  private ObjectNode result(Path target, Draft draft, long guesses, List<Finding> findings) {
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("ok", true)
            .put("file", target.toString())
            .put("columns", draft.columns().size())
            .put("guesses", guesses);
    ArrayNode array = root.putArray("findings");
    for (Finding finding : findings) {
      array
          .addObject()
          .put("line", finding.line())
          .put("path", finding.path())
          .put("problem", finding.problem())
          .put("remedy", finding.remedy());
    }

    return root;
  }

  private static FreshetException refused(String message) {
    return new FreshetException(Fault.CALLER, message);
  }
}
