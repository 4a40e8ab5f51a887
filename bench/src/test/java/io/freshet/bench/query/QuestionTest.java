package io.freshet.bench.query;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class QuestionTest {
  private static final String MIDDLE = "2026-06-02 12:00:00.000000 UTC";

  private final List<Question> questions =
      Question.about(new Question.Subject("boston", 7, MIDDLE, "42.36", "-71.06"));

  @Test
  void asksSixOfWhateverTableIsGiven() {
    assertThat(questions)
        .hasSize(6)
        .extracting(question -> question.of("raw.pings"))
        .allMatch(sql -> sql.contains(" from raw.pings ") && !sql.contains("%"));
  }

  @Test
  void asksForOneDay() {
    assertThat(sql("a market's day"))
        .contains("market = 'boston'")
        .contains("event_time >= date_trunc('day', timestamp '" + MIDDLE + "')")
        .endsWith("< date_trunc('day', timestamp '" + MIDDLE + "') + interval '1' day");
  }

  @Test
  void asksForOneDasherOfAMarket() {
    assertThat(sql("a dasher's way")).endsWith("where market = 'boston' and dasher_id = 7");
  }

  @Test
  void asksForAboutAKilometreOfACity() {
    assertThat(sql("a part of a city for a day"))
        .contains("longitude between decimal '-71.06' - 0.005 and decimal '-71.06' + 0.005");
  }

  private String sql(String name) {
    return questions.stream()
        .filter(question -> question.name().equals(name))
        .findFirst()
        .orElseThrow()
        .of("pings");
  }
}
