package io.freshet.cli.app;

import io.freshet.cli.Workspace;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The versions of one application that were run here, and which of them runs. */
public final class Versions {
  private static final String ALL = "sql-apps";
  private static final String CURRENT = "current";
  private static final String CONTRACTS = "contracts";
  private static final String PLAN = "plan.json";

  private final Path folder;

  private Versions(Path folder) {
    this.folder = folder;
  }

  static Versions of(Workspace workspace, String application) {
    return new Versions(all(workspace).resolve(application));
  }

  private static Path all(Workspace workspace) {
    return workspace.state().root().toAbsolutePath().resolve(ALL);
  }

  /**
   * The contract of a stream as an application that runs here, or has, knows it: of those that it
   * brings itself nobody else has one.
   */
  public static Optional<Contract> contract(Workspace workspace, String stream) {
    if (!Files.isDirectory(all(workspace))) {
      return Optional.empty();
    }
    try (Stream<Path> applications = Files.list(all(workspace))) {
      return applications
          .sorted()
          .map(Versions::new)
          .flatMap(versions -> versions.current().stream())
          .map(version -> version.resolve(CONTRACTS))
          .filter(contracts -> Files.isRegularFile(contracts.resolve(stream + ".yaml")))
          .flatMap(contracts -> Contracts.read(contracts).all().stream())
          .filter(contract -> contract.name().equals(stream))
          .findFirst();
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + all(workspace), e);
    }
  }

  /** The folder of the version that runs, or whose state waits for the next start. */
  private Optional<Path> current() {
    Path current = folder.resolve(CURRENT);
    if (!Files.exists(current)) {
      return Optional.empty();
    }
    try {
      return Optional.of(folder.resolve(Files.readString(current).strip()));
    } catch (IOException e) {
      throw new FreshetException(Fault.DEPENDENCY, "Cannot read " + current, e);
    }
  }

  Path folder() {
    return folder;
  }

  /** Has a check compare with the version that runs, or whose state waits for the next start. */
  List<String> compared() {
    return current().map(version -> compared(version.resolve(PLAN))).orElse(List.of());
  }

  /** Has a check compare with that plan. */
  static List<String> compared(Path plan) {
    return List.of("--running", plan.toString());
  }

  /** From now on that one runs. */
  void run(String version) throws IOException {
    Files.createDirectories(folder);
    Files.writeString(folder.resolve(CURRENT), version + "\n");
  }
}
