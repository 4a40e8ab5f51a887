package io.freshet.warehouse.trino.access;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.Test;

class GroupsTest {
  private static final List<String> ROLES = List.of("analyst", "data_engineer");

  @Test
  void whatIsPrintedIsReadBack() {
    Groups groups =
        Groups.none()
            .withRole("ana", "analyst", ROLES)
            .withTeam("ana", "growth")
            .withTeam("b", "x");

    assertThat(Groups.parse(groups.print()).print()).isEqualTo(groups.print());
    assertThat(groups.print()).isEqualTo("analyst:ana\nteam_growth:ana\nteam_x:b\n");
  }

  @Test
  void aPersonHasOneRoleAndKeepsTheTeams() {
    Groups groups =
        Groups.none()
            .withRole("ana", "analyst", ROLES)
            .withTeam("ana", "growth")
            .withRole("ana", "data_engineer", ROLES);

    assertThat(groups.of("ana")).containsExactly("data_engineer", "team_growth");
  }

  @Test
  void whoIsTakenOutIsInNoGroup() {
    Groups groups = Groups.none().withRole("ana", "analyst", ROLES).without("ana");

    assertThat(groups.of("ana")).isEmpty();
    assertThat(groups.print()).isEmpty();
  }

  @Test
  void whoIsInNoGroupCanNotBeTakenOut() {
    Groups groups = Groups.none().withRole("ana", "analyst", ROLES).withTeam("bob", "growth");

    assertThatThrownBy(() -> groups.without("anna"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("anna has neither role nor team; did you mean ana?");
    assertThatThrownBy(() -> groups.without("christine"))
        .hasMessage("christine has neither role nor team; there are ana, bob");
  }

  @Test
  void aRoleThatNoContractNamesIsRefusedWithTheNearest() {
    Groups groups = Groups.none();

    assertThatThrownBy(() -> groups.withRole("ana", "analist", ROLES))
        .isInstanceOf(FreshetException.class)
        .hasMessage("No contract names the role analist; did you mean analyst?");
  }

  @Test
  void aUserThatWouldBreakTheFileIsRefused() {
    Groups groups = Groups.none();

    assertThatThrownBy(() -> groups.withRole("ana,freshet", "analyst", ROLES))
        .isInstanceOf(FreshetException.class)
        .hasMessage("ana,freshet is no name of a user; right would be letters, digits and . _ @ -");
    assertThatThrownBy(() -> groups.withTeam("ana", "Growth-1"))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("Growth-1 is no name of a team; right would be lower-case words");
  }

  @Test
  void thePlatformsOwnUserIsNoPerson() {
    assertThatThrownBy(() -> Groups.requireUser("freshet"))
        .isInstanceOfSatisfying(
            FreshetException.class, e -> assertThat(e.fault()).isEqualTo(Fault.CALLER))
        .hasMessage("freshet is the platform's own user and may do everything; name a person");
  }

  @Test
  void aGroupThatAnOlderFileGivesThePlatformsOwnUserIsLeftOut() {
    Groups groups = Groups.parse("analyst:ana\nplatform:freshet\n");

    assertThat(groups.of("freshet")).isEmpty();
    assertThat(groups.print()).isEqualTo("analyst:ana\n");
  }

  @Test
  void aBrokenGroupFileIsNamedByItsLine() {
    assertThatThrownBy(() -> Groups.parse("analyst:ana\nnonsense\n"))
        .isInstanceOf(FreshetException.class)
        .hasMessage("The group file has the line \"nonsense\"; right would be group:user,user");
  }

  @Test
  void aTokenSaysWhoComesAndUntilWhen() {
    String key =
        Base64.getEncoder()
            .encodeToString(
                "0123456789012345678901234567890123456789".getBytes(StandardCharsets.US_ASCII));
    String token =
        AccessToken.sign(
            "ana", key, Instant.ofEpochSecond(1_700_000_000), Instant.ofEpochSecond(1_702_592_000));

    assertThat(token.split("\\.")).hasSize(3);
    assertThat(
            new String(
                Base64.getUrlDecoder().decode(token.split("\\.")[1]), StandardCharsets.UTF_8))
        .isEqualTo("{\"sub\":\"ana\",\"iat\":1700000000,\"exp\":1702592000}");
  }
}
