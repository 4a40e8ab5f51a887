package io.freshet.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.job.ModuleProcess;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** Has applications checked and planned by Flink's own planner, in a process of its own. */
final class Checks {
  static final String MODULE = "ingestion/sql-apps";
  private static final String SUFFIX = ".yaml";
  private static final String MAIN = "io.freshet.ingestion.sqlapps.CheckApplication";

  private final Workspace workspace;
  private final Path contracts;

  Checks(Workspace workspace) {
    this(workspace, workspace.contractsFolder());
  }

  /** Against other contracts than those of the settings. */
  Checks(Workspace workspace, Path contracts) {
    this.workspace = workspace;
    this.contracts = contracts;
  }

  /** Those that are shipped. */
  List<Path> shipped() throws IOException {
    Path folder = workspace.modules().project().resolve(MODULE).resolve("applications");
    try (Stream<Path> applications = Files.list(folder)) {
      return applications.filter(Files::isDirectory).map(Checks::file).sorted().toList();
    }
  }

  /**
   * The answer, whatever it says of the applications.
   *
   * @throws FreshetException when there is none
   */
  JsonNode of(List<Path> files, List<String> options) throws Exception {
    List<String> arguments = new ArrayList<>();
    files.forEach(file -> arguments.add(file.toString()));
    arguments.addAll(List.of("--contracts", contracts.toString()));
    arguments.addAll(options);
    Path log = workspace.state().log("app");
    ModuleProcess.Outcome outcome =
        new ModuleProcess(workspace.modules(), workspace.profileFile())
            .run(MODULE, MAIN, arguments, Map.of(), log);

    return outcome.result().has("applications")
        ? outcome.result()
        : ModuleProcess.require(
            new ModuleProcess.Outcome(
                outcome.exitCode() == 0 ? Fault.OURS.exitCode() : outcome.exitCode(),
                outcome.result()),
            "The check",
            log);
  }

  /** One application's part of the answer. */
  JsonNode one(Path file, List<String> options) throws Exception {
    return of(List.of(file), options).path("applications").path(0);
  }

  /** The application's own name, before any check; one that nobody bears where it has none. */
  static String name(Path file) throws IOException {
    if (!Files.exists(file)) {
      throw new FreshetException(
          Fault.CALLER, "There is no file %s; freshet app new drafts one".formatted(file));
    }

    return Files.readAllLines(file).stream()
        .filter(line -> line.matches("name: *[a-z][a-z0-9-]* *(#.*)?"))
        .map(line -> line.substring("name:".length()).replaceFirst("#.*", "").strip())
        .findFirst()
        .orElse("nameless");
  }

  /** A file, or the only one of a folder. */
  static Path file(Path named) {
    if (!Files.isDirectory(named)) {
      return named;
    }
    try (Stream<Path> files = Files.list(named)) {
      List<Path> applications = files.filter(file -> file.toString().endsWith(SUFFIX)).toList();
      if (applications.size() == 1) {
        return applications.get(0);
      }
      throw new FreshetException(
          Fault.CALLER,
          "%s holds %d files *%s; name the application's file"
              .formatted(named, applications.size(), SUFFIX));
    } catch (IOException e) {
      throw new FreshetException(Fault.CALLER, "Cannot read " + named, e);
    }
  }

  static void printFindings(JsonNode application, PrintWriter out) {
    application.path("findings").forEach(finding -> out.println(finding.path("text").asText()));
  }
}
