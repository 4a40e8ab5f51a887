package io.freshet.ingestion.gateway.cloudevents;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.eclipse.jetty.http.HttpFields;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestHeaderTest {
  /** As binary mode has it. */
  @ParameterizedTest
  @ValueSource(strings = {"true", "\"true\"", "%74rue"})
  void marksATest(String value) {
    assertThat(TestHeader.attributes(HttpFields.build().add("CE-FreshetTest", value)))
        .contains(Map.of("freshettest", "true"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"false", ""})
  void marksNoneByFalseOrNothing(String value) {
    assertThat(TestHeader.attributes(HttpFields.build().add("ce-freshettest", value)))
        .contains(Map.of());
  }

  @Test
  void marksNoneWhereItIsNot() {
    assertThat(TestHeader.attributes(HttpFields.EMPTY)).contains(Map.of());
  }

  @ParameterizedTest
  @ValueSource(strings = {"1", "yes", "TRUE", "true, true", "%zz"})
  void isEitherTrueOrFalse(String value) {
    assertThat(TestHeader.attributes(HttpFields.build().add("ce-freshettest", value))).isEmpty();
  }

  @Test
  void isGivenOnce() {
    HttpFields twice =
        HttpFields.build().add("ce-freshettest", "true").add("ce-freshettest", "true");

    assertThat(TestHeader.attributes(twice)).isEmpty();
  }
}
