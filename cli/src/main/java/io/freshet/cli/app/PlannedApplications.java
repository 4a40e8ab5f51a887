package io.freshet.cli.app;

import com.fasterxml.jackson.databind.JsonNode;
import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.local.fetch.FileTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * SQL applications as a deployment takes them: checked against contracts, and planned.
 *
 * @param lost names of state that the version which runs has and the planned one has no place for,
 *     by the application's name; of those alone that lose some
 */
public record PlannedApplications(
    List<SqlApplication> applications, Map<String, List<String>> lost) {
  public PlannedApplications {
    applications = List.copyOf(applications);
    lost = Map.copyOf(lost);
  }

  /**
   * @param names of applications that are shipped, or folders and files of others
   * @param running plans of the versions that run, by the applications' names
   * @throws FreshetException with all findings, when one is not sound
   */
  public static PlannedApplications of(
      Workspace workspace, Path contracts, List<String> names, Map<String, String> running)
      throws Exception {
    if (names.isEmpty()) {
      return new PlannedApplications(List.of(), Map.of());
    }
    Path shipped = workspace.modules().project().resolve(Checks.MODULE).resolve("applications");
    List<Path> files =
        names.stream()
            .map(
                name -> Files.exists(shipped.resolve(name)) ? shipped.resolve(name) : Path.of(name))
            .map(Checks::file)
            .toList();
    Path scratch = Files.createTempDirectory("freshet-applications-");
    try {
      JsonNode answer =
          new Checks(workspace, contracts)
              .of(
                  files,
                  List.of(
                      "--versions",
                      scratch.resolve("versions").toString(),
                      "--running-plans",
                      written(running, scratch.resolve("running")).toString()));
      List<SqlApplication> planned = new ArrayList<>();
      Map<String, List<String>> lost = new TreeMap<>();
      List<String> findings = new ArrayList<>();
      for (JsonNode application : answer.path("applications")) {
        if (application.path("ok").asBoolean()) {
          planned.add(application(application));
          List<String> state = application.path("state").path("lost").findValuesAsText("name");
          if (!state.isEmpty()) {
            lost.put(application.path("name").asText(), state);
          }
        } else {
          application
              .path("findings")
              .forEach(finding -> findings.add(finding.path("text").asText()));
        }
      }
      if (!findings.isEmpty()) {
        throw new FreshetException(Fault.CALLER, String.join("\n", findings));
      }

      return new PlannedApplications(planned, lost);
    } finally {
      FileTree.delete(scratch);
    }
  }

  private static Path written(Map<String, String> plans, Path folder) throws IOException {
    Files.createDirectories(folder);
    for (Map.Entry<String, String> plan : plans.entrySet()) {
      Files.writeString(
          folder.resolve(Path.of(plan.getKey() + ".json").getFileName()), plan.getValue());
    }

    return folder;
  }

  private static SqlApplication application(JsonNode checked) throws IOException {
    Path folder = Path.of(checked.path("folder").asText());
    List<Contract> contracts =
        Contracts.read(folder.resolve("contracts")).all().stream()
            .filter(contract -> !Contracts.PLATFORM.contains(contract.name()))
            .toList();

    return new SqlApplication(
        checked.path("name").asText(),
        checked.path("version").asText(),
        checked.path("parallelism").asInt(),
        texts(checked.path("sources")),
        texts(checked.path("sinks")),
        contracts,
        files(folder));
  }

  private static List<String> texts(JsonNode array) {
    List<String> texts = new ArrayList<>();
    array.forEach(element -> texts.add(element.asText()));

    return texts;
  }

  private static Map<String, String> files(Path folder) throws IOException {
    Map<String, String> files = new TreeMap<>();
    try (Stream<Path> all = Files.walk(folder)) {
      for (Path file : all.filter(Files::isRegularFile).toList()) {
        files.put(folder.relativize(file).toString(), Files.readString(file));
      }
    }

    return files;
  }
}
