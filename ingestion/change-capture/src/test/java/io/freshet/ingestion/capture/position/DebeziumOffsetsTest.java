package io.freshet.ingestion.capture.position;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DebeziumOffsetsTest {
  private static final ByteBuffer KEY = ByteBuffer.wrap(new byte[] {1});

  private final DebeziumOffsets offsets = new DebeziumOffsets();

  @Test
  void tellNothingWhereNothingWasRead() throws Exception {
    DebeziumOffsets.tell(Optional.empty());

    assertThat(offsets.get(List.of(KEY)).get()).isEmpty();
  }

  @Test
  void tellTheEndOfATransactionWhateverDebeziumRemembers() throws Exception {
    DebeziumOffsets.tell(Optional.of(29_986_616L));
    offsets.set(Map.of(KEY, KEY), (error, result) -> {}).get();

    assertThat(offsets.get(List.of(KEY)).get().get(KEY).array())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo("{\"lsn\":29986616,\"lsn_commit\":29986616}");
  }
}
