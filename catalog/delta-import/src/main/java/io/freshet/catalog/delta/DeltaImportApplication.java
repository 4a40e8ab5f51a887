package io.freshet.catalog.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.catalog.delta.act.Importer.Verified;
import io.freshet.catalog.delta.plan.ImportPlan.Placements;
import io.freshet.catalog.delta.source.Location;
import io.freshet.catalog.delta.source.SourceFiles;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.process.FailedWork;
import io.freshet.core.process.ProcessOptions;
import io.freshet.core.toolkit.ReceiptPlace;
import io.freshet.core.toolkit.Settings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.io.SupportsPrefixOperations;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/**
 * Makes an Iceberg table of a Delta table. Progress goes to standard error, the log to standard
 * output, and the result to a file or likewise there.
 */
@Command(
    name = "delta-import",
    description = "Makes an Iceberg table of a Delta table, history included.")
public final class DeltaImportApplication implements Callable<Integer> {
  private static final Logger log = LoggerFactory.getLogger(DeltaImportApplication.class);

  @Parameters(paramLabel = "PATH", description = "A local folder, or s3://bucket/path")
  private String path;

  @Option(names = "--as", defaultValue = "", description = "The table to make, as raw.trips")
  private String target;

  @Option(names = "--copy", description = "Copy files even where they could stay")
  private boolean copy;

  @Option(
      names = "--history",
      defaultValue = "1000",
      description = "The newest so many versions become snapshots; default: ${DEFAULT-VALUE}")
  private int history;

  @Option(
      names = "--verify-history",
      description = "Compare the values of all versions, not of the newest alone")
  private boolean verifyHistory;

  @Option(names = "--plan", description = "Print the plan and change nothing")
  private boolean planOnly;

  @Mixin private ProcessOptions options;

  public static void main(String[] arguments) {
    // Delta keeps times of partitions without a zone, and Kernel takes them for the machine's.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return ProcessOptions.execute(
        new CommandLine(new DeltaImportApplication()),
        new FailedWork("Import", LakeFailures::fault, Report::failed),
        arguments);
  }

  @Override
  public Integer call() throws Exception {
    Settings settings = options.settings();
    LakeSettings lake = LakeSettings.from(settings);
    ReceiptPlace place = ReceiptPlace.of(settings, options.profile());
    Path receipts = planOnly ? place.folder() : place.writable();
    ImportRequest request = request();
    Catalog catalog = LakeCatalog.open(lake);
    try (AutoCloseable closed = (AutoCloseable) catalog;
        SupportsPrefixOperations files = SourceFiles.open(request.source(), lake)) {
      log.info("Import begins path={} table={}", request.source(), request.target());
      DeltaImport deltaImport =
          new DeltaImport(
              catalog,
              lake.warehouse().isEmpty() ? "s3://" : lake.warehouse(),
              files,
              new Progress(System.err::println, System::nanoTime));
      options.print(
          planOnly ? deltaImport.plan(request) : kept(deltaImport.run(request), receipts));
    }

    return 0;
  }

  private ImportRequest request() {
    Location source = Location.of(path);

    return new ImportRequest(
        source,
        ImportRequest.target(target, source),
        history,
        copy ? Placements.COPY_ALL : Placements.STAY_WHERE_POSSIBLE,
        verifyHistory ? Verified.ALL : Verified.NEWEST);
  }

  private static ObjectNode kept(ObjectNode result, Path receipts) throws IOException {
    Files.createDirectories(receipts);
    String time = Instant.now().toString().replaceAll("[:.]", "-");
    Path file = receipts.resolve("import-%s.json".formatted(time));
    result.withObject("/receipt").put("file", file.toString());
    Files.writeString(file, result.toPrettyString() + "\n");

    return result;
  }
}
