package io.freshet.cli.audit;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.cli.output.JsonOption;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "audit",
    description = {
      "Looks at the log of what people have done by commands.",
      "FRESHET_AUDIT_PATH names the file; without it nothing is noted."
    },
    mixinStandardHelpOptions = true,
    synopsisSubcommandLabel = "COMMAND",
    footer = {"", "Example:  ./freshet audit verify"},
    subcommands = AuditCommand.Verify.class)
public final class AuditCommand implements Runnable {
  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "Which command? One of these:");
  }

  /** Whether the log is as it was written. */
  @Command(
      name = "verify",
      description = {
        "Says whether the log is as it was written, line by line.",
        "Exit code 1 when a line was changed, taken out or put in, or none has the hash that is"
            + " given."
      },
      mixinStandardHelpOptions = true,
      footer = {"", "Example:  ./freshet audit verify --file audit.ndjson --hash 51b3…"})
  static final class Verify implements Callable<Integer> {
    @Option(
        names = "--file",
        paramLabel = "FILE",
        description = "The log. Default: what FRESHET_AUDIT_PATH names")
    private Path file;

    @Option(
        names = "--hash",
        paramLabel = "HASH",
        description = "Of the last line, as an earlier call has printed it: a line must have it")
    private String hash;

    @Mixin private JsonOption json;
    @Spec private CommandSpec spec;

    @Override
    public Integer call() {
      Path chosen =
          file == null ? Audited.file(System.getenv()).orElseThrow(this::nothingNamed) : file;
      AuditLog log = new AuditLog(chosen);
      AuditLog.Finding finding = hash == null ? log.verify() : log.verify(hash);
      PrintWriter out = spec.commandLine().getOut();
      ObjectNode result =
          JsonNodeFactory.instance
              .objectNode()
              .put("ok", finding.broken().isEmpty())
              .put("lines", finding.lines())
              .put("cut_off", finding.cutOff())
              .put("last_hash", finding.last());
      finding.broken().ifPresent(why -> result.put("broken", why));
      json.write(result, out);
      if (!json.replacesText()) {
        out.printf(
            "%d lines hold together; the last one's hash is %s%n", finding.lines(), finding.last());
        if (finding.cutOff() > 0) {
          out.printf(
              "%d lines follow one that was cut off, as by a crash, and vouch for what is left of"
                  + " it%n",
              finding.cutOff());
        }
        finding.broken().ifPresent(why -> out.println("BROKEN  " + why));
      }

      return finding.broken().isEmpty() ? 0 : 1;
    }

    private ParameterException nothingNamed() {
      return new ParameterException(
          spec.commandLine(), "Which log? Name it with --file FILE or in FRESHET_AUDIT_PATH");
    }
  }
}
