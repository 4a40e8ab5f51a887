package io.freshet.bench.floor;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.toolkit.Launcher;
import io.freshet.core.toolkit.Settings;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/**
 * The least that a path could cost, as a process: what remains of it when everything that makes it
 * safe is left out. Measures itself, without the start of its JVM.
 */
@Command(name = "floor", description = "Does the bare minimum of a path's work and measures it.")
public final class FloorApplication implements Callable<Integer> {
  /** Which floor. */
  enum Floor {
    /** Copy the bytes of a table's files. */
    COPY,
    /** Consume and decode. */
    DECODE,
    /** Decode bytes that lie in memory, and write the rows into a local Parquet file. */
    FILES,
    /** Send records that lie in memory. */
    PRODUCE
  }

  @Option(names = "--floor", required = true)
  private Floor floor;

  @Option(names = "--profile", required = true)
  private Path profile;

  @Option(names = "--contracts", required = true, split = ",")
  private List<String> names;

  /** Of each pass. */
  @Option(names = "--events", required = true)
  private long events;

  @Option(names = "--passes", defaultValue = "1")
  private int passes;

  /** Where files go; whoever asks for them takes them away. */
  @Option(names = "--folder")
  private Path folder;

  @Option(names = "--json", required = true)
  private Path json;

  public static void main(String[] arguments) {
    Launcher.endWithIt();
    System.exit(
        new CommandLine(new FloorApplication())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = Settings.forProcess(profile, System.getenv());
    Contracts contracts = Contracts.read(Path.of(settings.text("contracts.path")));
    List<Contract> read = names.stream().map(contracts::require).toList();
    List<ObjectNode> results =
        switch (floor) {
          case COPY -> CopyFloor.run(settings, read.get(0), passes);
          case DECODE -> DecodeFloor.run(settings, read, events, passes);
          case PRODUCE -> new ProduceFloor(settings, read.get(0)).run(events, passes);
          case FILES -> new FileFloor(settings, read.get(0), folder).run(events, passes);
        };
    results.forEach(result -> result.put("peak_rss_mb", PeakMemory.megabytes()));
    new ObjectMapper().writeValue(json.toFile(), results);

    return 0;
  }
}
