package io.freshet.serving.eta.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What may serve, and what is refused; predictions are compared with those that Python made. */
class ModelFolderTest {
  @TempDir private Path root;

  private ModelFiles files;

  @BeforeEach
  void fill() throws Exception {
    files = ModelFiles.in(root, "eta-1", "eta-2", "eta-3", "eta-4");
  }

  @Test
  void predictsWhatPythonPredicts() throws Exception {
    for (String version : List.of("eta-1", "eta-2")) {
      byte[] json = Files.readAllBytes(root.resolve(version).resolve("manifest.json"));
      List<ModelManifest.Probe> probes = ModelManifest.parse(version, json).probes();

      try (EtaModel model = files.folder().load(version)) {
        assertThat(probes).hasSizeGreaterThan(5);
        for (ModelManifest.Probe probe : probes) {
          EtaModel.Prediction prediction = model.predict(probe.features());
          assertThat(prediction.seconds()).isCloseTo(probe.p50(), within(0.01f));
          assertThat(prediction.lateSeconds()).isCloseTo(probe.p90(), within(0.01f));
        }
      }
    }
  }

  @Test
  void refusesBytesThatAreNotThoseThatWereRegistered() throws Exception {
    files.cutModel("eta-1");

    assertRefused("eta-1", "its file has SHA-256");
  }

  @Test
  void refusesFeaturesOfAnotherVersion() throws Exception {
    files.editManifest("eta-1", "\"version\": 1,", "\"version\": 2,");

    assertRefused("eta-1", "it was trained on features of version 2");
  }

  @Test
  void refusesFeaturesInAnotherOrder() throws Exception {
    files.editManifest("eta-1", "\"speed\"", "\"haste\"");

    assertRefused("eta-1", "it was trained on features");
  }

  @Test
  void refusesAManifestOfAnotherModel() throws Exception {
    files.editManifest("eta-1", "\"version\": \"eta-1\"", "\"version\": \"eta-7\"");

    assertRefused("eta-1", "its manifest is the one of eta-7");
  }

  @Test
  void refusesAModelThatPredictsOtherwiseThanWhereItWasTrained() throws Exception {
    files.editManifest("eta-1", "\"p50\": ", "\"p50\": 7");

    assertRefused("eta-1", "of a probe it makes");
  }

  @Test
  void refusesAModelOfAnotherShape() {
    assertRefused("eta-3", "it must have one input features of 24 columns");
  }

  @Test
  void refusesAModelThatPredictsNoNumber() {
    assertRefused("eta-4", "of a probe it makes NaN");
  }

  @Test
  void refusesANameThatLeadsElsewhere() throws Exception {
    files.use("../eta-1");

    assertThatThrownBy(() -> files.folder().current())
        .isInstanceOf(ModelException.class)
        .hasMessageContaining("names no version");
  }

  @Test
  void saysThatNoneServes() throws Exception {
    assertThat(files.folder().current()).isEmpty();
    files.useNone();
    assertThat(files.folder().current()).isEmpty();
  }

  private void assertRefused(String version, String why) {
    assertThatThrownBy(() -> files.folder().load(version))
        .isInstanceOf(ModelException.class)
        .hasMessageContaining(why);
  }
}
