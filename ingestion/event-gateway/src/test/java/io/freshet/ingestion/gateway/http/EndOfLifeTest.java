package io.freshet.ingestion.gateway.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.Lifecycle.Status;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.testing.samples.Rides;
import java.net.http.HttpResponse;
import java.time.LocalDate;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever sends events of a contract that ends is told when. */
class EndOfLifeTest {
  private static final String BATCH = "application/cloudevents-batch+json";
  private static final LocalDate MARCH = LocalDate.of(2027, 3, 1);

  @ParameterizedTest
  @EnumSource(Acknowledgement.class)
  void anEventIsAnsweredWithIt(Acknowledgement acknowledgement) {
    try (Gate gate =
        Gate.open(deprecated(Rides.contract(acknowledgement, Optional.empty()), MARCH))) {
      HttpResponse<String> answer =
          gate.post("/events", "application/cloudevents+json", Rides.event("x", Rides.RIDE));

      assertThat(sunset(answer)).contains("Mon, 01 Mar 2027 00:00:00 GMT");
    }
  }

  @Test
  void soAreRecordsOfTheRestProxy() {
    try (Gate gate = Gate.open(deprecated(Rides.contract(), MARCH))) {
      HttpResponse<String> answer =
          gate.post(
              "/topics/rides",
              "application/vnd.kafka.json.v2+json",
              "{\"records\": [{\"value\": %s}]}".formatted(Rides.RIDE));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(sunset(answer)).contains("Mon, 01 Mar 2027 00:00:00 GMT");
    }
  }

  @Test
  void aBatchIsAnsweredWithTheFirstOfItsContracts() {
    Contract later = deprecated(Rides.contract(), MARCH.plusMonths(1));
    Contract sooner = deprecated(walks(), MARCH);
    try (Gate gate = Gate.open(later, sooner)) {
      String ride = Rides.event("1", Rides.RIDE);
      String walk = ride.replace("\"rides\"", "\"walks\"");

      assertThat(sunset(gate.post("/events", BATCH, "[%s, %s]".formatted(ride, walk))))
          .contains("Mon, 01 Mar 2027 00:00:00 GMT");
      assertThat(sunset(gate.post("/events", BATCH, "[%s]".formatted(ride))))
          .contains("Thu, 01 Apr 2027 00:00:00 GMT");
    }
  }

  @Test
  void whereNobodyHasSaidWhenNothingIsTold() {
    Contract someday = walks().with(new Lifecycle(Status.DEPRECATED, Optional.empty()));
    try (Gate gate = Gate.open(Rides.contract(), someday)) {
      String ride = Rides.event("1", Rides.RIDE);
      String walk = ride.replace("\"rides\"", "\"walks\"");

      HttpResponse<String> answer = gate.post("/events", BATCH, "[%s, %s]".formatted(ride, walk));

      assertThat(answer.statusCode()).isEqualTo(200);
      assertThat(sunset(answer)).isEmpty();
    }
  }

  private static Optional<String> sunset(HttpResponse<String> answer) {
    return answer.headers().firstValue("Sunset");
  }

  private static Contract walks() {
    return Rides.contract("walks", Rides.fields(), Acknowledgement.DURABLE, Optional.of("ride_id"));
  }

  private static Contract deprecated(Contract contract, LocalDate endOfLife) {
    return contract.with(new Lifecycle(Status.DEPRECATED, Optional.of(endOfLife)));
  }
}
