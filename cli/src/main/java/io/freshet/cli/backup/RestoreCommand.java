package io.freshet.cli.backup;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.Workspace;
import io.freshet.cli.output.Amounts;
import io.freshet.cli.output.JsonOption;
import io.freshet.cli.output.TextTable;
import io.freshet.cli.platform.ProgressPrinter;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.PrivateFiles;
import io.freshet.local.Part;
import io.freshet.recovery.backup.StoredBackup;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "restore",
    description = {
      "Puts a backup in the place of what an installation has lost.",
      "Databases that are there are kept under another name, files and topics stay as they are. The"
          + " catalog is moved on to the newest metadata in the store, so that no commit of after"
          + " the backup is lost. Stop writers first, and start them without their state. Exit code"
          + " 1 where something is left to decide."
    },
    mixinStandardHelpOptions = true,
    footer = {
      "",
      "Example:  ./freshet restore backups/latest",
      "          ./freshet restore s3://backups/freshet/2026-11-29T21-05-33 --only catalog,lake"
    },
    subcommands = DrillCommand.class)
public final class RestoreCommand implements Callable<Integer> {
  @Parameters(
      arity = "0..1",
      paramLabel = "BACKUP",
      description = "Its place and its id; latest is the newest")
  private String address;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "PART",
      description = "The parts to restore, as in ./freshet backup; default: all that it holds")
  private List<String> only = List.of();

  @Option(names = "--dry-run", description = "Check the backup, print the parts, change nothing")
  private boolean dryRun;

  @Mixin private Workspace workspace;
  @Mixin private JsonOption json;
  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws Exception {
    if (address == null) {
      throw new ParameterException(
          spec.commandLine(), "Which backup? Its place and id, such as backups/latest");
    }
    ProgressPrinter progress = new ProgressPrinter(spec.commandLine().getErr());
    Set<BackupPart> parts = BackupPart.of(only);
    if (workspace.isEmbedded() && !dryRun) {
      // Without contracts applied and without writers: they would begin tables anew.
      workspace
          .platform()
          .up(
              EnumSet.of(Part.KAFKA, Part.S3, Part.POSTGRES, Part.REGISTRY, Part.CATALOG),
              progress);
    }
    StoredBackup backup = BackupPlaces.of(workspace).backup(address);
    progress.progress("backup", "reading it back");
    BackupCheck.require(backup);
    if (!only.isEmpty()) {
      requireAll(parts, backup);
    }
    Restoration restoration = new Restoration(workspace, backup, progress);
    if (dryRun) {
      return tellPlan(restoration.plan(parts), backup);
    }
    Instant began = Instant.now();

    return tell(restoration.run(parts), backup, began);
  }

  /** What was asked for by name and is not there was not restored, whatever an exit code says. */
  private static void requireAll(Set<BackupPart> parts, StoredBackup backup) {
    List<String> missing =
        parts.stream().map(BackupPart::label).filter(part -> !backup.manifest().has(part)).toList();
    if (!missing.isEmpty()) {
      throw new FreshetException(
          Fault.CALLER,
          "Backup %s was made without %s; ./freshet backup --list shows what each one has"
              .formatted(backup.manifest().id(), String.join(", ", missing)));
    }
  }

  private int tellPlan(List<BackupPart> plan, StoredBackup backup) {
    PrintWriter out = spec.commandLine().getOut();
    ObjectNode result = result(backup).put("ok", true).put("dry_run", true);
    ArrayNode array = result.putArray("plan");
    for (BackupPart part : plan) {
      String shown = backup.manifest().parts().get(part.label()).path("shown").asText();
      array.addObject().put("part", part.label()).put("holds", shown);
      if (!json.replacesText()) {
        out.printf("Would restore %s: %s%n", part.label(), shown);
      }
    }
    json.write(result, out);

    return 0;
  }

  private int tell(List<RestoredPart> parts, StoredBackup backup, Instant began) throws Exception {
    PrintWriter out = spec.commandLine().getOut();
    boolean ok = parts.stream().allMatch(RestoredPart::ok);
    ObjectNode result =
        result(backup)
            .put("ok", ok)
            .put("at", began.toString())
            .put("seconds", Duration.between(began, Instant.now()).toMillis() / 1000.0);
    ArrayNode array = result.putArray("parts");
    TextTable text = new TextTable("part", "took", "what");
    for (RestoredPart part : parts) {
      ObjectNode node =
          array
              .addObject()
              .put("part", part.part().label())
              .put("ok", part.ok())
              .put("seconds", part.seconds())
              .put("detail", part.detail());
      ArrayNode remarks = node.putArray("remarks");
      part.remarks().forEach(remarks::add);
      text.row(
          part.part().label(),
          Amounts.age(Duration.ofMillis((long) (part.seconds() * 1000))),
          part.detail());
    }
    Path receipt = workspace.receipts().resolve("restore-%d.json".formatted(began.toEpochMilli()));
    result.put("receipt", receipt.toString());
    PrivateFiles.write(
        receipt.toAbsolutePath(),
        (result.toPrettyString() + System.lineSeparator()).getBytes(StandardCharsets.UTF_8));
    if (!json.replacesText()) {
      text.print(out);
      parts.forEach(
          part ->
              part.remarks().forEach(each -> out.printf("%s: %s%n", part.part().label(), each)));
      out.printf("Receipt: %s%n", receipt);
      out.println("Now start the writers without their state, and then: ./freshet prove");
    }
    json.write(result, out);

    return ok ? 0 : 1;
  }

  private static ObjectNode result(StoredBackup backup) {
    return JsonNodeFactory.instance.objectNode().put("backup", backup.manifest().id());
  }
}
