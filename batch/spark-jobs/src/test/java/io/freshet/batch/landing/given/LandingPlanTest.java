package io.freshet.batch.landing.given;

import static io.freshet.batch.landing.given.GivenFileTest.file;
import static io.freshet.batch.landing.given.LandingPlan.Changed.ANOTHER_FILE;
import static io.freshet.batch.landing.given.LandingPlan.Changed.REFUSED;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.freshet.core.lake.LandedFile;
import io.freshet.core.toolkit.FreshetException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LandingPlanTest {
  private static final Map<Integer, LandedFile> HELD =
      Map.of(17, new LandedFile(17, "monday.csv", "ab12", 3));

  @Test
  void landsWhatTheTableDoesNotHold() {
    GivenFile tuesday = file("tuesday.csv", "cd34");

    LandingPlan plan =
        LandingPlan.of(List.of(file("monday.csv", "ab12"), tuesday), HELD, Set.of(), REFUSED);

    assertThat(plan.fresh()).containsExactly(Map.entry(tuesday.number(Map.of()), tuesday));
    assertThat(plan.held()).containsExactly(file("monday.csv", "ab12"));
  }

  @Test
  void landsAFileOnceThatIsNamedTwice() {
    GivenFile tuesday = file("tuesday.csv", "cd34");

    assertThat(LandingPlan.of(List.of(tuesday, tuesday), HELD, Set.of(), REFUSED).fresh())
        .hasSize(1);
  }

  @Test
  void refusesTwoRangesThatBeginWhereOneEnds() {
    GivenFile held = new TableRange("jdbc:postgresql://db/shop", "orders", "id", 0, 10).given();
    GivenFile shorter = new TableRange("jdbc:postgresql://db/shop", "orders", "id", 10, 20).given();
    GivenFile longer = new TableRange("jdbc:postgresql://db/shop", "orders", "id", 10, 30).given();
    Map<Integer, LandedFile> landed =
        Map.of(17, new LandedFile(17, held.name(), held.content(), 9));

    assertThat(LandingPlan.of(List.of(shorter, shorter), landed, Set.of(), REFUSED).fresh())
        .containsExactly(Map.entry(17, shorter));
    assertThatThrownBy(() -> LandingPlan.of(List.of(shorter, longer), landed, Set.of(), REFUSED))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "%s and %s begin at the same row, and nothing was landed; name one of them",
            shorter.name(), longer.name());
  }

  @Test
  void refusesAFileThatWasChanged() {
    assertThatThrownBy(
            () ->
                LandingPlan.of(
                    List.of(file("tuesday.csv", "cd34"), file("monday.csv", "ef56")),
                    HELD,
                    Set.of(),
                    REFUSED))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The table holds another content of monday.csv, and nothing was landed; its rows may be"
                + " there already. Where it is a file of its own, give it another name or add"
                + " --changed-is-new");
  }

  @Test
  void refusesMoreFilesThanATableMayHold() {
    LandingPlan plan =
        LandingPlan.of(
            List.of(file("tuesday.csv", "cd34"), file("friday.csv", "ef56")),
            HELD,
            Set.of(),
            REFUSED);

    assertThat(plan.within(1, 3)).isSameAs(plan);
    assertThatThrownBy(() -> plan.within(1, 2))
        .isInstanceOf(FreshetException.class)
        .hasMessage(
            "The table holds 1 landed files and ranges, 2 more would come, and landing.max-files is"
                + " 2; nothing was landed. Each is part of the metadata that every commit of the"
                + " table writes anew: land larger ones, or raise it");
  }

  @Test
  void passesOverWhatAFullTableHolds() {
    LandingPlan plan = LandingPlan.of(List.of(file("monday.csv", "ab12")), HELD, Set.of(), REFUSED);

    assertThat(plan.within(1, 1).held()).hasSize(1);
  }

  @Test
  void landsAChangedFileWhereItIsToldTo() {
    assertThat(
            LandingPlan.of(List.of(file("monday.csv", "ef56")), HELD, Set.of(), ANOTHER_FILE)
                .fresh())
        .containsValue(file("monday.csv", "ef56"))
        .doesNotContainKey(17);
  }
}
