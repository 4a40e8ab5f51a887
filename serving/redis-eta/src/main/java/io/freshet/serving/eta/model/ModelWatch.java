package io.freshet.serving.eta.model;

import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Looks which model is to serve and makes it ready, away from the thread that predicts: {@link
 * #look} is called by one thread again and again, {@link #takeNext} by the other. A model that
 * can't serve is refused once, and whatever served before goes on.
 */
final class ModelWatch implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ModelWatch.class);

  private final ModelFolder folder;
  private final AtomicReference<Change> next = new AtomicReference<>();
  private final AtomicReference<Counts> counts = new AtomicReference<>(Counts.NONE);

  /** What was looked at last, be it that it serves or that it was refused. */
  private Optional<String> seen = Optional.empty();

  /** What was told last; empty when all was well since. */
  private String problem = "";

  ModelWatch(ModelFolder folder) {
    this.folder = folder;
  }

  /**
   * A model that shall serve from now on.
   *
   * @param model empty when the calibration alone shall
   */
  record Change(Optional<EtaModel> model) {}

  /** How many models were loaded and refused so far. */
  record Counts(long loaded, long refused) {
    static final Counts NONE = new Counts(0, 0);

    Counts andLoaded() {
      return new Counts(loaded + 1, refused);
    }

    Counts andRefused() {
      return new Counts(loaded, refused + 1);
    }
  }

  /** Never throws: a thread that looks again and again must not end. */
  void look() {
    try {
      Optional<String> wanted = folder.current();
      if (!wanted.equals(seen)) {
        change(wanted);
      }
      problem = "";
    } catch (ModelException e) {
      refuse(e.getMessage());
    } catch (IOException | RuntimeException e) {
      // Not seen: it is tried again next time.
      tell("Models can't be read, what serves goes on problem={}", e.toString());
    }
  }

  Optional<Change> takeNext() {
    return next.get() == null ? Optional.empty() : Optional.ofNullable(next.getAndSet(null));
  }

  Counts counts() {
    return counts.get();
  }

  @Override
  public void close() {
    takeNext().flatMap(Change::model).ifPresent(EtaModel::close);
  }

  private void change(Optional<String> wanted) throws IOException, ModelException {
    Optional<EtaModel> model;
    try {
      model = wanted.isEmpty() ? Optional.empty() : Optional.of(folder.load(wanted.get()));
    } catch (ModelException e) {
      seen = wanted;
      throw new ModelException("%s: %s".formatted(wanted.orElseThrow(), e.getMessage()), e);
    }
    seen = wanted;
    Change untaken = next.getAndSet(new Change(model));
    if (untaken != null) {
      untaken.model().ifPresent(EtaModel::close);
    }
    counts.updateAndGet(Counts::andLoaded);
    LOG.info("Model serves model={}", wanted.orElse("calibration"));
  }

  private void refuse(String why) {
    if (tell("Model refused, what serves goes on problem={}", why)) {
      counts.updateAndGet(Counts::andRefused);
    }
  }

  /** Once, however often it is seen. */
  private boolean tell(String event, String why) {
    if (why.equals(problem)) {
      return false;
    }
    LOG.warn(event, why);
    problem = why;

    return true;
  }
}
