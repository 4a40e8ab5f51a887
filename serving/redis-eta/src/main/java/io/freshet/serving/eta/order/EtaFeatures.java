package io.freshet.serving.eta.order;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a model may know of an order at a moment, as numbers in the order of {@link EtaFeature}. The
 * job computes them here and nowhere else: what a model is trained on was recorded with the
 * prediction that it was computed for. {@code freshet dataset skew} computes them anew from the
 * lake, to hold the two against each other.
 */
public final class EtaFeatures {
  public static final int VERSION = 1;

  public static final List<String> NAMES =
      Arrays.stream(EtaFeature.values()).map(EtaFeature::code).toList();

  private static final EtaFeature[] ALL = EtaFeature.values();

  private EtaFeatures() {}

  /**
   * Those of a moment that is recorded.
   *
   * @param calibrated what the calibration forecasts; its moment has legs and a journey
   */
  public static List<Float> of(Forecast calibrated) {
    List<Float> values = new ArrayList<>(ALL.length);
    for (EtaFeature feature : ALL) {
      values.add((float) feature.of(calibrated));
    }

    return values;
  }
}
