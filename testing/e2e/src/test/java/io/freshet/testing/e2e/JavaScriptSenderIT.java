package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.testing.selection.FullOnly;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The own tests of the gateway's JavaScript sender, in Node. */
@FullOnly
class JavaScriptSenderIT {
  private static final Path SENDER = Path.of("../../ingestion/event-gateway/javascript");

  @Test
  void passesItsTests() throws Exception {
    String printed =
        ExternalProgram.run(
            List.of(NodeClient.node().toString(), "--test", "--test-reporter=tap"),
            List.of(),
            SENDER);

    assertThat(printed).contains("# fail 0").doesNotContain("# pass 0");
  }
}
