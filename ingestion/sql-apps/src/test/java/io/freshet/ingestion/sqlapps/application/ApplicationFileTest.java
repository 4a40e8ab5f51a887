package io.freshet.ingestion.sqlapps.application;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.sqlapps.Rides;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ApplicationFileTest {
  private static final String SOUND = Rides.yaml("INSERT INTO ride_counts SELECT 1");

  @Test
  void readsAllThatItSays() {
    Application application = parse(SOUND).application().orElseThrow();

    assertThat(application.name()).isEqualTo("busy-cities");
    assertThat(application.stateTtl()).contains(Duration.ofHours(1));
    assertThat(application.checkpointInterval()).isEqualTo(Duration.ofSeconds(10));
    assertThat(application.sources().get(0).start()).isEqualTo(SourceStream.Start.LATEST);
    assertThat(application.sinks()).hasSize(3);
    assertThat(application.sql().statements()).hasSize(1);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          name: busy-cities | name: Busy Cities | 1:7 | name is Busy Cities | lower-case letters
          name: busy-cities | nane: busy-cities | 1:1 | nane is no key | name
          owner: riders | owner: | 2:7 | owner holds no text | the team
          parallelism: 1 | parallelism: many | 4:14 | parallelism is many | a whole number from 1 to 128
          parallelism: 1 | parallelism: 400 | 4:14 | parallelism is 400 | from 1 to 128
          stateTtl: 1h | stateTtl: soon | 5:11 | stateTtl is soon | a duration
          - stream: rides | - table: raw.rides | 7:12 | can't be read by an application | - stream: NAME
          - stream: rides | - strem: rides | 7:5 | strem is no key | stream
          start: latest | start: yesterday | 8:12 | start is yesterday | earliest or latest
          - stream: ride_counts | - stream: rides | 10:13 | read and written | a stream that it does not read
          - stream: ride_counts | - table: marts.x | 10:5 | writes no table | a list of
          key: city:{city} | key: city | 12:10 | key is city | a key with columns
          key: city:{city} | key: city:{town} | 12:10 | the key names town | one of city, rides
          newest: rides | newest: city | 13:13 | newest is city | a column of type INT
          ttl: 15m | newer: 15m | 14:5 | newer is no key | newest
          rides: BIGINT} | rides: BIGGISH} | 15:36 | rides is of type BIGGISH | BOOLEAN, INT
          rides: BIGINT} | rides: ARRAY<INT>} | 15:36 | rides is of type | BOOLEAN, INT
          to: oncall | url: http://x/?token=y | 17:10 | do not belong into a file | webhook.NAME.url
          to: oncall | to: On Call | 17:9 | to is On Call | webhook.NAME.url
          'sql: |' | 'sql: >' | 21:6 | no literal block | 'sql: |'
          """)
  void saysWhereAFileIsWrong(
      String right, String wrong, String place, String problem, String remedy) {
    String yaml = SOUND.replace(right, wrong);
    assertThat(yaml).isNotEqualTo(SOUND);

    List<Finding> findings = parse(yaml).findings().all();

    assertThat(findings)
        .anySatisfy(
            finding -> {
              assertThat(finding.place().line() + ":" + finding.place().column()).isEqualTo(place);
              assertThat(finding.problem()).contains(problem);
              assertThat(finding.remedy()).contains(remedy);
            });
  }

  @Test
  void saysAllThatIsMissing() {
    List<Finding> findings = parse("owner: riders\n").findings().all();

    assertThat(findings.stream().map(Finding::problem))
        .containsExactlyInAnyOrder(
            "name is missing",
            "description is missing",
            "sources is missing",
            "sinks is missing",
            "sql is missing");
  }

  @Test
  void saysWhereItIsNoYaml() {
    assertThat(parse("name: x\n  owner: [").findings().all())
        .singleElement()
        .satisfies(
            finding -> {
              assertThat(finding.place().line()).isEqualTo(2);
              assertThat(finding.problem()).startsWith("this is no YAML");
            });
    assertThat(parse("").findings().all())
        .singleElement()
        .hasToString("app.yaml:1:1: the file is empty; right would be an application");
  }

  @Test
  void namesTheCommandWhereThereIsNoFile() {
    assertThatThrownBy(() -> ApplicationFile.read(Path.of("nowhere.yaml")))
        .isInstanceOf(FreshetException.class)
        .hasMessage("There is no file nowhere.yaml; freshet app new drafts one");
  }

  private static ApplicationFile parse(String yaml) {
    return ApplicationFile.parse("app.yaml", yaml);
  }
}
