package io.freshet.serving.eta.model;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import io.freshet.serving.eta.order.EtaFeatures;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A trained model that was found to be sound: from features to the seconds that are left, the
 * median and what nine of ten don't exceed. Its tensors are made once. Not thread-safe.
 */
final class EtaModel implements AutoCloseable {
  private static final String INPUT = "features";
  private static final String MEDIAN = "p50";
  private static final String LATE = "p90";

  /** Sums of floats differ by the order in which they are added. */
  private static final float PROBE_TOLERANCE_SECONDS = 0.1f;

  private final ModelManifest manifest;
  private final OrtSession session;
  private final FloatBuffer features;
  private final FloatBuffer median;
  private final FloatBuffer late;
  private final OnnxTensor featuresTensor;
  private final OnnxTensor medianTensor;
  private final OnnxTensor lateTensor;

  /** What is left of an order; {@code lateSeconds} is never less. */
  record Prediction(float seconds, float lateSeconds) {
    boolean isSound() {
      return Float.isFinite(seconds) && Float.isFinite(lateSeconds) && seconds >= 0;
    }
  }

  private EtaModel(ModelManifest manifest, OrtEnvironment environment, OrtSession session)
      throws OrtException {
    this.manifest = manifest;
    this.session = session;
    int width = EtaFeatures.NAMES.size();
    this.features = floats(width);
    this.median = floats(1);
    this.late = floats(1);
    this.featuresTensor = OnnxTensor.createTensor(environment, features, new long[] {1, width});
    this.medianTensor = OnnxTensor.createTensor(environment, median, new long[] {1, 1});
    this.lateTensor = OnnxTensor.createTensor(environment, late, new long[] {1, 1});
  }

  /**
   * Takes a model only if it has the shape that is asked for and predicts here what it predicted
   * where it was trained.
   */
  static EtaModel load(ModelManifest manifest, byte[] onnx) throws ModelException {
    OrtEnvironment environment = OrtEnvironment.getEnvironment();
    try (OrtSession.SessionOptions options = new OrtSession.SessionOptions()) {
      // It is asked for one row at a time: more threads would only wait for each other.
      options.setIntraOpNumThreads(1);
      options.setInterOpNumThreads(1);
      OrtSession session = environment.createSession(onnx, options);
      try {
        requireShape(session);
        EtaModel model = new EtaModel(manifest, environment, session);
        model.probe();

        return model;
      } catch (OrtException | ModelException | RuntimeException e) {
        session.close();
        throw e;
      }
    } catch (OrtException e) {
      throw new ModelException("the ONNX runtime refuses it: " + e.getMessage(), e);
    }
  }

  String version() {
    return manifest.version();
  }

  /** Whether it has learnt from orders there. */
  boolean serves(String market) {
    return manifest.serves(market);
  }

  Prediction predict(List<Float> values) throws ModelException {
    for (int i = 0; i < values.size(); i++) {
      features.put(i, values.get(i));
    }
    try {
      session
          .run(Map.of(INPUT, featuresTensor), Map.of(MEDIAN, medianTensor, LATE, lateTensor))
          .close();

      return new Prediction(median.get(0), late.get(0));
    } catch (OrtException e) {
      throw new ModelException("it fails: " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    featuresTensor.close();
    medianTensor.close();
    lateTensor.close();
    try {
      session.close();
    } catch (OrtException e) {
      throw new IllegalStateException("Cannot give back the memory of model " + version(), e);
    }
  }

  private static void requireShape(OrtSession session) throws OrtException, ModelException {
    Map<String, NodeInfo> inputs = session.getInputInfo();
    boolean fits =
        inputs.keySet().equals(Set.of(INPUT))
            && session.getOutputNames().equals(Set.of(MEDIAN, LATE))
            && inputs.get(INPUT).getInfo() instanceof TensorInfo tensor
            && tensor.getShape().length == 2
            && tensor.getShape()[1] == EtaFeatures.NAMES.size();
    if (!fits) {
      throw new ModelException(
          "it must have one input %s of %d columns and the outputs %s and %s, not %s and %s"
              .formatted(
                  INPUT, EtaFeatures.NAMES.size(), MEDIAN, LATE, inputs, session.getOutputNames()));
    }
  }

  private void probe() throws ModelException {
    if (manifest.probes().isEmpty()) {
      throw new ModelException("its manifest has no probes to try it by");
    }
    for (ModelManifest.Probe probe : manifest.probes()) {
      if (probe.features().size() != EtaFeatures.NAMES.size()) {
        throw new ModelException(
            "a probe of it has %d features".formatted(probe.features().size()));
      }
      Prediction found = predict(probe.features());
      if (!found.isSound()
          || Math.abs(found.seconds() - probe.p50()) > PROBE_TOLERANCE_SECONDS
          || Math.abs(found.lateSeconds() - probe.p90()) > PROBE_TOLERANCE_SECONDS) {
        throw new ModelException(
            "of a probe it makes %s and %s s, where it was trained it made %s and %s"
                .formatted(found.seconds(), found.lateSeconds(), probe.p50(), probe.p90()));
      }
    }
  }

  private static FloatBuffer floats(int count) {
    return ByteBuffer.allocateDirect(count * Float.BYTES)
        .order(ByteOrder.nativeOrder())
        .asFloatBuffer();
  }
}
