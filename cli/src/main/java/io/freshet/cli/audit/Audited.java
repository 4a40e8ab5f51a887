package io.freshet.cli.audit;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.core.toolkit.Settings;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.IntSupplier;

/**
 * Notes each command before it begins and when it has ended, where {@code FRESHET_AUDIT_PATH} names
 * a log: who, what, when, outcome. A command that can't be noted is not run.
 */
public final class Audited {
  private static final String PATH = "audit.path";

  private final Optional<AuditLog> log;
  private final String who;
  private final InstantSource clock;

  Audited(Optional<AuditLog> log, String who, InstantSource clock) {
    this.log = log;
    this.who = who;
    this.clock = clock;
  }

  /** As the environment has it. */
  public static Audited by(Map<String, String> environment) {
    String user = System.getProperty("user.name");
    String behind = environment.get("SUDO_USER");

    return new Audited(
        file(environment).map(AuditLog::new),
        behind == null ? user : "%s for %s".formatted(user, behind),
        InstantSource.system());
  }

  /** The log that the environment names. */
  static Optional<Path> file(Map<String, String> environment) {
    return Settings.ofEnvironment(environment).optionalText(PATH).map(Path::of);
  }

  /**
   * Runs a command, unless it can't be noted.
   *
   * @param command answers its exit code
   * @param errors where it is said that it could not be noted
   */
  public int run(IntSupplier command, PrintWriter errors, String... arguments) {
    if (log.isEmpty() || arguments.length == 0) {
      return command.getAsInt();
    }
    String id = UUID.randomUUID().toString();
    try {
      log.get().append(begun(id, arguments));
      int exitCode = command.getAsInt();
      appendUninterrupted(log.get(), entry(id, "ended").put("exit_code", exitCode));

      return exitCode;
    } catch (FreshetException e) {
      errors.println(e.getMessage());

      return e.fault().exitCode();
    }
  }

  /** Ctrl-C interrupts this thread, upon which a file would close instead of taking the line. */
  private static void appendUninterrupted(AuditLog log, ObjectNode entry) {
    boolean isInterrupted = Thread.interrupted();
    try {
      log.append(entry);
    } finally {
      if (isInterrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private ObjectNode begun(String id, String... arguments) {
    ObjectNode entry = entry(id, "begun").put("who", who);
    ArrayNode words = entry.putArray("command");
    MaskedArguments.of(arguments).forEach(words::add);

    return entry;
  }

  private ObjectNode entry(String id, String what) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("at", clock.instant().toString())
        .put("id", id)
        .put("what", what);
  }
}
