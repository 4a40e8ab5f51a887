package io.freshet.cli.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.cli.doctor.Finding.State;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Whether this machine can build and run it. */
class PrerequisitesTest {
  private static final long GIB = 1L << 30;
  private static final Path FILE = Path.of("p.yaml");

  @ParameterizedTest
  @CsvSource({"17, OK", "11, FAILED", "21, FAILED"})
  void javaIsTheOneThatEnginesRunOn(int feature, State state) {
    assertThat(Prerequisites.java(feature).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "Apache Maven 3.8.7, OK",
    "Apache Maven 4.0.0, OK",
    "Apache Maven 3.6.3, FAILED",
    "'', FAILED"
  })
  void aToolIsNewEnough(String said, State state) {
    Finding finding = Prerequisites.version("maven", 3, 8, said);

    assertThat(finding.state()).isEqualTo(state);
    assertThat(finding.remedy().isEmpty()).isEqualTo(state == State.OK);
  }

  @ParameterizedTest
  @CsvSource({"10, OK", "3, WARNING", "0, FAILED"})
  void thereIsDiskLeft(long gibibytes, State state) {
    assertThat(Prerequisites.disk(FILE, gibibytes * GIB).state()).isEqualTo(state);
  }

  @ParameterizedTest
  @CsvSource({
    "MemAvailable:    9000000 kB, OK",
    "MemAvailable:     900000 kB, WARNING",
    "MemFree: 1 kB, SKIPPED"
  })
  void thereIsMemoryLeft(String meminfo, State state) {
    assertThat(Prerequisites.memory(meminfo).state()).isEqualTo(state);
  }
}
