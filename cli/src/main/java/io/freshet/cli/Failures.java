package io.freshet.cli;

import io.freshet.core.envelope.stream.KafkaFaults;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.channels.ClosedByInterruptException;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.apache.kafka.common.KafkaException;
import picocli.CommandLine;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.ParseResult;

/** Turns a failure into one line and an exit code; the trace is for {@code FRESHET_TRACE=1}. */
public final class Failures implements IExecutionExceptionHandler {
  /** What a shell gives a command that Ctrl-C ended. */
  public static final int INTERRUPTED = 130;

  // Of the operating system, and so of every library that hands its words on.
  private static final String NO_SPACE = "No space left on device";

  @Override
  public int handleExecutionException(
      Exception failure, CommandLine commandLine, ParseResult parsed) {
    Explanation explanation = explain(failure);
    commandLine.getErr().println(explanation.line());
    if (explanation.isUnexpected() || System.getenv("FRESHET_TRACE") != null) {
      failure.printStackTrace(commandLine.getErr());
    }

    return explanation.exitCode();
  }

  /** The line for the user. */
  public static String line(Throwable failure) {
    return explain(failure).line();
  }

  /** Whether somebody stopped the command, however deep inside it noticed. */
  public static boolean isInterruption(Throwable failure) {
    return cause(
            failure,
            cause ->
                cause instanceof InterruptedException
                    || cause instanceof ClosedByInterruptException)
        .isPresent();
  }

  private record Explanation(String line, int exitCode, boolean isUnexpected) {
    private static Explanation of(String line, int exitCode) {
      return new Explanation(line, exitCode, false);
    }
  }

  private static Explanation explain(Throwable failure) {
    if (isInterruption(failure)) {
      return Explanation.of(
          failure instanceof FreshetException ? failure.getMessage() : "Interrupted", INTERRUPTED);
    }
    Optional<Throwable> full = cause(failure, Failures::isOfAFullDisk);
    if (full.isPresent()) {
      return Explanation.of(
          "A disk is full: %s; free some space, or point FRESHET_STATE, FRESHET_CACHE or TMPDIR to another disk"
              .formatted(full.get().getMessage()),
          Fault.CALLER.exitCode());
    }
    if (failure instanceof FreshetException known) {
      return Explanation.of(known.getMessage(), known.fault().exitCode());
    }
    Optional<Throwable> ofKafka = cause(failure, KafkaException.class::isInstance);
    if (ofKafka.isPresent() && cause(failure, FreshetException.class::isInstance).isEmpty()) {
      FreshetException told = KafkaFaults.failure("use Kafka", ofKafka.get());

      return Explanation.of(
          told.getMessage() + "; kafka.bootstrap says where it is, ./freshet doctor what answers",
          told.fault().exitCode());
    }
    Fault fault = LakeFailures.fault(failure);

    return switch (fault) {
      case CALLER -> Explanation.of(words(failure), fault.exitCode());
      case DEPENDENCY ->
          Explanation.of(
              "Something that the command needs is away: %s; ./freshet status shows the embedded platform"
                  .formatted(words(failure)),
              fault.exitCode());
      case OURS -> new Explanation("Unexpected failure: " + failure, fault.exitCode(), true);
    };
  }

  /** What a FreshetException in the chain says; else the failure's own first line. */
  private static String words(Throwable failure) {
    return cause(failure, FreshetException.class::isInstance)
        .or(() -> cause(failure, cause -> cause.getMessage() != null))
        .map(cause -> cause.getMessage().lines().findFirst().orElse(""))
        .orElse(failure.toString());
  }

  private static boolean isOfAFullDisk(Throwable cause) {
    return cause.getMessage() != null && cause.getMessage().contains(NO_SPACE);
  }

  private static Optional<Throwable> cause(Throwable failure, Predicate<Throwable> wanted) {
    return Stream.iterate(failure, cause -> cause != null, Throwable::getCause)
        .filter(wanted)
        .findFirst();
  }
}
