package io.freshet.ingestion.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.ingestion.gateway.ReadableRides;
import io.freshet.ingestion.gateway.stream.FakeKafka;
import io.freshet.testing.samples.Rides;
import java.net.http.HttpResponse;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MetadataDoorTest {
  private static Gate gate;

  @BeforeAll
  static void open() {
    gate =
        Gate.open(
            Gate.LIMITS,
            FakeKafka.acknowledging(
                ReadableRides.contract(),
                Rides.contract(
                    "walks", Rides.fields(), Acknowledgement.DURABLE, Optional.of("ride_id"))));
  }

  @AfterAll
  static void close() {
    gate.close();
  }

  @Test
  void namesWhatTheCallerMaySendToOrRead() {
    assertThat(get(Gate.KEY, "/topics").body()).isEqualTo("[\"rides\",\"walks\"]");
    assertThat(get(Gate.ANALYST_KEY, "/topics").body()).isEqualTo("[\"rides\"]");
  }

  @Test
  void tellsOfATopicItsPartitionsAndTheirOffsets() {
    String partition =
        "{\"partition\":2,\"leader\":1,\"replicas\":[{\"broker\":1,\"leader\":true,\"in_sync\":true}]}";

    assertThat(get(Gate.ANALYST_KEY, "/topics/rides").body())
        .startsWith("{\"name\":\"rides\",\"configs\":{\"retention.ms\":\"1000\"},\"partitions\":[")
        .contains(partition);
    assertThat(get(Gate.ANALYST_KEY, "/topics/rides/partitions").body()).contains(partition);
    assertThat(get(Gate.ANALYST_KEY, "/topics/rides/partitions/2").body()).isEqualTo(partition);
    assertThat(get(Gate.ANALYST_KEY, "/topics/rides/partitions/2/offsets").body())
        .isEqualTo("{\"beginning_offset\":0,\"end_offset\":0}");
  }

  @Test
  void namesTheBrokers() {
    assertThat(get(Gate.KEY, "/brokers").body()).isEqualTo("{\"brokers\":[1]}");
  }

  @ParameterizedTest
  @CsvSource({
    "/topics/walks, 404, 40401",
    "/topics/none, 404, 40401",
    "/topics/walks/partitions, 404, 40401",
    "/topics/walks/partitions/0/offsets, 404, 40401",
    "/topics/rides/partitions/9, 404, 40402",
    "/topics/rides/partitions/x, 404, 40402",
    "/topics/rides/partitions/9/offsets, 404, 40402"
  })
  void whatIsNotTheReadersIsNotThere(String path, int status, int code) {
    HttpResponse<String> answer = get(Gate.ANALYST_KEY, path);

    assertThat(answer.statusCode()).isEqualTo(status);
    assertThat(answer.body()).startsWith("{\"error_code\":%d,".formatted(code));
  }

  private static HttpResponse<String> get(String key, String path) {
    return gate.send(gate.reading(key, path).GET());
  }
}
