package io.freshet.cli.deploy;

import io.freshet.cli.Workspace;
import io.freshet.cli.app.PlannedApplications;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.deploy.Installation;
import io.freshet.deploy.company.CompanyValues;
import io.freshet.deploy.company.SqlApplication;
import io.freshet.deploy.company.ValuesFile;
import io.freshet.deploy.manifest.Policy;
import io.freshet.deploy.manifest.Resource;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import picocli.CommandLine.Option;

/** From what an installation is generated. */
final class InstallationOptions {
  @Option(
      names = "--values",
      paramLabel = "FILE",
      required = true,
      description = "What the company is beside its contracts; deploy/example is one")
  private Path values;

  @Option(
      names = "--contracts",
      paramLabel = "FOLDER",
      description = "Folder of contracts; default: the project's")
  private Path contracts;

  /**
   * An installation, and what it would not take over of what runs.
   *
   * @param lost names of state that has no place in it, by the deployment that loses some
   */
  record Planned(Installation installation, Map<String, List<String>> lost) {}

  /** The installation that the options name; its SQL applications are planned now. */
  Installation read(Workspace workspace) throws Exception {
    return read(workspace, Map.of()).installation();
  }

  /**
   * It, and what becomes of state.
   *
   * @param running plans of the SQL applications that run, by their names
   */
  Planned read(Workspace workspace, Map<String, String> running) throws Exception {
    CompanyValues company = ValuesFile.read(values);
    Path folder = contracts == null ? workspace.contractsFolder() : contracts;
    PlannedApplications planned =
        PlannedApplications.of(workspace, folder, company.applications(), running);
    Map<String, List<String>> lost = new TreeMap<>();
    planned.lost().forEach((name, state) -> lost.put(SqlApplication.component(name), state));

    return new Planned(
        new Installation(company, Contracts.read(folder), planned.applications()), lost);
  }

  /**
   * Its resources.
   *
   * @throws FreshetException naming every resource that is what none may be
   */
  static List<Resource> resources(Installation installation) {
    List<Resource> resources = installation.resources();
    List<String> findings = Policy.findings(resources);
    if (!findings.isEmpty()) {
      throw new FreshetException(Fault.OURS, String.join("\n", findings));
    }

    return resources;
  }
}
