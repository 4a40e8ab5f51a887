package io.freshet.batch.publish;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.batch.lake.FileSize;
import io.freshet.batch.nightly.Yield;
import io.freshet.batch.publish.DayReport.Outcome;
import io.freshet.core.lake.PublishedDay;
import io.freshet.core.toolkit.Effort;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NightlyReportTest {
  private static final LocalDate MONDAY = LocalDate.parse("2008-05-19");
  private static final LocalDate TUESDAY = MONDAY.plusDays(1);
  private static final List<LocalDate> DAYS = List.of(MONDAY, TUESDAY, TUESDAY.plusDays(1));

  @Test
  void saysWhatWasPublishedBeforeADayFailed() {
    NightlyReport report = NightlyReport.ofEach(DAYS, day -> failingOnTuesday(day));
    ObjectNode json = new ObjectMapper().createObjectNode();

    report.writeTo(json);

    assertThat(json.at("/days/0/outcome").asText()).isEqualTo("published");
    assertThat(json.at("/days/1/day").asText()).isEqualTo("2008-05-20");
    assertThat(json.at("/days/1/outcome").asText()).isEqualTo("failed");
    assertThat(json.at("/days/1/failure").asText()).isEqualTo("The catalog is away");
    assertThat(json.at("/days").size()).isEqualTo(2);
    assertThat(json.path("rows").asLong()).isEqualTo(3);
  }

  @Test
  void bearsTheFaultOfTheFailure() {
    NightlyReport report = NightlyReport.ofEach(DAYS, day -> failingOnTuesday(day));

    assertThat(report.ok()).isFalse();
    assertThat(report.fault()).contains(Fault.DEPENDENCY);
  }

  @Test
  void goesOnAfterARefusedDayAndIsNotOk() {
    NightlyReport report =
        NightlyReport.ofEach(
            DAYS, day -> report(day, day.equals(MONDAY) ? Outcome.REFUSED : Outcome.PUBLISHED));

    assertThat(report.days()).hasSize(3);
    assertThat(report.fault()).contains(Fault.OURS);
  }

  @Test
  void isOkWhenEveryDayWasPublished() {
    NightlyReport report = NightlyReport.ofEach(DAYS, day -> report(day, Outcome.PUBLISHED));

    assertThat(report.ok()).isTrue();
  }

  private static DayReport failingOnTuesday(LocalDate day) {
    if (day.equals(TUESDAY)) {
      throw new FreshetException(Fault.DEPENDENCY, "The catalog is away");
    }

    return report(day, Outcome.PUBLISHED);
  }

  private static DayReport report(LocalDate day, Outcome outcome) {
    DayPlan planned =
        new DayPlan(
            new Yield(null, 3, List.of(), Map.of()),
            new PublishedDay.Basis(Instant.EPOCH, Instant.EPOCH, Map.of()),
            true,
            new ObjectMapper().createObjectNode(),
            FileSize.NONE);

    return new DayReport(
        day,
        outcome,
        new WrittenRows(3, "f"),
        planned,
        DayReport.Trace.none(),
        List.of(),
        new DayCost(1, Effort.start().read(), FileSize.NONE, 0));
  }
}
