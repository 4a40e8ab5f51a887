package io.freshet.bench.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.freshness.Hop;
import io.freshet.local.FlinkApplication;
import java.util.List;
import org.junit.jupiter.api.Test;

class ProcessFaultTest {
  @Test
  void namesTheWritersProcessesAsThePlatformDoes() {
    FlinkApplication writer =
        new FlinkApplication("writer", "a-folder", "AClass", List.of(), 1, 1024);

    assertThat(ProcessFault.kinds())
        .extracting(ProcessFault.Kind::process)
        .contains(writer.taskManager(), writer.jobManager());
  }

  @Test
  void withoutTheObjectStoreTheCatalogDoesNotAnswerEither() {
    assertThat(ProcessFault.kinds())
        .filteredOn(kind -> kind.process().equals("s3"))
        .extracting(ProcessFault.Kind::hop)
        .containsOnly(Hop.COMMIT);
  }

  @Test
  void postgresIsNotPutToSleepAsOnlyItsFirstProcessWould() {
    assertThat(AlertsBench.faultNames())
        .contains("postgres-killed")
        .doesNotContain("postgres-asleep");
  }

  @Test
  void isKnownByItsNameBeforeThereIsAPlatform() {
    assertThat(AlertsBench.faultNames())
        .contains("kafka-asleep", "writer-jobmanager-killed", "commits-refused")
        .doesNotHaveDuplicates();
  }
}
