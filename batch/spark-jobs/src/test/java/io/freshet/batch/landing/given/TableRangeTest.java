package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableRangeTest {
  private static final String SHOP = "jdbc:postgresql://shop:5432/orders";
  private static final TableRange FIRST = range(0, 1000);
  private static final Map<Integer, LandedFile> LANDED =
      Map.of(17, new LandedFile(17, FIRST.given().name(), FIRST.given().content(), 1000));

  @Test
  void isReadFromItsName() {
    assertThat(FIRST.given().name()).isEqualTo(SHOP + "#public.orders?id=0..1000");
    assertThat(TableRange.of(FIRST.given().name())).contains(FIRST);
    assertThat(TableRange.of("s3://shop/orders.csv")).isEmpty();
  }

  @Test
  void ofOtherRowsIsLandedBesideIt() {
    assertThat(FIRST.overlaps(range(1000, 2000))).isFalse();
    assertThat(FIRST.overlaps(range(999, 1001))).isTrue();
    assertThat(FIRST.overlaps(new TableRange(SHOP, "public.steps", "id", 0, 1000))).isFalse();
  }

  @Test
  void isRefusedWhereItOverlapsOneThatIsLanded() {
    assertThat(plan(FIRST, LANDED, Set.of()).held()).hasSize(1);
    assertThat(plan(range(500, 700), LANDED, Set.of()).held()).hasSize(1);
    assertThatThrownBy(() -> plan(range(500, 1500), LANDED, Set.of()))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The table holds rows of %s#public.orders?id=500..1500 already, as".formatted(SHOP)
                + " %s#public.orders?id=0..1000, and nothing was landed; name a range beside it"
                    .formatted(SHOP));
  }

  @Test
  void makesTheOneLongerThatItFollowsDirectly() {
    LandingPlan plan = plan(range(1000, 1500), LANDED, Set.of());

    assertThat(plan.fresh()).containsExactly(Map.entry(17, range(1000, 1500).given()));
    assertThat(plan.extended()).isEqualTo(LANDED);
    assertThat(plan.first(17)).isEqualTo(1000);
    assertThat(plan.ranges()).containsExactly(Map.entry(range(0, 1500), range(1000, 1500)));
    assertThat(plan.landed(17, 20))
        .isEqualTo(new LandedFile(17, range(0, 1500).given().name(), "range", 1020));
    assertThat(plan.within(1, 1)).isSameAs(plan);
  }

  @Test
  void countsItsPlacesFromWhereTheLongerOneBegins() {
    TableRange late = range(-10, 5);
    LandingPlan plan =
        plan(range(5, 7), Map.of(3, new LandedFile(3, late.given().name(), "range", 1)), Set.of());

    assertThat(plan.first(3)).isEqualTo(15);
    assertThat(plan.name(3)).isEqualTo(range(-10, 7).given().name());
  }

  @Test
  void beginsAFileBehindAGapAndOfAnotherTable() {
    for (TableRange range :
        List.of(
            range(1001, 1500),
            range(-5, 0),
            new TableRange(SHOP, "public.steps", "id", 1000, 1500),
            new TableRange(SHOP, "public.orders", "number", 1000, 1500),
            new TableRange(SHOP + "2", "public.orders", "id", 1000, 1500))) {
      LandingPlan plan = plan(range, LANDED, Set.of());
      int number = range.given().number(LANDED);

      assertThat(plan.fresh()).containsOnlyKeys(number).doesNotContainKey(17);
      assertThat(plan.extended()).isEmpty();
      assertThat(plan.first(number)).isZero();
      assertThat(plan.name(number)).isEqualTo(range.given().name());
      assertThatThrownBy(() -> plan.within(1, 1)).hasMessageContaining("1 more would come");
    }
  }

  @Test
  void endsUnderItsOwnNumberWhereItHasLeftDeadLettersUnderIt() {
    TableRange range = range(1000, 1500);
    int own = range.given().number(LANDED);

    LandingPlan plan = plan(range, LANDED, Set.of(17, own));

    assertThat(plan.fresh()).containsOnlyKeys(own);
    assertThat(plan.extended()).isEmpty();
  }

  @Test
  void refusesNumbersThatRunBackwardsAndPasswordsInUrls() {
    assertThatThrownBy(() -> range(5, 5))
        .hasMessageStartingWith("--from-key is 5 and --to-key 5; the second must be larger");
    assertThatThrownBy(() -> new TableRange(SHOP + "?password=x", "public.orders", "id", 0, 1))
        .hasMessageContaining("landing.password");
    assertThatThrownBy(
            () -> new TableRange("jdbc:mysql://eve:secret@shop/orders", "orders", "id", 0, 1))
        .hasMessageContaining("landing.password");
  }

  @Test
  void refusesNamesThatItsOwnNameCouldNotBeReadWith() {
    assertThatThrownBy(() -> new TableRange(SHOP, "(select ?) rows", "id", 0, 1))
        .hasMessageStartingWith(
            "--table is (select ?) rows and --key id; a table is named without");
    assertThatThrownBy(() -> new TableRange(SHOP, "orders", "a=b", 0, 1))
        .hasMessageContaining("--key a=b");
  }

  private static LandingPlan plan(
      TableRange range, Map<Integer, LandedFile> landed, Set<Integer> begun) {
    return LandingPlan.of(List.of(range.given()), landed, begun, LandingPlan.Changed.REFUSED);
  }

  private static TableRange range(long from, long to) {
    return new TableRange(SHOP, "public.orders", "id", from, to);
  }
}
