package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contract;
import io.freshet.local.Part;
import io.freshet.testing.e2e.EvolvingStream.Sender;
import io.freshet.testing.fixtures.EmbeddedPlatform;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.apache.iceberg.Schema;
import org.apache.iceberg.data.Record;
import org.apache.iceberg.types.Types;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * Contracts change while their writer runs: what is sent by the new one is written by it from the
 * first event on, beside events of producers that know an old one, without a restart. Columns, and
 * parts of columns, are added, renamed, widened, put in another order and dropped.
 */
@FullOnly
class EvolutionIT {
  @RegisterExtension
  static final EmbeddedPlatform platform =
      EmbeddedPlatform.with(Part.KAFKA, Part.S3, Part.REGISTRY, Part.CATALOG);

  private static final String PINGS = "dasher_pings";
  private static final String BASKETS = "baskets";
  private static final Path VERSIONS = Path.of("src/test/resources/evolution");

  private static final String FIRST_COLUMN = "      - name: market\n";
  private static final String ACCURACY = "      - name: accuracy\n";
  private static final String ACCURACYS_END =
      "        customProperties: [{property: fieldId, value: 7}]\n";
  private static final String LONGITUDES_ID = "{property: fieldId, value: 5}";
  private static final int BATTERY_DEFAULT = 100;
  private static final String BATTERY =
      """
            - name: battery_percent
              logicalType: integer
              physicalType: int
              required: true
              description: What is left of the phone's battery, in percent
              customProperties: [{property: fieldId, value: 8}, {property: default, value: 100}]
      """;
  private static final String PHONE =
      """
            - name: phone
              logicalType: object
              description: The phone that reported
              properties:
                - name: model
                  logicalType: string
                  required: true
                  description: What its maker calls it
                  customProperties: [{property: fieldId, value: 10}]
              customProperties: [{property: fieldId, value: 9}]
      """;

  private static final Map<String, Object> FIRST_BASKET =
      Map.of(
          "place",
          Map.of("street", "Elm 1", "floor", 3, "has_lift", true),
          "dishes",
          List.of(
              Map.of("dish_id", 1, "pieces", 2, "wish", "hot"), Map.of("dish_id", 2, "pieces", 1)),
          "coupons",
          List.of(7));
  private static final Map<String, Object> WIDER_BASKET =
      Map.of(
          "place",
          Map.of(
              "floor", 5_000_000_000L, "address", "Oak 2", "entrance", "yard", "has_lift", false),
          "dishes",
          List.of(
              Map.of(
                  "remark",
                  "mild",
                  "dish_id",
                  3,
                  "pieces",
                  6_000_000_000L,
                  "size",
                  "large",
                  "extras",
                  List.of("rice", "bread"))),
          "coupons",
          List.of(8_000_000_000L));
  private static final Map<String, Object> NARROWER_BASKET =
      Map.of(
          "place",
          Map.of("floor", 1, "address", "Ash 3", "entrance", "yard"),
          "dishes",
          List.of(Map.of("dish_id", 4, "pieces", 1, "size", "small", "extras", List.of())),
          "coupons",
          List.of());

  private static WriterPool pool;

  @BeforeAll
  static void startWriter(@TempDir Path contracts) throws Exception {
    Path shipped = Path.of(platform.settings().text("contracts.path"));
    Files.copy(shipped.resolve(PINGS + ".yaml"), contracts.resolve(PINGS + ".yaml"));
    Files.copy(VERSIONS.resolve("1.0.0/baskets.yaml"), contracts.resolve(BASKETS + ".yaml"));
    pool = WriterPool.of(platform, contracts, List.of(PINGS, BASKETS));
    pool.start();
  }

  @AfterAll
  static void stopWriter() throws Exception {
    if (pool != null) {
      pool.close();
    }
  }

  @Test
  void followsAContractThatChangesWhileItRuns() throws Exception {
    EvolvingStream pings = new EvolvingStream(platform, pool, PINGS, EvolutionIT::keysOfPing);
    WriterRest.Job job = pool.job();
    Contract first = pings.apply("1.0.0", UnaryOperator.identity());
    List<Identity> before = pings.send(firstPing(first, 5)).get(0);

    Contract renamed = pings.apply("1.1.0", EvolutionIT::renamedAndWider);
    List<List<Identity>> both =
        pings.send(
            ping(renamed, Map.of("accuracy", 5_000_000_000L, "battery_percent", 70)),
            firstPing(first, 7));
    Map<Identity, Record> rows = pings.rows();
    assertThat(before).allSatisfy(id -> assertPing(rows.get(id), 5, null));
    assertThat(both.get(0)).allSatisfy(id -> assertPing(rows.get(id), 5_000_000_000L, 70));
    assertThat(both.get(1)).allSatisfy(id -> assertPing(rows.get(id), 7, BATTERY_DEFAULT));
    pings.assertAllThere();

    Contract dropped = pings.apply("1.2.0", yaml -> yaml.replace(BATTERY, ""));
    assertPings(
        pings,
        9,
        ping(dropped, Map.of("accuracy", 9)),
        ping(renamed, Map.of("accuracy", 9, "battery_percent", 60)));
    pings.assertAllThere();

    Contract reordered = pings.apply("1.3.0", EvolutionIT::accuracyFirst);
    assertPings(
        pings,
        11,
        ping(reordered, Map.of("accuracy", 11)),
        ping(dropped, Map.of("accuracy", 11)),
        firstPing(first, 11));
    assertThat(pings.columns()).startsWith("accuracy", "market", "dasher_id");
    pings.assertAllThere();

    assertTakesAColumnWithParts(pings, first);
    assertThat(pool.job()).as("nobody restarted").isEqualTo(job);
    assertGoesOnAfterARestart(pings, firstPing(first, 13));
  }

  /** A table with one can't be written column by column any more. */
  private static void assertTakesAColumnWithParts(EvolvingStream pings, Contract first)
      throws Exception {
    Contract withPhone =
        pings.apply("1.4.0", yaml -> yaml.replace(ACCURACYS_END, ACCURACYS_END + PHONE));
    List<List<Identity>> both =
        pings.send(
            ping(withPhone, Map.of("accuracy", 12, "phone", Map.of("model", "pocket"))),
            firstPing(first, 12));

    Map<Identity, Record> rows = pings.rows();
    assertThat(both.get(0))
        .allSatisfy(id -> assertThat(rows.get(id).getField("accuracy")).isEqualTo(12L))
        .allSatisfy(id -> assertParts(rows.get(id), "phone", "{model=pocket}"));
    assertThat(both.get(1))
        .allSatisfy(id -> assertThat(rows.get(id).getField("accuracy")).isEqualTo(12L))
        .allSatisfy(id -> assertThat(rows.get(id).getField("phone")).isNull());
    pings.assertAllThere();
  }

  @Test
  void followsPartsOfColumnsToo() throws Exception {
    EvolvingStream baskets = new EvolvingStream(platform, pool, BASKETS, EvolutionIT::keysOfBasket);
    WriterRest.Job job = pool.job();
    Sender first = new Sender(baskets.apply(version("1.0.0", baskets)), FIRST_BASKET);
    List<Identity> before = baskets.send(first).get(0);

    Sender wider = new Sender(baskets.apply(version("1.1.0", baskets)), WIDER_BASKET);
    List<List<Identity>> both = baskets.send(wider, first);
    assertWider(baskets, before, both);
    baskets.assertAllThere();

    Sender narrower = new Sender(baskets.apply(version("1.2.0", baskets)), NARROWER_BASKET);
    List<List<Identity>> all = baskets.send(narrower, wider, first);
    assertNarrower(baskets, before, all);
    baskets.assertAllThere();

    assertThat(pool.job()).as("nobody restarted").isEqualTo(job);
    assertGoesOnAfterARestart(baskets, narrower, first);
  }

  private static void assertWider(
      EvolvingStream baskets, List<Identity> before, List<List<Identity>> both) {
    Map<Identity, Record> rows = baskets.rows();
    assertBaskets(
        rows,
        before,
        "{floor=3, address=Elm 1, entrance=null, has_lift=true}",
        "[{remark=hot, dish_id=1, pieces=2, size=null, extras=null},"
            + " {remark=null, dish_id=2, pieces=1, size=null, extras=null}]",
        "[7]");
    assertBaskets(
        rows,
        both.get(0),
        "{floor=5000000000, address=Oak 2, entrance=yard, has_lift=false}",
        "[{remark=mild, dish_id=3, pieces=6000000000, size=large, extras=[rice, bread]}]",
        "[8000000000]");
    assertBaskets(
        rows,
        both.get(1),
        "{floor=3, address=Elm 1, entrance=main, has_lift=true}",
        "[{remark=hot, dish_id=1, pieces=2, size=regular, extras=null},"
            + " {remark=null, dish_id=2, pieces=1, size=regular, extras=null}]",
        "[7]");
    assertThat(baskets.columns())
        .startsWith("event_time", "market", "basket_id", "dishes", "place", "coupons");
    Schema schema = baskets.schema();
    assertThat(List.of("place.floor", "dishes.element.pieces", "coupons.element"))
        .allSatisfy(part -> assertThat(schema.findType(part)).isEqualTo(Types.LongType.get()));
  }

  /** Rows of before keep what was dropped. */
  private static void assertNarrower(
      EvolvingStream baskets, List<Identity> before, List<List<Identity>> all) {
    Map<Identity, Record> rows = baskets.rows();
    assertBaskets(
        rows,
        before,
        "{floor=3, address=Elm 1, entrance=null, has_lift=true}",
        "[{dish_id=1, pieces=2, size=null, extras=null, remark=hot},"
            + " {dish_id=2, pieces=1, size=null, extras=null, remark=null}]",
        "[7]");
    assertBaskets(
        rows,
        all.get(0),
        "{floor=1, address=Ash 3, entrance=yard, has_lift=null}",
        "[{dish_id=4, pieces=1, size=small, extras=[], remark=null}]",
        "[]");
    assertBaskets(
        rows,
        all.get(1),
        "{floor=5000000000, address=Oak 2, entrance=yard, has_lift=null}",
        "[{dish_id=3, pieces=6000000000, size=large, extras=[rice, bread], remark=null}]",
        "[8000000000]");
    assertBaskets(
        rows,
        all.get(2),
        "{floor=3, address=Elm 1, entrance=main, has_lift=null}",
        "[{dish_id=1, pieces=2, size=regular, extras=null, remark=null},"
            + " {dish_id=2, pieces=1, size=regular, extras=null, remark=null}]",
        "[7]");
  }

  private static void assertBaskets(
      Map<Identity, Record> rows,
      List<Identity> baskets,
      String place,
      String dishes,
      String coupons) {
    assertThat(baskets)
        .allSatisfy(id -> assertParts(rows.get(id), "place", place))
        .allSatisfy(id -> assertParts(rows.get(id), "dishes", dishes))
        .allSatisfy(id -> assertParts(rows.get(id), "coupons", coupons));
  }

  private static void assertParts(Record row, String column, String printed) {
    assertThat(plain(row.getField(column))).as(column).hasToString(printed);
  }

  /** With maps in place of records, which print their parts' names, too. */
  private static Object plain(Object value) {
    if (value instanceof Record row) {
      Map<String, Object> parts = new LinkedHashMap<>();
      for (Types.NestedField part : row.struct().fields()) {
        parts.put(part.name(), plain(row.getField(part.name())));
      }

      return parts;
    }

    return value instanceof List<?> elements
        ? elements.stream().map(EvolutionIT::plain).toList()
        : value;
  }

  private static void assertPings(EvolvingStream pings, long accuracy, Sender... newestFirst) {
    List<List<Identity>> sent = pings.send(newestFirst);

    Map<Identity, Record> rows = pings.rows();
    assertThat(sent)
        .allSatisfy(
            each -> assertThat(each).allSatisfy(id -> assertPing(rows.get(id), accuracy, null)));
  }

  private static void assertPing(Record row, long accuracy, Integer battery) {
    assertThat(row.getField("accuracy")).isEqualTo(accuracy);
    assertThat(row.getField("battery_percent")).isEqualTo(battery);
    assertThat(row.getField("place_longitude")).isEqualTo(new BigDecimal("-122.419416"));
  }

  /** By the contract that the table has, whatever the job was given when it began. */
  private static void assertGoesOnAfterARestart(EvolvingStream stream, Sender... newestFirst) {
    pool.killTaskManager();
    platform.heal();
    stream.send(newestFirst);

    stream.assertAllThere();
  }

  private static String renamedAndWider(String yaml) {
    return yaml.replace("name: accuracy_meters", "name: accuracy")
        .replace("physicalType: int\n", "physicalType: long\n")
        .replace("name: longitude", "name: place_longitude")
        .replace(LONGITUDES_ID, LONGITUDES_ID + ", {property: formerNames, value: [longitude]}")
        .replace(ACCURACYS_END, ACCURACYS_END + BATTERY);
  }

  /** The same columns, the last one in front of the others. */
  private static String accuracyFirst(String yaml) {
    String column =
        yaml.substring(
            yaml.indexOf(ACCURACY), yaml.indexOf(ACCURACYS_END) + ACCURACYS_END.length());

    return yaml.replace(column, "").replace(FIRST_COLUMN, column + FIRST_COLUMN);
  }

  private static String version(String version, EvolvingStream baskets) throws IOException {
    return Files.readString(VERSIONS.resolve(version).resolve(BASKETS + ".yaml"))
        .replace(BASKETS, baskets.name());
  }

  /** By the contract before its first change. */
  private static Sender firstPing(Contract first, int accuracy) {
    return new Sender(first, Map.of("longitude", -122.419416, "accuracy_meters", accuracy));
  }

  private static Sender ping(Contract contract, Map<String, Object> values) {
    Map<String, Object> all = new LinkedHashMap<>(values);
    all.put("place_longitude", -122.419416);

    return new Sender(contract, all);
  }

  private static Map<String, Object> keysOfPing(int number) {
    return Map.of(
        "market",
        "san_francisco",
        "dasher_id",
        number,
        "latitude",
        37.774929,
        "event_time",
        Instant.now());
  }

  private static Map<String, Object> keysOfBasket(int number) {
    return Map.of("market", "san_francisco", "basket_id", number, "event_time", Instant.now());
  }
}
