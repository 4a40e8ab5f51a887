package io.freshet.console.query;

import io.freshet.console.query.Asker.Asking;
import io.freshet.console.query.Question.Answered;
import io.freshet.console.query.Question.Failed;
import io.freshet.console.query.Question.Mistaken;
import io.freshet.console.query.Question.Outcome;
import io.freshet.console.query.Question.Refused;
import io.freshet.console.query.Question.Running;
import io.freshet.console.query.Question.Stopped;
import io.freshet.console.rows.Grid;
import io.freshet.core.lake.LakeFailures;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.warehouse.trino.query.Mistake;
import io.freshet.warehouse.trino.query.ReadOnlyStatement;
import io.freshet.warehouse.trino.query.RefusedStatementException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The last question of each browser. Of one browser one is answered at a time, and few at all: who
 * comes when there is no room is told so, and waits in no queue. Thread-safe.
 */
public final class Questions implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Questions.class);

  /** Of so many browsers the answer is remembered, each of half a megabyte at most. */
  private static final int MOST_REMEMBERED = 30;

  private final Asker asker;
  private final InstantSource clock;
  private final Semaphore room;
  private final ExecutorService threads;
  private final Map<String, Held> byBrowser = new LinkedHashMap<>(16, 0.75f, true);

  /** Whether a question was taken. */
  public enum Taken {
    YES,
    /** The browser’s last one is still being answered. */
    ONE_IS_RUNNING,
    TOO_MANY_ARE_RUNNING
  }

  /** A question, and how to stop it while it runs. */
  private record Held(Question question, Optional<Asking> asking) {}

  /**
   * @param atOnce how many are answered at a time
   */
  public Questions(Asker asker, int atOnce, InstantSource clock) {
    this.asker = asker;
    this.clock = clock;
    this.room = new Semaphore(atOnce);
    this.threads =
        Executors.newFixedThreadPool(
            atOnce,
            task -> {
              Thread thread = new Thread(task, "question");
              thread.setDaemon(true);

              return thread;
            });
  }

  /** What a browser asked last. */
  public synchronized Optional<Question> last(String browser) {
    return Optional.ofNullable(byBrowser.get(browser)).map(Held::question);
  }

  /** Begins to answer; what may do more than read is refused at once, and remembered as that. */
  public synchronized Taken ask(Inquirer who, String sql) {
    String browser = who.browser();
    Held before = byBrowser.get(browser);
    if (before != null && before.question().isRunning()) {
      return Taken.ONE_IS_RUNNING;
    }
    Question question = new Question(sql, clock.instant(), new Running());
    Asking asking;
    try {
      asking = asker.begin(ReadOnlyStatement.of(sql), who);
    } catch (FreshetException unreadable) {
      remember(browser, question.with(new Refused(unreadable.getMessage())), Optional.empty());

      return Taken.YES;
    }
    if (!room.tryAcquire()) {
      return Taken.TOO_MANY_ARE_RUNNING;
    }
    remember(browser, question, Optional.of(asking));
    threads.execute(() -> answer(browser, question, asking));

    return Taken.YES;
  }

  /** Stops what runs of a browser, if something does. */
  public void stop(String browser) {
    Optional<Asking> running;
    synchronized (this) {
      Held held = byBrowser.get(browser);
      running = held == null ? Optional.empty() : held.asking();
      if (running.isPresent()) {
        remember(browser, held.question().with(new Stopped()), Optional.empty());
      }
    }
    // Asks Trino, and so is waited for by nobody else.
    running.ifPresent(Asking::stop);
  }

  private void answer(String browser, Question question, Asking asking) {
    Outcome outcome = new Failed("The console failed; its log says why");
    try {
      outcome = outcome(question, asking);
    } finally {
      room.release();
      settle(browser, question.with(outcome), asking);
    }
  }

  private Outcome outcome(Question question, Asking asking) {
    try {
      Grid grid = asking.answer();
      Instant now = clock.instant();

      return new Answered(grid, Duration.between(question.askedAt(), now));
    } catch (RefusedStatementException e) {
      return new Mistaken(Mistake.of(e.trinosMessage()));
    } catch (RuntimeException e) { // who asked is told, whatever it is
      return new Failed(LakeFailures.reason(e));
    }
  }

  /** Unless it was stopped, and perhaps another one asked since. */
  private synchronized void settle(String browser, Question settled, Asking asking) {
    Held held = byBrowser.get(browser);
    if (held != null && held.asking().filter(each -> each == asking).isPresent()) {
      if (settled.outcome() instanceof Failed failed) {
        LOG.warn("Question failed reason={}", failed.why());
      }
      remember(browser, settled, Optional.empty());
    }
  }

  private void remember(String browser, Question question, Optional<Asking> asking) {
    byBrowser.put(browser, new Held(question, asking));
    if (byBrowser.size() > MOST_REMEMBERED) {
      byBrowser.remove(byBrowser.keySet().iterator().next());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
