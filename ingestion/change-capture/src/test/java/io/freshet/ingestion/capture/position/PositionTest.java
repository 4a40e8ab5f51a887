package io.freshet.ingestion.capture.position;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.capture.change.ChangeId;
import io.freshet.ingestion.capture.database.LogPlace;
import io.freshet.ingestion.capture.position.Position.Progress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PositionTest {
  private static final Position CLAIMED =
      new Position("me", "7/shop", 2, Map.of("orders", "public.orders"), Optional.empty());

  private static final Optional<LogPlace> LOG = Optional.of(new LogPlace(2, 31));

  private static Position readBack(Position position) {
    return Position.of(position.toBytes());
  }

  @Test
  void isReadAsItWasWritten() {
    Position between = CLAIMED.at(new Progress(1L << 40, Optional.empty(), Optional.empty()));
    Position within =
        CLAIMED.at(new Progress(23, Optional.of(new ChangeId(742, 0x16_B374_D848L, 3)), LOG));

    assertThat(readBack(CLAIMED)).isEqualTo(CLAIMED);
    assertThat(readBack(between)).isEqualTo(between);
    assertThat(readBack(within)).isEqualTo(within);
  }

  @Test
  void isWrittenForPeopleToo() {
    Position within =
        CLAIMED.at(new Progress(23, Optional.of(new ChangeId(742, 0x16_B374_D848L, 3)), LOG));

    assertThat(within.toBytes())
        .asString(StandardCharsets.UTF_8)
        .isEqualTo(
            "{\"owner\":\"me\",\"database\":\"7/shop\",\"snapshot\":2,\"tables\":{\"orders\":"
                + "\"public.orders\"},\"boundary\":\"0/17\",\"last\":{\"transaction\":742,"
                + "\"lsn\":\"16/B374D848\",\"ordinal\":3},\"log\":{\"timeline\":2,\"lsn\":\"0/1F\"}}");
  }

  @Test
  void whatIsNoneIsNotTakenForNoPosition() {
    assertThatThrownBy(() -> Position.of("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(FreshetException.class)
        .hasMessage("A capture's position can't be read: '{}'");
  }
}
