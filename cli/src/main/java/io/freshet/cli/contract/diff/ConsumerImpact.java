package io.freshet.cli.contract.diff;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.assurance.change.ContractChange;
import io.freshet.assurance.change.ContractDiff;
import io.freshet.cli.Workspace;
import io.freshet.cli.contract.diff.sources.Mention;
import io.freshet.cli.contract.diff.sources.ProjectSources;
import io.freshet.cli.contract.diff.sql.Sought;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lineage.graph.LineageClient;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What a change of contracts means to those who read by them, for people and as JSON. */
public final class ConsumerImpact {
  private final DiffReport report;

  private ConsumerImpact(DiffReport report) {
    this.report = report;
  }

  /**
   * @param against what the earlier contracts are called
   */
  public static ConsumerImpact of(
      Workspace workspace, String against, Contracts before, Contracts after) {
    return new ConsumerImpact(
        report(workspace, against, before, ContractDiff.between(before, after)));
  }

  public boolean breaksNobody() {
    return report.ok();
  }

  public void print(PrintWriter out) {
    report.print(out);
  }

  public ObjectNode json() {
    return report.json();
  }

  /** Contracts can be compared anywhere; that readers can't be asked for is only said. */
  private static DiffReport report(
      Workspace workspace, String against, Contracts before, List<ContractChange> changes) {
    List<ContractChange> asking = changes.stream().filter(ContractChange::breaksReaders).toList();
    if (asking.isEmpty()) {
      return new DiffReport(against, changes, Map.of(), Map.of(), Optional.empty());
    }
    Map<ContractChange, List<Mention>> mentions = mentions(workspace, asking);
    try {
      Readers readers = new Readers(LineageClient.of(workspace.settings()), before);
      Map<ContractChange, FoundReaders> found = new HashMap<>();
      asking.forEach(change -> found.put(change, readers.of(change)));

      return new DiffReport(against, changes, found, mentions, Optional.empty());
    } catch (FreshetException e) {
      return new DiffReport(against, changes, Map.of(), mentions, Optional.of(e.getMessage()));
    }
  }

  private static Map<ContractChange, List<Mention>> mentions(
      Workspace workspace, List<ContractChange> asking) {
    ProjectSources sources = ProjectSources.of(workspace.modules().project());
    Map<ContractChange, List<Mention>> mentions = new HashMap<>();
    for (ContractChange change : asking) {
      mentions.put(change, sources.mentions(new Sought(change.contract(), change.column())));
    }

    return mentions;
  }
}
