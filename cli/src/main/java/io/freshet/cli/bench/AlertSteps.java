package io.freshet.cli.bench;

import io.freshet.assurance.chaos.door.FaultyProxy;
import io.freshet.bench.Stage;
import io.freshet.bench.alerts.AlertsBench;
import io.freshet.bench.alerts.StalenessFault;
import io.freshet.cli.Workspace;
import io.freshet.cli.console.ConsoleProgram;
import io.freshet.cli.contract.ContractApplier;
import io.freshet.cli.page.PageServer;
import io.freshet.cli.page.PortOption;
import io.freshet.cli.platform.Pipeline;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.freshness.Hop;
import io.freshet.local.FlinkApplication;
import java.net.URI;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.iceberg.catalog.TableIdentifier;

/** A writer that reaches the catalog through a door that can refuse commits, and a console. */
final class AlertSteps implements AlertsBench.Steps, AutoCloseable {
  /** Of what a catalog answers, this speaks of one table only, and its stream is parked for it. */
  private static final int FORBIDDEN = 403;

  private static final String ANSWER =
      "{\"error\": {\"message\": \"a fault\", \"type\": \"ForbiddenException\", \"code\": 403}}";

  private final Stage stage;
  private final Pipeline pipeline;
  private final Workspace workspace;
  private final FaultyProxy catalog;

  private AlertSteps(Stage stage, Pipeline pipeline, Workspace workspace, FaultyProxy catalog) {
    this.stage = stage;
    this.pipeline = pipeline;
    this.workspace = workspace;
    this.catalog = catalog;
  }

  static AlertSteps open(Stage stage, Pipeline pipeline, Workspace workspace) {
    URI catalog = URI.create(stage.settings().text("catalog.uri"));

    return new AlertSteps(stage, pipeline, workspace, FaultyProxy.before(catalog));
  }

  @Override
  public void apply(Contracts contracts) throws Exception {
    ContractApplier.apply(stage.settings(), contracts);
  }

  @Override
  public FlinkApplication writer(Path contracts, List<String> streams) {
    return pipeline.writer(
        streams, "--contracts.path=" + contracts, "--catalog.uri=" + catalog.uri());
  }

  @Override
  public StalenessFault refusedCommits(TableIdentifier table) {
    return new RefusedCommits(catalog, table);
  }

  @Override
  public AutoCloseable console(Path contracts, URI webhook) throws Exception {
    PageServer console =
        PageServer.start(
            ConsoleProgram.MODULE.program(
                workspace,
                PortOption.any(),
                Map.of(
                    "contracts.path",
                    contracts.toString(),
                    "alerts.webhook",
                    webhook.toString(),
                    "history.rows-per-minute",
                    "0")));
    console.awaitAnswer();

    return console;
  }

  @Override
  public void close() {
    catalog.close();
  }

  /** Of one table, so that its stream is parked and others go on. */
  private static final class RefusedCommits implements StalenessFault {
    private final FaultyProxy catalog;
    private final TableIdentifier table;
    private volatile boolean lasts;

    RefusedCommits(FaultyProxy catalog, TableIdentifier table) {
      this.catalog = catalog;
      this.table = table;
    }

    @Override
    public String name() {
      return AlertsBench.COMMITS_REFUSED;
    }

    @Override
    public Hop hop() {
      return Hop.COMMIT;
    }

    @Override
    public void begin() {
      lasts = true;
      FaultyProxy.Injection unused =
          catalog.inject(
              request ->
                  lasts
                      && request.method().equals("POST")
                      && request.path().endsWith("/tables/" + table.name()),
              new FaultyProxy.Fault.Refused(FORBIDDEN, ANSWER),
              Integer.MAX_VALUE);
    }

    @Override
    public void end() {
      lasts = false;
    }
  }
}
