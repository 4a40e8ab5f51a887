package io.freshet.cli.catalog;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.backup.BackupPlaces;
import io.freshet.cli.output.JsonOption;
import io.freshet.core.lake.LakeSettings;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.recovery.backup.LakeNames;
import io.freshet.recovery.metadata.CatalogRebuild;
import io.freshet.recovery.metadata.Entry;
import io.freshet.recovery.metadata.Entry.Action;
import io.freshet.recovery.metadata.MetadataReader;
import io.freshet.recovery.metadata.StoreFiles;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.apache.iceberg.catalog.Catalog;
import org.apache.iceberg.catalog.TableIdentifier;
import org.apache.iceberg.io.FileIO;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

@Command(
    name = "rebuild",
    description = {
      "Registers every table and view whose metadata is in the store and not in the catalog.",
      "Finds each one's newest metadata by what the files say of each other. Where that or the name"
          + " can't be told, it says so and registers nothing. What the catalog has stays as it is."
          + " Exit code 1 while something is undecided, or older in the catalog than in the store."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet catalog rebuild --dry-run",
      "          ./freshet catalog rebuild --from s3://lake/warehouse --names backups/latest"
    })
final class RebuildCommand implements Callable<Integer> {
  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      description = "The warehouse, or a folder in it. Default: catalog.warehouse")
  private String from;

  @Option(
      names = "--names",
      paramLabel = "BACKUP",
      description = "A backup that knows what tables are called; default: contracts and folders do")
  private String namedBy;

  @Option(
      names = "--pick",
      paramLabel = "TABLE=FILE",
      description = "The metadata file to take for a table where several could be meant")
  private Map<String, String> picks = Map.of();

  @Option(names = "--dry-run", description = "Print what would be registered, change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    LakeSettings settings = LakeSettings.from(workspace.settings());
    String warehouse = settings.warehouse();
    String address = from == null ? warehouse : from;
    if (address.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER, "Name the warehouse: --from s3://…, or catalog.warehouse in the profile");
    }
    Catalog catalog = workspace.catalog();
    try (AutoCloseable closing = (AutoCloseable) catalog;
        FileIO files = StoreFiles.open(settings)) {
      CatalogRebuild rebuild =
          new CatalogRebuild(
              catalog,
              new MetadataReader(files),
              warehouse.isEmpty() ? address : warehouse,
              names(),
              picks);
      List<Entry> plan = rebuild.plan(address);
      int registered = dryRun ? 0 : rebuild.execute(plan);

      return tell(plan, registered);
    }
  }

  private Map<String, TableIdentifier> names() {
    return namedBy == null
        ? Map.of()
        : LakeNames.byUuid(BackupPlaces.of(workspace).backup(namedBy));
  }

  private int tell(List<Entry> plan, int registered) {
    boolean isWhole =
        plan.stream()
            .allMatch(entry -> entry.action() == Action.REGISTER || entry.action() == Action.AS_IS);
    PrintWriter out = spec.commandLine().getOut();
    if (!json.replacesText()) {
      EntryText.print(plan, out);
      out.printf(
          dryRun ? "%d of %d would be registered%n" : "%d of %d registered%n",
          dryRun ? count(plan, Action.REGISTER) : registered,
          plan.size());
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", isWhole);
    result.put("dry_run", dryRun).put("registered", registered);
    EntryText.json(plan, result.putArray("plan"));
    json.write(result, out);

    return isWhole ? 0 : 1;
  }

  private static long count(List<Entry> plan, Action action) {
    return plan.stream().filter(entry -> entry.action() == action).count();
  }
}
