package io.freshet.cli.stream;

import io.freshet.cli.Workspace;
import io.freshet.cli.app.Versions;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;

/** Finds the contract of a stream: the project's, or one that an application brings itself. */
final class StreamContracts {
  private StreamContracts() {}

  /**
   * @throws io.freshet.core.contract.ContractException when neither has one of that name
   */
  static Contract require(Workspace workspace, String stream) {
    Contracts project = workspace.contracts();
    boolean isOfProject =
        project.all().stream().anyMatch(contract -> contract.name().equals(stream))
            || project.retired(stream).isPresent();

    return isOfProject
        ? project.require(stream)
        : Versions.contract(workspace, stream).orElseGet(() -> project.require(stream));
  }
}
