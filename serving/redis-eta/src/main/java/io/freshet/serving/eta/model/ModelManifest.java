package io.freshet.serving.eta.model;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.freshet.core.toolkit.Sha256;
import io.freshet.serving.eta.order.EtaFeatures;
import java.io.IOException;
import java.util.List;

/**
 * What lies beside a model and says what it is; {@code freshet model train} writes it.
 *
 * @param sha256 of the model's file
 * @param probes features with what the model made of them where it was trained
 * @param markets that it has learnt from; null of a model from before manifests said so
 */
record ModelManifest(
    String version, String sha256, Features features, List<Probe> probes, List<String> markets) {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .build();

  /** Which features it was trained on, in their order. */
  record Features(int version, List<String> names) {}

  /** Both in seconds. */
  record Probe(List<Float> features, float p50, float p90) {}

  static ModelManifest parse(String version, byte[] json) throws ModelException {
    ModelManifest manifest;
    try {
      manifest = JSON.readValue(json, ModelManifest.class);
    } catch (IOException e) {
      throw new ModelException("its manifest can't be read: " + e.getMessage(), e);
    }
    manifest.require(version);

    return manifest;
  }

  private void require(String folder) throws ModelException {
    if (sha256 == null || features == null || features.names() == null || probes == null) {
      throw new ModelException("its manifest must say sha256, features and probes");
    }
    if (!folder.equals(version)) {
      throw new ModelException("its manifest is the one of %s".formatted(version));
    }
    if (features.version() != EtaFeatures.VERSION || !features.names().equals(EtaFeatures.NAMES)) {
      throw new ModelException(
          "it was trained on features of version %d, this job computes version %d"
              .formatted(features.version(), EtaFeatures.VERSION));
    }
  }

  /** Whether it may predict there: places are features, and of others it knows nothing. */
  boolean serves(String market) {
    return markets == null || markets.contains(market);
  }

  void requireBytes(byte[] model) throws ModelException {
    String found = Sha256.hex(model);
    if (!found.equals(sha256)) {
      throw new ModelException(
          "its file has SHA-256 %s, its manifest says %s".formatted(found, sha256));
    }
  }
}
