package io.freshet.cli.backup;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.backup.BackupWriter.Absent;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Amounts;
import io.freshet.recovery.backup.Backups;
import io.freshet.recovery.backup.Manifest;
import io.freshet.recovery.backup.StoredBackup;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "backup",
    description = {
      "Writes down what must survive besides the tables' files and Kafka's records.",
      "Databases of catalog, registry, orders, live (menus) and lineage; tables' names; topics and"
          + " groups; where Flink's state lies; contracts, receipts, models, the profile with its"
          + " secrets. May run beside all that works. A part that is not found ends it, but on the"
          + " embedded platform. Exit code 1 when --verify finds a fault."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet backup --to s3://backups/freshet --keep 30",
      "          ./freshet backup --to backups --list",
      "          ./freshet backup --to backups --verify latest"
    })
public final class BackupCommand implements Callable<Integer> {
  @Option(
      names = "--to",
      paramLabel = "PLACE",
      required = true,
      description = "A folder, or a prefix of the object store, that holds backups")
  private String place;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description =
          "catalog, registry, orders, live, lineage, lake, topics, flink, contracts, receipts,"
              + " models, profile; default: all")
  private List<String> only = List.of();

  @Option(
      names = "--keep",
      paramLabel = "N",
      description = "Let go of all but the newest N, once this one is complete")
  private Integer keep;

  @Option(names = "--list", description = "Show the backups that there are")
  private boolean lists;

  @Option(
      names = "--verify",
      paramLabel = "ID",
      description =
          "Read all of a backup back, and hold it against its hashes; latest is the newest")
  private String verified;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (keep != null && keep < 1) {
      throw new ParameterException(spec.commandLine(), "--keep is %d; at least 1".formatted(keep));
    }
    Backups backups = BackupPlaces.of(workspace).at(place);
    if (lists) {
      return list(backups);
    }

    return verified == null ? write(backups) : verify(backups.require(verified));
  }

  private int write(Backups backups) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    Absent absent = workspace.isEmbedded() ? Absent.IS_LEFT_OUT : Absent.IS_REFUSED;
    Manifest manifest =
        new BackupWriter(workspace, absent, new ProgressPrinter(spec.commandLine().getErr()))
            .write(backups.store(), BackupPart.of(only));
    List<String> gone = keep == null ? List.of() : backups.keep(keep);
    if (!json.replacesText()) {
      TextTable text = new TextTable("part", "what");
      manifest.parts().forEach((part, shown) -> text.row(part, shown.path("shown").asText()));
      text.print(out);
      out.printf(
          "Backup %s in %s: %d files, %s%n",
          manifest.id(),
          backups.store().address(),
          manifest.files().size(),
          Amounts.bytes(manifest.totalBytes()));
      gone.forEach(id -> out.printf("Backup %s is gone%n", id));
    }
    ObjectNode result = json(manifest).put("ok", true);
    ArrayNode removed = result.putArray("removed");
    gone.forEach(removed::add);
    json.write(result, out);

    return 0;
  }

  private int list(Backups backups) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<Manifest> manifests = backups.list();
    if (!json.replacesText()) {
      TextTable text = new TextTable("id", "files", "size", "parts");
      manifests.forEach(
          each ->
              text.row(
                  each.id(),
                  each.files().size(),
                  Amounts.bytes(each.totalBytes()),
                  String.join(", ", each.parts().keySet().stream().sorted().toList())));
      text.print(out);
    }
    ObjectNode result = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode array = result.putArray("backups");
    manifests.forEach(each -> array.add(json(each)));
    json.write(result, out);

    return 0;
  }

  private int verify(StoredBackup backup) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    List<String> faults = BackupCheck.faults(backup);
    if (!json.replacesText()) {
      faults.forEach(out::println);
      out.printf(
          "Backup %s: %d files, %s read back, %s%n",
          backup.manifest().id(),
          backup.manifest().files().size(),
          Amounts.bytes(backup.manifest().totalBytes()),
          faults.isEmpty() ? "all as they were written" : faults.size() + " faults");
    }
    ObjectNode result = json(backup.manifest()).put("ok", faults.isEmpty());
    ArrayNode array = result.putArray("faults");
    faults.forEach(array::add);
    json.write(result, out);

    return faults.isEmpty() ? 0 : 1;
  }

  private static ObjectNode json(Manifest manifest) {
    ObjectNode result =
        JsonNodeFactory.instance
            .objectNode()
            .put("backup", manifest.id())
            .put("begun", manifest.begun())
            .put("ended", manifest.ended())
            .put("files", manifest.files().size())
            .put("bytes", manifest.totalBytes());
    result.set("parts", new ObjectMapper().valueToTree(manifest.parts()));
    result.set("versions", new ObjectMapper().valueToTree(manifest.versions()));

    return result;
  }
}
