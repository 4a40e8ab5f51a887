package io.freshet.bench.console;

import io.freshet.bench.Countdown;
import io.freshet.bench.Machine;
import io.freshet.bench.Stage;
import io.freshet.bench.contracts.ManyContracts;
import io.freshet.bench.floor.PeakMemory;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.TableLayout;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.iceberg.catalog.Catalog;

/**
 * A console over many tables, one of which has many files, and how long its pages take while it
 * measures them. Tables, topics and metadata are real; there is no row in any.
 */
public final class ConsoleBench {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final int WARM_UP = 20;
  private static final double NANOS = 1e9;
  private static final Pattern ALL = tally("all");
  private static final Pattern UNMEASURED = tally("unmeasured");

  private final Stage stage;
  private final Steps steps;

  public ConsoleBench(Stage stage, Steps steps) {
    this.stage = stage;
    this.steps = steps;
  }

  /** What the command line's own code does. */
  public interface Steps {
    /** A console by the contracts in that folder, which answers. */
    Console console(Path contracts) throws Exception;
  }

  /** A console's process. */
  public interface Console extends AutoCloseable {
    URI address();

    long pid();

    @Override
    void close();
  }

  /**
   * What to do.
   *
   * @param tables how many, beside the shipped ones
   * @param late of how many something waits for longer than their budget
   * @param files of one table
   * @param requests of each page
   * @param browsers that ask at once
   */
  public record Plan(int tables, int late, int files, int requests, int browsers) {}

  public ConsoleResult run(Plan plan) throws Exception {
    Machine machine = Machine.here();
    ManyContracts contracts = ManyContracts.write(stage, plan.tables());
    make(plan, contracts);
    long begin = System.nanoTime();
    try (Console console = steps.console(contracts.folder());
        PageClient client = new PageClient(console.address(), plan.browsers())) {
      new Countdown("tables measured", plan.tables(), stage.progress())
          .await(() -> measured(client.text("/")), PATIENCE);
      double round = (System.nanoTime() - begin) / NANOS;
      List<ConsoleResult.Page> pages = new ArrayList<>();
      for (AskedPage page : AskedPage.all(contracts.names(), plan.requests())) {
        stage.progress().progress("pages", page.name());
        if (page.regard() != AskedPage.Regard.FIRST_LOOK) {
          client.time(page, page.turns(WARM_UP));
        }
        pages.add(client.time(page, page.turns(page.times(plan.requests()))));
      }

      return new ConsoleResult(
          machine, plan, new ConsoleResult.Held(round, PeakMemory.megabytes(console.pid())), pages);
    }
  }

  private void make(Plan plan, ManyContracts contracts) throws Exception {
    Catalog catalog = stage.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      ManyTables tables = new ManyTables(stage, contracts);
      tables.make(catalog);
      tables.makeLate(plan.late());
      ManyFiles.append(
          LakeCatalog.require(catalog, TableLayout.name(tables.contract(contracts.names().get(0)))),
          plan.files(),
          stage.progress());
    }
  }

  /** How many tables a home page says to have been measured. */
  static long measured(String home) {
    return count(ALL, home) - count(UNMEASURED, home);
  }

  private static long count(Pattern tally, String home) {
    Matcher found = tally.matcher(home);

    return found.find() ? Long.parseLong(found.group(1).replace(",", "")) : 0;
  }

  private static Pattern tally(String standing) {
    return Pattern.compile("<b>([\\d,]+)</b> <span class=\"mark %s\">".formatted(standing));
  }
}
