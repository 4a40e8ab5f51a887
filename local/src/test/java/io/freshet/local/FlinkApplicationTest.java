package io.freshet.local;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.InvalidSettingException;
import java.util.List;
import org.junit.jupiter.api.Test;

class FlinkApplicationTest {
  @Test
  void namesItsTwoProcesses() {
    FlinkApplication writer = application("writer", 2, 1024);

    assertThat(writer.jobManager()).isEqualTo("writer-jobmanager");
    assertThat(writer.taskManager()).isEqualTo("writer-taskmanager");
  }

  @Test
  void refusesANameThatIsNoFolderName() {
    assertThatThrownBy(() -> application("../writer", 2, 1024))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage(
            "An application's name is ../writer; it must be lower-case letters, digits and hyphens");
  }

  @Test
  void refusesMoreMemoryForItselfThanItHas() {
    assertThatThrownBy(() -> application("writer", 2, 128))
        .isInstanceOf(InvalidSettingException.class)
        .hasMessage("writer's memory is 128 MB; it must be at least 384 MB");
  }

  private static FlinkApplication application(String name, int slots, int megabytes) {
    return new FlinkApplication(name, "module", "Main", List.of(), slots, megabytes);
  }
}
