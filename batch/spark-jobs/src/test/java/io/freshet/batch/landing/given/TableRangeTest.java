package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TableRangeTest {
  private static final String SHOP = "jdbc:postgresql://shop:5432/orders";
  private static final TableRange FIRST = range(0, 1000);

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
    Map<Integer, LandedFile> landed =
        Map.of(17, new LandedFile(17, FIRST.given().name(), FIRST.given().content(), 1000));

    assertThat(LandingPlan.of(List.of(FIRST.given()), landed, LandingPlan.Changed.REFUSED).held())
        .hasSize(1);
    assertThatThrownBy(
            () ->
                LandingPlan.of(
                    List.of(range(500, 1500).given()), landed, LandingPlan.Changed.REFUSED))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The table holds rows of %s#public.orders?id=500..1500 already, as".formatted(SHOP)
                + " %s#public.orders?id=0..1000, and nothing was landed; name a range beside it"
                    .formatted(SHOP));
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

  private static TableRange range(long from, long to) {
    return new TableRange(SHOP, "public.orders", "id", from, to);
  }
}
