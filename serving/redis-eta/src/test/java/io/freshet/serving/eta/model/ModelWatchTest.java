package io.freshet.serving.eta.model;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.serving.eta.model.ModelWatch.Change;
import io.freshet.serving.eta.model.ModelWatch.Counts;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A model that can't serve changes nothing, and is spoken of once. */
class ModelWatchTest {
  private static final Optional<String> NOTHING_NEW = Optional.empty();
  private static final Optional<String> CALIBRATION = Optional.of("none");

  @TempDir private Path root;

  private ModelFiles files;
  private ModelWatch watch;

  @BeforeEach
  void fill() throws Exception {
    files = ModelFiles.in(root, "eta-1", "eta-2", "eta-4");
    watch = new ModelWatch(files.folder());
  }

  @AfterEach
  void close() {
    watch.close();
  }

  @Test
  void bringsAModelOnce() throws Exception {
    files.use("eta-1");

    assertThat(look()).contains("eta-1");
    assertThat(look()).isEqualTo(NOTHING_NEW);
    assertThat(watch.counts()).isEqualTo(new Counts(1, 0));
  }

  @Test
  void bringsTheNewestOfThoseThatNobodyTook() throws Exception {
    files.use("eta-1");
    watch.look();
    files.use("eta-2");

    assertThat(look()).contains("eta-2");
    assertThat(look()).isEqualTo(NOTHING_NEW);
  }

  @Test
  void goesBackToCalibrationAlone() throws Exception {
    files.use("eta-1");
    watch.look();
    files.useNone();

    assertThat(look()).isEqualTo(CALIBRATION);
  }

  @Test
  void refusesABrokenModelOnceAndTakesTheNext() throws Exception {
    files.use("eta-4");
    assertThat(look()).isEqualTo(NOTHING_NEW);
    assertThat(look()).isEqualTo(NOTHING_NEW);
    assertThat(watch.counts()).isEqualTo(new Counts(0, 1));

    files.use("eta-2");
    assertThat(look()).contains("eta-2");
  }

  @Test
  void refusesEachPointerThatCannotBeReadOnce() throws Exception {
    files.point("{\"version\": 7}");
    assertThat(look()).isEqualTo(NOTHING_NEW);
    assertThat(look()).isEqualTo(NOTHING_NEW);
    assertThat(watch.counts().refused()).isEqualTo(1);
    files.point("{");
    assertThat(look()).isEqualTo(NOTHING_NEW);
    assertThat(watch.counts().refused()).isEqualTo(2);

    files.use("eta-1");
    assertThat(look()).contains("eta-1");
  }

  @Test
  void waitsForAVersionThatIsNotThereYet() throws Exception {
    files.use("eta-9");
    assertThat(look()).isEqualTo(NOTHING_NEW);
    assertThat(watch.counts()).isEqualTo(Counts.NONE);

    files.use("eta-3");
    assertThat(look()).isEqualTo(NOTHING_NEW);
    files.add("eta-3");
    look();

    // It is a broken one: that it was refused shows that it was read.
    assertThat(watch.counts()).isEqualTo(new Counts(0, 1));
  }

  /** Looks, and names what came of it. */
  private Optional<String> look() {
    watch.look();
    Optional<Change> change = watch.takeNext();
    Optional<EtaModel> model = change.flatMap(Change::model);
    Optional<String> version = model.map(EtaModel::version);
    model.ifPresent(EtaModel::close);

    return change.isPresent() && version.isEmpty() ? CALIBRATION : version;
  }
}
