package io.freshet.serving.eta.order;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.data.Percentage.withPercentage;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EtaFeaturesTest {
  /** A change of one of these is a new version: models were trained on what it was. */
  @Test
  void stayWhatTheyAreUntilTheirVersionRises() {
    Map<String, Float> features = byName(EtaFeatures.of(RecordedMoments.recorded(1, 400)));

    Map<String, Float> expected = new LinkedHashMap<>();
    expected.put("stage", 2f);
    expected.put("state", 5f);
    expected.put("calibrated_seconds", 400f);
    expected.put("calibrated_late_seconds", 600f);
    expected.put("meters", 1_890f);
    expected.put("leg_meters", 1_890f);
    expected.put("rolling_speed", 6.5f);
    expected.put("setting_out", 0f);
    expected.put("east_meters", 879.09f);
    expected.put("north_meters", 1_667.9f);
    expected.put("latitude", 37.75f);
    expected.put("longitude", -122.43f);
    expected.put("goal_latitude", 37.765f);
    expected.put("goal_longitude", -122.42f);
    expected.put("hour_of_day", 11.838f);
    expected.put("day_of_week", 2f);
    expected.put("stage_seconds", 90f);
    expected.put("unheard_seconds", 4f);
    expected.put("stood_seconds", 12f);
    expected.put("start_meters", 2_500f);
    expected.put("travelled_meters", 700f);
    expected.put("speed", 9f);
    expected.put("pace", 7f);
    expected.put("approach", -1.5f);
    assertThat(features.keySet()).containsExactlyElementsOf(expected.keySet());
    assertThat(features)
        .allSatisfy(
            (name, value) ->
                assertThat(value).as(name).isCloseTo(expected.get(name), withPercentage(0.01)));
  }

  @Test
  void saysWhatNobodyKnows() {
    Map<String, Float> features = byName(EtaFeatures.of(RecordedMoments.ofAnOrderNobodyHas()));

    assertThat(features)
        .containsEntry("meters", -1f)
        .containsEntry("leg_meters", -1f)
        .containsEntry("rolling_speed", -1f)
        .containsEntry("latitude", 0f)
        .containsEntry("east_meters", 0f)
        .containsEntry("stood_seconds", -1f)
        .containsEntry("start_meters", -1f);
    assertThat(features.values()).allMatch(value -> Float.isFinite(value));
  }

  private static Map<String, Float> byName(List<Float> values) {
    Map<String, Float> byName = new LinkedHashMap<>();
    for (int i = 0; i < values.size(); i++) {
      byName.put(EtaFeatures.NAMES.get(i), values.get(i));
    }

    return byName;
  }
}
