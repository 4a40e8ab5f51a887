package io.freshet.cli.contract.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.toolkit.FreshetException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** With Protobuf's own compiler. */
class ProtoDraftIT {
  @TempDir private Path folder;

  @Test
  void readsAMessageWithWhatItImports() throws IOException {
    source("money.proto", "syntax = \"proto3\"; package pay; message Money { int64 minor = 1; }");
    source(
        "ride.proto",
        """
        syntax = "proto3";
        package rides;
        import "google/protobuf/timestamp.proto";
        import "google/protobuf/wrappers.proto";
        import "money.proto";

        // One ride, from its start to its end.
        message Ride {
          // Where it began.
          string city = 1;
          uint64 rideId = 2;  // The ride.
          google.protobuf.Timestamp started_at = 3;
          optional double latitude = 4;
          State state = 5;
          repeated Stop stops = 6;
          pay.Money fare = 7;
          google.protobuf.StringValue note = 8;
          oneof payer { string card = 9; int32 account_id = 10; }
          enum State { STATE_UNSPECIFIED = 0; STARTED = 1; }
          message Stop { string place = 1; }
        }
        """);

    Draft draft = read("ride.proto", Optional.empty());

    assertThat(draft.purpose()).isEqualTo("One ride, from its start to its end.");
    List<DraftColumn> columns = draft.columns();
    assertThat(columns)
        .extracting(DraftColumn::name)
        .containsExactly(
            "city",
            "ride_id",
            "started_at",
            "latitude",
            "state",
            "stops",
            "fare",
            "note",
            "card",
            "account_id");
    assertThat(columns)
        .filteredOn(DraftColumn::required)
        .extracting(DraftColumn::name)
        .containsExactly("city", "ride_id", "state");
    assertThat(columns.get(0).description()).isEqualTo("Where it began.");
    assertThat(columns.get(1).description()).isEqualTo("The ride.");
    assertThat(columns.get(1).guesses())
        .contains("long, into which numbers from 2^63 on do not fit");
    assertThat(columns.get(2).type()).isEqualTo(DraftType.TIMESTAMP);
    assertThat(columns.get(4).allowedValues()).containsExactly("STATE_UNSPECIFIED", "STARTED");
    assertThat(columns.get(5).type())
        .isInstanceOfSatisfying(
            DraftType.ListOf.class,
            list -> assertThat(list.element()).isInstanceOf(DraftType.Parts.class));
    assertThat(columns.get(6).type()).isInstanceOf(DraftType.Parts.class);
    assertThat(columns.get(7).type()).isEqualTo(DraftType.STRING);
    assertThat(columns.get(8).guesses()).containsExactly("optional, as it is one of payer");
  }

  @Test
  void asksWhichMessageIsTheEvent() throws IOException {
    source(
        "two.proto",
        "syntax = \"proto2\"; message Ride { required string city = 1; } message Stop { optional"
            + " int32 n = 1; }");

    assertThatThrownBy(() -> read("two.proto", Optional.empty()))
        .isInstanceOf(FreshetException.class)
        .hasMessageEndingWith("it has the messages Ride, Stop; name the event with --message");
    assertThatThrownBy(() -> read("two.proto", Optional.of("Rides")))
        .hasMessage("There is no message Rides; did you mean Ride?");
    assertThat(read("two.proto", Optional.of("Ride")).columns())
        .containsExactly(DraftColumn.of("city", DraftType.STRING).asRequired());
  }

  @Test
  void saysWhatNoContractHas() throws IOException {
    source(
        "ride.proto",
        """
        syntax = "proto3";
        import "google/protobuf/struct.proto";
        message Ride {
          map<string, string> labels = 1;
          google.protobuf.Struct anything = 2;
          Ride next = 3;
        }
        """);

    assertThatThrownBy(() -> read("ride.proto", Optional.of("Ride")))
        .hasMessageContainingAll(
            "labels: a column can't be a map;",
            "anything: a column can't be a google.protobuf.Struct;",
            ".Ride contains itself; flatten it");
  }

  @Test
  void repeatsWhatTheCompilerSays() throws IOException {
    source("ride.proto", "syntax = \"proto3\"; message Ride { strin city = 1; }");

    assertThatThrownBy(() -> read("ride.proto", Optional.empty()))
        .hasMessageContaining("ride.proto:1:35: \"strin\" is not defined");
  }

  private void source(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private Draft read(String name, Optional<String> message) throws IOException {
    return ProtoDraft.read(folder.resolve(name), message);
  }
}
