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
 * a log: who, what, when, outcome. A command that can't be noted is not run. Where {@code
 * FRESHET_AUDIT_SYSLOG} names a syslog server, it is told of each line, and the same holds.
 */
public final class Audited {
  private static final String PATH = "audit.path";
  private static final String SYSLOG = "audit.syslog";

  private final Optional<Path> file;
  private final Optional<String> syslog;
  private final String who;
  private final InstantSource clock;

  /**
   * @param file where lines go
   * @param syslog host and port of a server that is told of them
   */
  Audited(Optional<Path> file, Optional<String> syslog, String who, InstantSource clock) {
    this.file = file;
    this.syslog = syslog;
    this.who = who;
    this.clock = clock;
  }

  /** As the environment has it. */
  public static Audited by(Map<String, String> environment) {
    String user = System.getProperty("user.name");
    String behind = environment.get("SUDO_USER");

    return new Audited(
        file(environment),
        Settings.ofEnvironment(environment).optionalText(SYSLOG),
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
    if (file.isEmpty() || arguments.length == 0) {
      return command.getAsInt();
    }
    String id = UUID.randomUUID().toString();
    try {
      Notes notes = new Notes(file.get(), syslog.map(address -> SyslogWitness.at(SYSLOG, address)));
      notes.add(begun(id, arguments), clock);
      int exitCode = command.getAsInt();
      addUninterrupted(notes, entry(id, "ended").put("exit_code", exitCode));

      return exitCode;
    } catch (FreshetException e) {
      errors.println(e.getMessage());

      return e.fault().exitCode();
    }
  }

  /** The log, and who is told of its lines. */
  private record Notes(Path file, Optional<SyslogWitness> witness) {
    void add(ObjectNode entry, InstantSource clock) {
      AuditLog.Written written = new AuditLog(file).append(entry);
      witness.ifPresent(told -> told.tell(file, written, clock.instant()));
    }
  }

  /** Ctrl-C interrupts this thread, upon which a file would close instead of taking the line. */
  private void addUninterrupted(Notes notes, ObjectNode entry) {
    boolean isInterrupted = Thread.interrupted();
    try {
      notes.add(entry, clock);
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
