package io.freshet.dbt.lookml;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The LookML view of one mart: a dimension or a measure a column, as its meta says. A ratio is
 * divided after summing, as an average of ratios over days or dashers would be wrong.
 */
final class MartView {
  private static final List<String> CALENDAR =
      List.of("date", "day_of_week", "week", "month", "quarter", "year");
  private static final List<String> CLOCK =
      List.of("raw", "time", "hour", "hour_of_day", "date", "day_of_week", "week", "month");
  private static final String DAY_SUFFIX = "_day";

  private final JsonNode model;
  private final List<String> grain;

  /**
   * @param model the mart's node in dbt's manifest
   * @param grain the columns that tell its rows apart
   */
  MartView(JsonNode model, List<String> grain) {
    this.model = model;
    this.grain = List.copyOf(grain);
  }

  String render() {
    Block view =
        new Block("view", model.path("name").asText())
            .sql(
                "sql_table_name",
                "%s.%s".formatted(model.path("schema").asText(), model.path("name").asText()))
            .block(key());
    model.path("columns").forEach(column -> view.block(field(column)));

    return view.render();
  }

  private Block key() {
    String parts =
        grain.stream()
            .map("cast(${TABLE}.%s as varchar)"::formatted)
            .collect(Collectors.joining(" || ':' || "));

    return new Block("dimension", "row_key")
        .word("hidden", "yes")
        .word("primary_key", "yes")
        .word("type", "string")
        .sql("sql", parts);
  }

  private static Block field(JsonNode column) {
    String name = column.path("name").asText();
    Block field =
        switch (column.path("meta").path("measure").asText()) {
          case "sum" ->
              new Block("measure", name).word("type", "sum").sql("sql", "${TABLE}." + name);
          case "ratio" -> ratio(name, column.path("meta"));
          default -> dimension(name, column.path("data_type").asText());
        };
    field.text("description", column.path("description").asText());
    String classification = column.path("meta").path("classification").asText();
    if (!classification.isEmpty()) {
      field.texts("tags", List.of(classification));
    }
    if (classification.equals(LookmlFiles.PERSONAL)) {
      field.words("required_access_grants", List.of(LookmlFiles.PERSONAL));
    }

    return field;
  }

  private static Block ratio(String name, JsonNode meta) {
    return new Block("measure", name)
        .word("type", "number")
        .word("value_format_name", "percent_1")
        .sql(
            "sql",
            "1.0 * ${%s} / nullif(${%s}, 0)"
                .formatted(meta.path("of").asText(), meta.path("to").asText()));
  }

  private static Block dimension(String name, String type) {
    if (type.equals("date")) {
      String group =
          name.endsWith(DAY_SUFFIX) ? name.substring(0, name.length() - DAY_SUFFIX.length()) : name;

      // A local day is the market's own: no reader's time zone may move it.
      return time(group, CALENDAR)
          .word("convert_tz", "no")
          .word("datatype", "date")
          .sql("sql", "${TABLE}." + name);
    }
    if (type.startsWith("timestamp")) {
      return time(name, CLOCK).word("datatype", "timestamp").sql("sql", "${TABLE}." + name);
    }

    return new Block("dimension", name)
        .word("type", simpleType(type))
        .sql("sql", "${TABLE}." + name);
  }

  private static Block time(String name, List<String> timeframes) {
    return new Block("dimension_group", name)
        .word("type", "time")
        .words("timeframes", new ArrayList<>(timeframes));
  }

  private static String simpleType(String type) {
    return switch (type) {
      case "varchar" -> "string";
      case "boolean" -> "yesno";
      default -> "number";
    };
  }
}
