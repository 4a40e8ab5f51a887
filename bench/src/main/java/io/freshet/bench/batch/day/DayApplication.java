package io.freshet.bench.batch.day;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.bench.batch.day.DayTables.Content;
import io.freshet.bench.batch.day.TableFiller.Filled;
import io.freshet.core.contract.Contracts;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Launcher;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Generates a day into the lake, as a process: 100 million pings want more than a launcher has. */
@Command(name = "day", description = "Writes a day of the simulated marketplace into the tables.")
public final class DayApplication implements Callable<Integer> {
  @Option(names = "--profile", required = true)
  private Path profile;

  @Option(names = "--pings", required = true)
  private long pings;

  @Option(names = "--commits", required = true)
  private int commits;

  @Option(names = "--contents", required = true, split = ",")
  private Set<Content> contents;

  @Option(names = "--json", required = true)
  private Path json;

  public static void main(String[] arguments) {
    Launcher.endWithIt();
    System.exit(
        new CommandLine(new DayApplication())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = Settings.forProcess(profile, System.getenv());
    Contracts contracts = Contracts.read(Path.of(settings.text("contracts.path")));
    ObjectMapper mapper = new ObjectMapper();
    ObjectNode root = mapper.createObjectNode();
    Catalog catalog = LakeCatalog.open(LakeSettings.from(settings));
    try (AutoCloseable closing = (AutoCloseable) catalog) {
      List<Filled> filled =
          DayTables.fill(new GeneratedDay(pings), commits, contents, catalog, contracts);
      for (Filled table : filled) {
        root.putObject(table.table())
            .put("rows", table.rows())
            .put("commits", table.commits())
            .put("bytes", table.bytes());
      }
    }
    mapper.writeValue(json.toFile(), root);

    return 0;
  }
}
