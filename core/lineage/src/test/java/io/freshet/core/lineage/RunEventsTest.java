package io.freshet.core.lineage;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.contract.Classification;
import io.freshet.core.contract.Field;
import io.freshet.core.contract.FieldType;
import io.freshet.core.contract.FieldType.Scalar;
import io.freshet.core.lineage.RunEvents.Type;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class RunEventsTest {
  private static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");

  private final JsonNode event = new RunEvents(Orders.job()).event(Type.RUNNING, NOW);

  @ParameterizedTest
  @EnumSource(Type.class)
  void followsTheStandardWithEachFacet(Type type) {
    assertThat(new OpenLineageStandard().violations(new RunEvents(Orders.job()).event(type, NOW)))
        .isEmpty();
  }

  @Test
  void isHeldAgainstAStandardThatRefuses() {
    ObjectNode wrong = new RunEvents(Orders.job()).event(Type.RUNNING, NOW).put("eventTime", 1);
    ((ObjectNode) wrong.at("/job/facets/jobType")).remove("integration");

    assertThat(new OpenLineageStandard().violations(wrong))
        .anyMatch(violation -> violation.contains("eventTime"))
        .anyMatch(violation -> violation.contains("integration"));
  }

  @Test
  void namesDatasetsAsTheStandardAsks() {
    assertThat(event.at("/inputs/0/namespace").asText()).isEqualTo("kafka://kafka-1:9092");
    assertThat(event.at("/inputs/0/name").asText()).isEqualTo("order_events");
    assertThat(event.at("/outputs/0/namespace").asText()).isEqualTo("s3://lake");
    assertThat(event.at("/outputs/0/name").asText()).isEqualTo("warehouse/raw/order_events-1");
    assertThat(event.at("/outputs/0/facets/symlinks/identifiers/0/name").asText())
        .isEqualTo("raw.order_events");
  }

  @Test
  void tellsTheContractsOwnerAndWords() {
    JsonNode facets = event.at("/inputs/0/facets");

    assertThat(facets.at("/ownership/owners/0/name").asText()).isEqualTo("team:delivery-orders");
    assertThat(facets.at("/documentation/description").asText()).startsWith("Every step");
    assertThat(facets.at("/schema/fields/0/description").asText()).startsWith("The market in");
  }

  @Test
  void tellsColumnByColumnWhereTheyComeFrom() {
    JsonNode lineage = event.at("/outputs/0/facets/columnLineage");

    assertThat(lineage.at("/fields/_offset/inputFields/0/name").asText()).isEqualTo("order_events");
    assertThat(lineage.at("/fields/_offset/inputFields/0/transformations/0/type").asText())
        .isEqualTo("DIRECT");
    assertThat(lineage.at("/dataset/0/transformations/0/type").asText()).isEqualTo("INDIRECT");
  }

  @Test
  void tellsThePartsOfColumns() {
    Field part = field("fee", new FieldType.Decimal(9, 2));
    FieldType list = new FieldType.Sequence(3, new FieldType.Struct(List.of(part)));

    Column column = Column.of(field("fees", list));

    assertThat(column.type()).isEqualTo("array");
    assertThat(column.parts().get(0).name()).isEqualTo("_element");
    assertThat(column.parts().get(0).parts().get(0).type()).isEqualTo("decimal(9,2)");
    assertThat(Column.of(field("name", Scalar.STRING)).type()).isEqualTo("string");
  }

  private static Field field(String name, FieldType type) {
    return new Field(1, name, type, true, Classification.PUBLIC, List.of(), "");
  }
}
