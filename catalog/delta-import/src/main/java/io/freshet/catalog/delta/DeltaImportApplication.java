package io.freshet.catalog.delta;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.catalog.delta.act.Importer.Verified;
import io.freshet.catalog.delta.plan.ImportPlan.Placements;
import io.freshet.catalog.delta.source.Location;
import io.freshet.catalog.delta.source.SourceFiles;
import io.freshet.core.lake.LakeCatalog;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Fault;
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
  private static final String STANDARD_OUTPUT = "-";

  @Option(
      names = {"-h", "--help"},
      usageHelp = true,
      description = "Show this text")
  private boolean help;

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

  @Option(names = "--profile", description = "Settings; FRESHET_PROFILE where it is left out")
  private Path profile;

  @Option(
      names = "--json",
      defaultValue = STANDARD_OUTPUT,
      description = "Where plan and receipt go; - is standard output")
  private String json;

  public static void main(String[] arguments) {
    // Delta keeps times of partitions without a zone, and Kernel takes them for the machine's.
    TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
    System.exit(run(arguments));
  }

  static int run(String... arguments) {
    return new CommandLine(new DeltaImportApplication())
        .setExecutionExceptionHandler(
            (failure, command, parsed) ->
                command.<DeltaImportApplication>getCommand().report(failure))
        .execute(arguments);
  }

  /** The reason, for the log and as the result; the stack trace too where it is our bug. */
  private int report(Exception failure) throws IOException {
    Fault fault = LakeFailures.fault(failure);
    String reason = LakeFailures.reason(failure);
    if (fault == Fault.OURS) {
      log.error("Import failed", failure);
    } else {
      log.error("{}", reason);
    }
    print(Report.failed(reason));

    return fault.exitCode();
  }

  @Override
  public Integer call() throws Exception {
    Path profileFile = profile();
    Settings settings = Settings.forProcess(profileFile, System.getenv());
    LakeSettings lake = LakeSettings.from(settings);
    ReceiptPlace place = ReceiptPlace.of(settings, profileFile);
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
      print(planOnly ? deltaImport.plan(request) : kept(deltaImport.run(request), receipts));
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

  private Path profile() {
    return profile == null ? Settings.profile(System.getenv()) : profile;
  }

  private static ObjectNode kept(ObjectNode result, Path receipts) throws IOException {
    Files.createDirectories(receipts);
    String time = Instant.now().toString().replaceAll("[:.]", "-");
    Path file = receipts.resolve("import-%s.json".formatted(time));
    result.withObject("/receipt").put("file", file.toString());
    Files.writeString(file, pretty(result));

    return result;
  }

  private void print(ObjectNode result) throws IOException {
    if (json.equals(STANDARD_OUTPUT)) {
      System.out.print(pretty(result));
    } else {
      Files.writeString(Path.of(json), pretty(result));
    }
  }

  private static String pretty(ObjectNode node) {
    return node.toPrettyString() + "\n";
  }
}
