package io.freshet.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.FileSystemException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.apache.iceberg.exceptions.ServiceFailureException;
import org.apache.kafka.common.errors.TimeoutException;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;
import picocli.CommandLine.Command;

class FailuresTest {
  private final StringWriter printed = new StringWriter();

  @Test
  void saysWhatWeKnowInItsOwnWords() {
    assertThat(fail(new FreshetException(Fault.CALLER, "rate is -1"))).isEqualTo(2);

    assertThat(printed).hasToString("rate is -1" + System.lineSeparator());
  }

  @Test
  void calls503OfTheCatalogADependency() {
    assertThat(fail(new ServiceFailureException("Server error: Postgres is away"))).isEqualTo(75);

    assertThat(line()).contains("is away", "Postgres is away");
  }

  @Test
  void callsAnObjectStoreThatRefusesConnectionsADependency() {
    assertThat(fail(new IllegalStateException("Cannot read", new ConnectException("refused"))))
        .isEqualTo(75);

    assertThat(line()).contains("Cannot read");
  }

  @Test
  void callsAKafkaThatDoesNotAnswerADependencyWhoeverAskedIt() {
    assertThat(
            fail(
                new ExecutionException(
                    new TimeoutException("Timed out waiting for a node assignment"))))
        .isEqualTo(75);

    assertThat(line())
        .isEqualTo(
            "Cannot use Kafka: Timed out waiting for a node assignment; kafka.bootstrap"
                + " says where it is, ./freshet doctor what answers");
  }

  @Test
  void callsARefusalOfKafkasTheCallers() {
    assertThat(fail(new TopicAuthorizationException("Not authorized to read orders"))).isEqualTo(2);

    assertThat(line()).contains("Not authorized to read orders");
  }

  @Test
  void tellsOfAFullDiskInOneLine() {
    FileSystemException full =
        new FileSystemException("/data/receipt.json", null, "No space left on device");

    assertThat(fail(new UncheckedIOException(full))).isEqualTo(2);

    assertThat(line()).contains("/data/receipt.json", "free some space");
  }

  @Test
  void tellsOfAnInterruptionInOneLineWhereverItWasNoticed() {
    assertThat(fail(new InterruptedException())).isEqualTo(130);
    assertThat(line()).isEqualTo("Interrupted");
    assertThat(fail(new CompletionException(new ClosedByInterruptException()))).isEqualTo(130);
    assertThat(
            fail(
                new FreshetException(
                    Fault.CALLER, "Interrupted while asking Flink", new InterruptedException())))
        .isEqualTo(130);
  }

  @Test
  void showsTheTraceOfABug() {
    assertThat(fail(new IllegalStateException("A bug"))).isEqualTo(1);

    assertThat(printed.toString()).contains("Unexpected failure", "A bug", "\tat io.freshet");
  }

  private String line() {
    assertThat(printed.toString().lines()).hasSize(1);

    return printed.toString().strip();
  }

  private int fail(Exception failure) {
    printed.getBuffer().setLength(0);
    CommandLine commandLine = new CommandLine(new Any()).setErr(new PrintWriter(printed, true));

    return new Failures().handleExecutionException(failure, commandLine, null);
  }

  @Command(name = "any")
  private static final class Any {}
}
