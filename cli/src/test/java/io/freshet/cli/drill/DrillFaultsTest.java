package io.freshet.cli.drill;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.drill.DrillFault.Way;
import io.freshet.core.contract.freshness.Hop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrillFaultsTest {
  private static final Path RUNBOOKS = Path.of("..", "docs", "runbooks");
  private static final int TEN = 10;

  @Test
  void areTenAtLeastEachWithItsOwnName() {
    assertThat(DrillFaults.everyOne())
        .hasSizeGreaterThanOrEqualTo(TEN)
        .extracting(DrillFault::name)
        .doesNotHaveDuplicates();
  }

  @Test
  void haveARunbookThatSaysWhatMendsThem() {
    assertThat(DrillFaults.everyOne())
        .allSatisfy(
            fault -> {
              String page = Files.readString(RUNBOOKS.resolve(fault.runbook() + ".md"));
              assertThat(page).as(fault.name()).contains("./freshet status", "./freshet up");
              if (fault.way() == Way.ASLEEP) {
                assertThat(page).as(fault.name()).contains("kill -9 PID");
              }
            });
  }

  @Test
  void comeInAnOrderThatTheSeedDecides() {
    List<DrillFault> all = DrillFaults.everyOne();

    assertThat(DrillFaults.drawn(all, TEN, 7))
        .isEqualTo(DrillFaults.drawn(all, TEN, 7))
        .doesNotHaveDuplicates()
        .isNotEqualTo(DrillFaults.drawn(all, TEN, 8));
  }

  @Test
  void comeEachOnceBeforeAnyComesAgain() {
    List<DrillFault> two = DrillFaults.chosen(List.of("kafka-killed", "s3-killed"));

    assertThat(DrillFaults.drawn(two, 5, 1).subList(0, 4)).containsOnlyElementsOf(two);
    assertThat(DrillFaults.drawn(two, 2, 1)).containsExactlyInAnyOrderElementsOf(two);
  }

  @Test
  void areNamedByTheirProcessAlone() {
    DrillFault writer = DrillFaults.chosen(List.of("writer-taskmanager-killed")).get(0);
    DrillFault eta = DrillFaults.chosen(List.of("eta-jobmanager-killed")).get(0);

    assertThat(writer.isNamedIn("The writer's TaskManager")).isTrue();
    assertThat(writer.isNamedIn("commit")).isFalse();
    assertThat(eta.isNamedIn("metadata")).isFalse();
  }

  @Test
  void showInAlertsByTheirHop() {
    Sign sign = Sign.alert(Hop.KAFKA);

    assertThat(sign.isAlert()).isTrue();
    assertThat(sign.isIn("<h3>raw.pings <span class=\"cause\">kafka</span></h3>")).isTrue();
    assertThat(sign.isIn("<h3>raw.pings <span class=\"cause\">commit</span></h3>")).isFalse();
  }

  @Test
  void showOnOtherPagesByWhatTheyCanNotRead() {
    Sign sign = Sign.unread("/map", "the market", "markets", "the market");

    assertThat(sign.isAlert()).isFalse();
    assertThat(sign.isIn("<p><b>Not up to date:</b> the market as of <time>")).isTrue();
    assertThat(sign.isIn("<p><b>Nothing is known of markets</b></p>")).isTrue();
    assertThat(sign.isIn("<p>Reading markets …</p>")).isFalse();
  }
}
