package io.freshet.ingestion.gateway.contracts;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.Lifecycle;
import io.freshet.core.contract.StreamSettings;
import io.freshet.core.contract.StreamSettings.Acknowledgement;
import io.freshet.core.contract.StreamSettings.Intake;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.testing.samples.Rides;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a running gateway takes, and what only its start does. */
class LiveChangesTest {
  private static final Contract RIDES = Rides.contract();
  private static final StreamSettings STREAM = RIDES.requireStream();

  private final LiveChanges changes = new LiveChanges(Contracts.of(List.of(RIDES)));

  @Test
  void takesNewColumnsAndContractsAndSenders() {
    List<Field> fields = new ArrayList<>(Rides.fields());
    fields.add(Rides.field(30, "note", Scalar.STRING, false));
    Contract walks =
        Rides.contract("walks", Rides.fields(), Acknowledgement.FAST, Optional.of("ride_id"));

    assertTaken(Rides.contract(fields));
    assertTaken(RIDES, walks);
    assertTaken(with(Rides.MAX_MESSAGE_BYTES, 4, new Intake(List.of("a"), Acknowledgement.FAST)));
  }

  @Test
  void takesMorePartitionsAndSmallerEvents() {
    assertTaken(with(2048, 8, STREAM.intake()));
  }

  @Test
  void refusesWhatReadersOfTheStreamCannotRead() {
    List<Field> fields = new ArrayList<>(Rides.fields());
    fields.set(3, Rides.field(4, "seats", Scalar.STRING, false));

    assertRefused("rides can't read the events that it has: ", Rides.contract(fields));
  }

  @Test
  void refusesOtherKeys() {
    assertRefused(
        "rides has other keys or another event time",
        Rides.contract(Rides.NAME, Rides.fields(), Acknowledgement.DURABLE, Optional.of("day")));
  }

  @Test
  void refusesWhatItsWayToKafkaIsTooNarrowFor() {
    assertRefused(
        "a stream takes events of 8192 bytes, and the gateway was started for 4096 at most",
        with(8192, 4, STREAM.intake()));
  }

  @Test
  void refusesAnotherStandby() {
    Intake intake = STREAM.intake();

    assertRefused(
        "other streams have a standby",
        with(
            Rides.MAX_MESSAGE_BYTES,
            4,
            new Intake(
                intake.producers(),
                intake.origins(),
                intake.acknowledgement(),
                false,
                Optional.empty(),
                true)));
  }

  @Test
  void aContractEndsByBeingRetired() {
    Contract walks =
        Rides.contract("walks", Rides.fields(), Acknowledgement.FAST, Optional.of("ride_id"));
    Contract retired = RIDES.with(new Lifecycle(Lifecycle.Status.RETIRED, Optional.empty()));

    assertTaken(walks, retired);
    assertRefused("rides has no file any more and is not retired", walks);
  }

  private void assertTaken(Contract... next) {
    assertThatCode(() -> require(next)).doesNotThrowAnyException();
  }

  private void assertRefused(String why, Contract... next) {
    assertThatThrownBy(() -> require(next))
        .isInstanceOf(FreshetException.class)
        .hasMessageStartingWith("What only a start of the gateway takes: ")
        .hasMessageContaining(why);
  }

  private void require(Contract... next) {
    changes.require(Contracts.of(List.of(RIDES)), Contracts.of(List.of(next)));
  }

  private static Contract with(int maxMessageBytes, int partitions, Intake intake) {
    return RIDES.with(
        new StreamSettings(
            partitions,
            partitions,
            STREAM.retention(),
            STREAM.durability(),
            maxMessageBytes,
            STREAM.compatibility(),
            intake,
            STREAM.deadLettersPerHour()));
  }
}
