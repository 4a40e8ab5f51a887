package io.freshet.cli.sql;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.warehouse.trino.query.TrinoClient.Answer;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class AnswerFormatTest {
  private static final Answer ANSWER =
      new Answer(
          List.of("name", "n"),
          List.of(Arrays.asList("a \"b\", c", 1L), Arrays.asList("", null)),
          true);

  @Test
  void csvIsAsTheRfcWantsItAndTellsNullFromAnEmptyText() {
    assertThat(print(AnswerFormat.CSV)).isEqualTo("name,n\r\n\"a \"\"b\"\", c\",1\r\n\"\",\r\n");
  }

  @Test
  void jsonIsOneObjectALine() {
    assertThat(print(AnswerFormat.JSON))
        .isEqualTo("{\"name\":\"a \\\"b\\\", c\",\"n\":1}\n{\"name\":\"\",\"n\":null}\n");
  }

  @Test
  void listsAreJson() {
    Answer list = new Answer(List.of("b"), List.of(List.of(List.of(1, 2))), true);
    StringWriter out = new StringWriter();

    AnswerFormat.CSV.print(list, new PrintWriter(out));

    assertThat(out).hasToString("b\r\n\"[1,2]\"\r\n");
  }

  private static String print(AnswerFormat format) {
    StringWriter out = new StringWriter();
    format.print(ANSWER, new PrintWriter(out));

    return out.toString();
  }
}
