package io.freshet.cli.contract.draft;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.freshet.cli.CommandRun;
import io.freshet.core.contract.AvroSchemas;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Contract;
import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Decimal;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.contract.JsonForm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class NewCommandTest {
  @TempDir private Path folder;

  @Test
  void leavesOnlyWhatAPersonMustSay() throws IOException {
    source(
        "rides.json",
        """
        {"city": "oslo", "rideId": 7, "startedAt": "2026-11-01T08:00:00Z", "fare": 12.5}
        """);

    CommandRun run = draft("rides.json");

    assertThat(run.exitCode()).as(run.err()).isZero();
    assertThat(run.out().lines().filter(line -> line.contains("right would be")))
        .extracting(line -> line.replaceFirst(".*rides.yaml:\\d+: ", ""))
        .containsExactlyInAnyOrder(
            "description.purpose: purpose is blank; right would be what the data is for",
            "domain: domain is blank; right would be whose business it describes",
            "team.name: name is blank; right would be the team that answers for it",
            description(0),
            description(1),
            description(2),
            description(3));
  }

  @Test
  void isSoundOnceThatIsSaid() throws IOException {
    source(
        "rides.jsonl",
        """
        {"city": "oslo", "rideId": 7, "startedAt": "2026-11-01T08:00:00Z", "fare": 12.5, "driver_id": 3,
         "stops": [{"latitude": 59.91, "at": "2026-11-01T08:10:00+01:00"}], "tags": ["night"]}
        {"city": "bergen", "rideId": 8, "startedAt": "2026-11-01T09:00:00Z", "fare": 3, "driver_id": null,
         "day": "2026-11-01", "paid": true, "stops": [{"latitude": 60}], "note": null}
        """);

    Contract rides = completed(draft("rides.jsonl"));

    assertThat(rides.schema().keys().partitionKey()).isEqualTo("city");
    assertThat(rides.schema().keys().entityKey()).contains("ride_id");
    assertThat(rides.schema().keys().eventTime()).isEqualTo("started_at");
    assertThat(rides.schema().fields())
        .extracting(Field::name)
        .containsExactly(
            "city",
            "ride_id",
            "started_at",
            "fare",
            "driver_id",
            "stops",
            "tags",
            "day",
            "paid",
            "note");
    assertThat(type(rides, "ride_id")).isEqualTo(Scalar.LONG);
    assertThat(type(rides, "fare")).isEqualTo(Scalar.DOUBLE);
    assertThat(type(rides, "day")).isEqualTo(Scalar.DATE);
    assertThat(type(rides, "tags")).isInstanceOf(FieldType.Sequence.class);
    FieldType.Struct stop =
        (FieldType.Struct) ((FieldType.Sequence) type(rides, "stops")).element();
    assertThat(stop.fields().get(0).type()).isEqualTo(new Decimal(9, 6));
    assertThat(rides.schema().requireField("fare").required()).isTrue();
    assertThat(rides.schema().requireField("driver_id").required()).isFalse();
    assertThat(Files.readString(folder.resolve("rides.yaml")))
        .contains(
            "{property: jsonName, value: \"rideId\"}",
            "# guess: required, as in all 2 samples",
            "classification: personal  # guess, by the name",
            "# guess: string, as the sample has only nulls here");
  }

  @Test
  void supposesNoMoreThanNamesAndOneSampleTell() throws IOException {
    source(
        "rides.json",
        """
        {"id": 7, "full_name": "Ana", "XMLHttpStatus": 200, "happened": "2026-11-01T08:00:00Z"}
        """);

    Contract rides = completed(draft("rides.json"));

    assertThat(rides.schema().keys().partitionKey()).isEqualTo("id");
    assertThat(rides.schema().keys().entityKey()).isEmpty();
    assertThat(rides.schema().keys().eventTime()).isEqualTo("happened");
    assertThat(type(rides, "xml_http_status")).isEqualTo(Scalar.LONG);
    Field name = rides.schema().requireField("full_name");
    assertThat(name.required()).isFalse();
    assertThat(name.classification()).isEqualTo(Classification.PERSONAL);
  }

  @Test
  void keepsWhatHasNoTypeOfItsOwnAsJson() throws IOException {
    source(
        "rides.json",
        """
        {"id": 7, "at": "2026-11-01T08:00:00Z", "extra": 1}
        {"id": 8, "at": "2026-11-01T08:00:00Z", "extra": {"a": [1]}}
        """);

    Field extra = completed(draft("rides.json")).schema().requireField("extra");

    assertThat(extra.type()).isEqualTo(Scalar.STRING);
    assertThat(extra.json()).isEqualTo(new JsonForm("extra", true));
    assertThat(Files.readString(folder.resolve("rides.yaml")))
        .contains("# guess: JSON text, as it is integer and object in different samples");
  }

  @Test
  void saysEverythingThatNoContractCanSay() throws IOException {
    source(
        "rides.json",
        """
        [{"a": 1, "b": {}, "c": [1, null], "d": 123456789012345678901, "e": [], "rideId": 1, "ride_id": 2, "€": 1},
         {"a": "one", "b": {}, "c": ["x"]}]
        """);

    CommandRun run = draft("rides.json");

    assertThat(run.exitCode()).isEqualTo(2);
    assertThat(run.err().lines().skip(1))
        .containsExactly(
            "b: the object is empty in every sample; add a sample with values, or leave it out",
            "c[]: an element is null; elements are never null: leave them out",
            "c[]: it is integer and text in different samples; a column has one type: give the"
                + " others another name",
            "d: a whole number does not fit into 64 bits; send it as text",
            "e[]: no sample has an element; add a sample with one",
            "ride_id: another field becomes the column ride_id too; rename one",
            "€: no column can be called that; rename it to lower-case words joined by underscores");
    assertThat(folder.resolve("rides.yaml")).doesNotExist();
  }

  @Test
  void saysWhereASampleIsNoJson() throws IOException {
    source("rides.json", "{\"city\": oslo}");
    assertThat(draft("rides.json").err()).contains("can't be read: line 1, column 10");
    source("rides.json", "[1, 2]");
    assertThat(draft("rides.json").err())
        .contains("an event is an object with named values, and this is 1");
    source("rides.json", "");
    assertThat(draft("rides.json").err()).contains("it holds no JSON object");
  }

  @Test
  void readsTheAvroSchemaOfAContractBack() throws IOException {
    Contract shipped = Contracts.read(Path.of("../contracts")).require("order_events");
    source("rides.avsc", AvroSchemas.of(shipped).toString());

    Contract rides = completed(draft("rides.avsc"));

    assertThat(rides.schema().fields())
        .extracting(Field::name, Field::type, Field::required)
        .containsExactlyElementsOf(
            shipped.schema().fields().stream()
                .map(field -> tuple(field.name(), field.type(), field.required()))
                .toList());
    assertThat(rides.documentation().purpose()).isEqualTo(shipped.documentation().purpose());
    assertThat(rides.schema().keys()).isEqualTo(shipped.schema().keys());
  }

  @Test
  void readsWhatElseAvroHas() throws IOException {
    source(
        "rides.avsc",
        """
        {"type": "record", "name": "Ride", "fields": [
          {"name": "city", "type": "string"},
          {"name": "at", "type": {"type": "long", "logicalType": "timestamp-millis"}},
          {"name": "state", "type": {"type": "enum", "name": "State", "symbols": ["on", "off"]}},
          {"name": "hash", "type": {"type": "fixed", "name": "Hash", "size": 4}},
          {"name": "driver_id", "type": "int"},
          {"name": "origin", "type": {"type": "record", "name": "Place", "fields": [
            {"name": "code", "type": "string"}]}},
          {"name": "target", "type": "Place"},
          {"name": "price", "type": ["null", {"type": "bytes", "logicalType": "decimal", "precision": 9, "scale": 2}]}]}
        """);

    Contract rides = completed(draft("rides.avsc"));

    assertThat(rides.schema().keys().eventTime()).isEqualTo("at");
    assertThat(rides.schema().requireField("state").allowedValues()).containsExactly("on", "off");
    assertThat(type(rides, "hash")).isEqualTo(Scalar.BYTES);
    assertThat(type(rides, "price")).isEqualTo(new Decimal(9, 2));
    assertThat(type(rides, "driver_id")).isEqualTo(Scalar.LONG);
    assertThat(type(rides, "target")).isInstanceOf(FieldType.Struct.class);
    assertThat(Files.readString(folder.resolve("rides.yaml")))
        .contains("# guess: the stream has microseconds, the schema milliseconds");
  }

  @Test
  void saysWhichPartsOfAnAvroSchemaNoContractHas() throws IOException {
    source(
        "rides.avsc",
        """
        {"type": "record", "name": "Ride", "fields": [
          {"name": "labels", "type": {"type": "map", "values": "string"}},
          {"name": "either", "type": ["null", "string", "long"]},
          {"name": "list", "type": {"type": "array", "items": ["null", "long"]}},
          {"name": "next", "type": ["null", "Ride"]}]}
        """);

    assertThat(draft("rides.avsc").err().lines().skip(1))
        .containsExactly(
            "labels: a column can't be a map; an array of records with key and value can stand for"
                + " a map",
            "either: it is a union of more than null and one type; make a field of each of them",
            "list[]: an element may be null; elements are never null: leave them out",
            "next.: Ride contains itself; flatten it");
    source("rides.avsc", "{\"type\": \"recrod\"}");
    assertThat(draft("rides.avsc").err()).contains("rides.avsc can't be read: ");
  }

  @Test
  void neverWritesOverAFile() throws IOException {
    source("rides.json", "{\"city\": \"oslo\"}");
    source("rides.yaml", "mine");

    CommandRun run = draft("rides.json");

    assertThat(run.err()).contains("rides.yaml is there already; choose another name");
    assertThat(folder.resolve("rides.yaml")).hasContent("mine");
  }

  private static String description(int column) {
    return "schema[0].properties[%d].description: description is blank; right would be what a value means, with its unit"
        .formatted(column);
  }

  private static FieldType type(Contract contract, String column) {
    return contract.schema().requireField(column).type();
  }

  private void source(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
  }

  private CommandRun draft(String source) throws IOException {
    return CommandRun.of("contract", "new", "rides", "--from", folder.resolve(source).toString())
        .with("--to", folder.toString())
        .run();
  }

  /** The draft after somebody has filled in what it left blank. */
  private Contract completed(CommandRun run) throws IOException {
    assertThat(run.exitCode()).as(run.err()).isZero();
    Path contracts = Files.createDirectory(folder.resolve("contracts"));
    Files.writeString(
        contracts.resolve("rides.yaml"),
        Files.readString(folder.resolve("rides.yaml")).replace(": \"\"", ": said by a person"));

    return Contracts.read(contracts).require("rides");
  }
}
