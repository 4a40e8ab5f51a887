package io.freshet.dbt.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.Closeable;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.apache.iceberg.catalog.Catalog;

/**
 * Runs dbt with an installation's settings and says whose fault it is when it fails. Any number may
 * run at a time where they build different models and leave their artifacts apart.
 */
public final class DbtRunner {
  private static final Set<String> FAILED = Set.of("error", "fail", "runtime error");
  private static final int WRONG_USE = 2;

  private final DbtTools tools;
  private final DbtProject project;
  private final Supplier<Settings> settings;
  private final Contracts contracts;
  private final Map<String, String> environment;

  /**
   * @param settings asked only where a warehouse is needed
   * @param environment of our own process
   */
  public DbtRunner(
      DbtTools tools,
      DbtProject project,
      Supplier<Settings> settings,
      Contracts contracts,
      Map<String, String> environment) {
    this.tools = tools;
    this.project = project;
    this.settings = settings;
    this.contracts = contracts;
    this.environment = environment;
  }

  /**
   * Runs to the end.
   *
   * @param output where both of dbt's outputs go
   * @throws FreshetException when dbt could not be run, or Trino does not answer
   */
  public DbtOutcome run(DbtArguments arguments, Redirect output)
      throws IOException, InterruptedException {
    RunArtifacts artifacts = RunArtifacts.ofNextRun(project.artifacts());
    Optional<Warehouse> trino =
        arguments.needWarehouse() && arguments.useTrino(environment)
            ? Optional.of(Warehouse.of(settings.get()))
            : Optional.empty();
    trino.ifPresent(Warehouse::require);
    Lineage lineage = trino.isPresent() ? Lineage.from(settings.get()) : Lineage.none();
    Optional<String> untold = lineage.isWanted(arguments) ? lineage.obstacle() : Optional.empty();
    int exitCode = execute(arguments, trino, untold.isPresent() ? Lineage.none() : lineage, output);
    if (exitCode != 0) {
      trino.ifPresent(Warehouse::require); // dbt tells one that went away from no other failure
    }

    return outcome(exitCode, arguments, artifacts, untold);
  }

  private int execute(
      DbtArguments arguments, Optional<Warehouse> trino, Lineage lineage, Redirect output)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(lineage.isWanted(arguments) ? tools.dbtWithLineage() : tools.dbt());
    command.addAll(arguments.words());
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .directory(project.folder().toFile())
            .redirectInput(Redirect.INHERIT)
            .redirectOutput(output)
            .redirectError(output);
    builder.environment().putAll(environment);
    // Somebody else's modules: a dbt.py among them would be taken for dbt.
    builder.environment().remove("PYTHONPATH");
    builder.environment().putAll(project.environment());
    builder.environment().putAll(lineage.environment());
    builder.environment().merge("PATH", "", (inherited, none) -> tools.path(inherited));
    trino.ifPresent(warehouse -> builder.environment().putAll(warehouse.environment()));
    if (System.console() == null) {
      builder
          .environment()
          .putIfAbsent("DBT_USE_COLORS", "false"); // dbt doesn't look where it writes
    }
    Process process = builder.start();
    // Ctrl-C reaches the child through the terminal; a killed launcher takes it along here.
    Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));

    return process.waitFor();
  }

  private DbtOutcome outcome(
      int exitCode, DbtArguments arguments, RunArtifacts artifacts, Optional<String> untold) {
    List<JsonNode> results =
        arguments.isSourceFreshness() ? artifacts.sourceResults() : artifacts.results();
    List<JsonNode> failed =
        results.stream().filter(result -> FAILED.contains(result.path("status").asText())).toList();
    List<String> explanations = new ArrayList<>();
    untold.ifPresent(explanations::add);
    boolean nothing = exitCode == 0 && arguments.build() && artifacts.hasNoResult();
    if (nothing) {
      explanations.add(
          "dbt found nothing to do: nothing fits what was selected; ./freshet dbt list prints what there is");
    }
    boolean callersFault = exitCode == WRONG_USE || nothing;
    if (arguments.isSourceFreshness()) {
      StaleSource stale = new StaleSource(artifacts);
      failed.forEach(result -> explanations.add(stale.explain(result)));
    } else if (!failed.isEmpty()) {
      List<String> missing = missingColumns(failed, artifacts);
      explanations.addAll(missing);
      callersFault |= !missing.isEmpty();
    }
    Optional<Fault> fault =
        exitCode == 0 && !nothing
            ? Optional.empty()
            : Optional.of(callersFault ? Fault.CALLER : Fault.OURS);

    return new DbtOutcome(fault, explanations, json(fault, results, explanations));
  }

  private List<String> missingColumns(List<JsonNode> failed, RunArtifacts artifacts) {
    MissingColumn missing = new MissingColumn(artifacts, contracts, this::columns);

    return failed.stream().map(missing::explain).flatMap(Optional::stream).toList();
  }

  /** The explanation does without where the catalog is away, or does not let us in. */
  private Optional<TableColumns> columns(Contract contract) {
    try (Closeable catalog = (Closeable) LakeCatalog.open(LakeSettings.from(settings.get()))) {
      return TableColumns.of(contract, (Catalog) catalog);
    } catch (IOException e) {
      return Optional.empty();
    } catch (RuntimeException e) {
      if (LakeFailures.fault(e) == Fault.OURS) {
        throw e;
      }

      return Optional.empty();
    }
  }

  private static ObjectNode json(
      Optional<Fault> fault, List<JsonNode> results, List<String> explanations) {
    ObjectNode root = JsonNodeFactory.instance.objectNode().put("ok", fault.isEmpty());
    ArrayNode nodes = root.putArray("results");
    for (JsonNode result : results) {
      nodes
          .addObject()
          .put("node", result.path("unique_id").asText())
          .put("status", result.path("status").asText())
          .put("seconds", result.path("execution_time").asDouble());
    }
    ArrayNode texts = root.putArray("explanations");
    explanations.forEach(texts::add);

    return root;
  }
}
