package io.freshet.batch.landing.given;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.core.contract.Contracts;
import io.freshet.core.contract.Field;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class CsvTextTest {
  private static final List<Field> FIELDS =
      Contracts.read(Path.of("../../contracts")).require("order_events").schema().fields().stream()
          .filter(
              field ->
                  List.of("market", "order_id", "pickup_latitude", "synthetic")
                      .contains(field.name()))
          .toList();

  @Test
  void writesNumbersAndTruthValuesAsTheyStand() throws IOException {
    assertThat(json("sf \"x\"", "7", "37.75", "true"))
        .isEqualTo(
            """
            {"market":"sf \\"x\\"","order_id":7,"pickup_latitude":37.75,"synthetic":true}""");
  }

  @Test
  void leavesOutWhatIsEmptyAndLeavesTheRestToTheChecks() throws IOException {
    assertThat(json("7", "007", null, "yes"))
        .isEqualTo(
            """
            {"market":"7","order_id":"007","synthetic":"yes"}""");
  }

  @Test
  void leavesOutEmptyQuotesWhereTheContractHasNoText() throws IOException {
    assertThat(json("", "", "37.75", ""))
        .isEqualTo(
            """
            {"market":"","pickup_latitude":37.75}""");
  }

  private static String json(String... cells) throws IOException {
    return new String(
        new CsvText(FIELDS, FIELDS.size()).text(Arrays.asList(cells)), StandardCharsets.UTF_8);
  }
}
