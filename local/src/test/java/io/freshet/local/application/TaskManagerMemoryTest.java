package io.freshet.local.application;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.local.FlinkApplication;
import java.util.List;
import org.junit.jupiter.api.Test;

class TaskManagerMemoryTest {
  private static final FlinkApplication WRITER =
      new FlinkApplication("writer", "module", "Main", List.of(), 2, 1024);

  @Test
  void givesNearlyAllToTheHeapWhenStateIsOnIt() {
    TaskManagerMemory memory = TaskManagerMemory.of(WRITER);

    assertThat(memory).isEqualTo(new TaskManagerMemory(816, 16));
    assertThat(memory.heap() + memory.managed() + memory.direct()).isEqualTo(1024);
  }

  @Test
  void leavesAQuarterToRocksDb() {
    TaskManagerMemory memory = TaskManagerMemory.of(WRITER.with("state.backend.type", "rocksdb"));

    assertThat(memory.managed()).isEqualTo(256);
  }
}
