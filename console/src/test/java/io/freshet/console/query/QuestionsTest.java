package io.freshet.console.query;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.freshet.console.board.Boards;
import io.freshet.console.query.Question.Answered;
import io.freshet.console.query.Question.Failed;
import io.freshet.console.query.Question.Outcome;
import io.freshet.console.query.Question.Refused;
import io.freshet.console.query.Question.Stopped;
import io.freshet.console.query.Questions.Taken;
import io.freshet.console.rows.Grids;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import java.time.InstantSource;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class QuestionsTest {
  private static final String SQL = "select 1";

  private final MemoryAsker asker = new MemoryAsker();
  private final Questions questions = new Questions(asker, 2, InstantSource.fixed(Boards.NOW));

  @AfterEach
  void close() {
    questions.close();
  }

  @Test
  void remembersTheAnswerForTheBrowserThatAsked() {
    assertThat(ask("ana", SQL)).isEqualTo(Taken.YES);
    assertThat(questions.last("ana").orElseThrow().isRunning()).isTrue();
    await().until(() -> asker.asked().size() == 1);

    asker.answer(Grids.rides());

    await().until(() -> outcome("ana") instanceof Answered);
    assertThat(((Answered) outcome("ana")).grid()).isEqualTo(Grids.rides());
    assertThat(questions.last("eve")).isEmpty();
  }

  @Test
  void answersOneOfABrowserAndFewAtAll() {
    ask("ana", SQL);
    assertThat(ask("ana", "select 2")).isEqualTo(Taken.ONE_IS_RUNNING);
    assertThat(ask("eve", SQL)).isEqualTo(Taken.YES);
    assertThat(ask("lea", SQL)).isEqualTo(Taken.TOO_MANY_ARE_RUNNING);
    assertThat(questions.last("lea")).isEmpty();
    await().until(() -> asker.asked().size() == 2);

    asker.answer(Grids.none());

    await().until(() -> ask("lea", SQL) == Taken.YES);
  }

  @Test
  void asksNothingThatMayDoMoreThanRead() {
    assertThat(ask("ana", "delete from raw.rides")).isEqualTo(Taken.YES);

    assertThat(((Refused) outcome("ana")).why()).contains("begins with DELETE");
    assertThat(asker.asked()).isEmpty();
  }

  @Test
  void whatIsStoppedStaysStoppedAndMakesRoom() {
    ask("ana", SQL);
    await().until(() -> asker.asked().size() == 1);

    questions.stop("ana");
    questions.stop("nobody");

    assertThat(outcome("ana")).isEqualTo(new Stopped());
    await().until(() -> ask("eve", SQL) == Taken.YES);
    await().until(() -> ask("lea", SQL) == Taken.YES);
    assertThat(outcome("ana")).isEqualTo(new Stopped());
  }

  @Test
  void tellsWhyThereIsNoAnswer() {
    ask("ana", SQL);
    await().until(() -> asker.asked().size() == 1);

    asker.fail(new FreshetException(Fault.DEPENDENCY, "Trino is away"));

    await().until(() -> !questions.last("ana").orElseThrow().isRunning());
    assertThat(outcome("ana")).isEqualTo(new Failed("Trino is away"));
  }

  private Taken ask(String browser, String sql) {
    return questions.ask(new Inquirer(browser, Optional.empty()), sql);
  }

  private Outcome outcome(String browser) {
    return questions.last(browser).orElseThrow().outcome();
  }
}
