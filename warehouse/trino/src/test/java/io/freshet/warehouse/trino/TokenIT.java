package io.freshet.warehouse.trino;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.local.Part;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.warehouse.trino.access.AccessToken;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** The one token that opens a real Trino to a laptop. */
class TokenIT {
  @RegisterExtension static final EmbeddedPlatform platform = EmbeddedPlatform.with(Part.CATALOG);

  private static RideWarehouse warehouse;

  @BeforeAll
  static void make(@TempDir Path folder) {
    warehouse = RideWarehouse.make(platform, folder);
  }

  @AfterAll
  static void close() throws Exception {
    warehouse.close();
  }

  @Test
  void theOneTokenOpensTheDoorForALaptop() {
    String token = token("ana", Instant.now());

    assertThat(warehouse.users().askWithToken("ana", token, "SELECT current_user"))
        .containsExactly("ana");
    assertThat(
            warehouse
                .users()
                .askWithToken(
                    "ana", token, "SELECT DISTINCT rider_id FROM raw." + warehouse.rides()))
        .containsExactly("null");
  }

  @Test
  void aTokenIsForTheOneWhoItNames() {
    String token = token("ana", Instant.now());

    assertThatThrownBy(() -> warehouse.users().askWithToken("eve", token, "SELECT 1"))
        .hasMessageContaining("User ana cannot impersonate user eve");
  }

  @Test
  void aTokenThatIsForgedOrTooOldOpensNothing() {
    String old = token("ana", Instant.now().minus(Duration.ofDays(2)));
    Instant now = Instant.now();
    String forged = AccessToken.sign("eve", "A".repeat(56), now, now.plus(Duration.ofDays(1)));

    assertThatThrownBy(() -> warehouse.users().askWithToken("ana", old, "SELECT 1"))
        .hasMessageContaining("JWT expired");
    assertThatThrownBy(() -> warehouse.users().askWithToken("eve", forged, "SELECT 1"))
        .hasMessageContaining("Authentication failed");
  }

  private static String token(String user, Instant now) {
    return AccessToken.sign(
        user, platform.settings().text("trino.token-key"), now, now.plus(Duration.ofDays(1)));
  }
}
