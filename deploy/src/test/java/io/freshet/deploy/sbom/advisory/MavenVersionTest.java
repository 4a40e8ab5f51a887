package io.freshet.deploy.sbom.advisory;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Examples of Maven's own description of its order, and of libraries that we ship. */
class MavenVersionTest {
  @ParameterizedTest
  @CsvSource({
    "1, 1.1",
    "1-snapshot, 1",
    "1, 1-sp",
    "1-foo2, 1-foo10",
    "1-foo, 1-1",
    "1-1, 1.1",
    "1-alpha, 1-beta",
    "1-a1, 1-b1",
    "1-m1, 1-rc1",
    "1-rc1, 1",
    "2.9.10.8, 2.10.0",
    "4.1.117.Final, 4.1.118.Final",
    "4.1.118.Final, 4.1.119",
    "32.0.0-android, 32.0.0-jre",
    "1.11.0-rc1, 1.11.0",
    "0, 0.0.1"
  })
  void isBefore(String one, String another) {
    assertThat(MavenVersion.of(one)).isLessThan(MavenVersion.of(another));
    assertThat(MavenVersion.of(another)).isGreaterThan(MavenVersion.of(one));
  }

  @ParameterizedTest
  @CsvSource({
    "1, 1.0.0",
    "1.ga, 1",
    "1.0.0-foo.0.0, 1-foo",
    "1.0.0-0.0.0, 1",
    "1-cr1, 1-rc1",
    "1.0-RC1, 1-rc1",
    "4.1.118.Final, 4.1.118",
    "1-a1, 1-alpha-1",
    "01.2, 1.2"
  })
  void isTheSameAs(String one, String another) {
    assertThat(MavenVersion.of(one)).isEqualByComparingTo(MavenVersion.of(another));
    assertThat(MavenVersion.of(one)).hasSameHashCodeAs(MavenVersion.of(another));
  }
}
