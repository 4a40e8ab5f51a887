package io.freshet.catalog.delta;

import static io.freshet.catalog.delta.DeltaFolder.field;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A Delta table that a test writes, such as other writers leave: what Delta has is spread over
 * {@link #all}.
 *
 * @param row SQL that makes a text of a row
 * @param rows these texts, of its newest version
 */
record WrittenTable(DeltaFolder delta, String row, List<String> rows) {
  private static final String NOTE = "optional binary note (STRING);";

  static List<WrittenTable> all(Path folder) {
    return List.of(
        partitioned(new DeltaFolder(folder.resolve("partitioned"))),
        deleted(new DeltaFolder(folder.resolve("deleted"))),
        mapped(new DeltaFolder(folder.resolve("mapped_by_version_2"))),
        changing(new DeltaFolder(folder.resolve("changing"))));
  }

  /** By several columns, of which one is null. */
  private static WrittenTable partitioned(DeltaFolder delta) {
    Map<String, String> unknown = new HashMap<>();
    unknown.put("year", "2021");
    unknown.put("month", null);
    delta
        .file("year=2020/month=2/a.parquet", NOTE, row -> row.add("note", "a"))
        .file("year=2021/month=12/b.parquet", NOTE, row -> row.add("note", "b"))
        .file("year=2021/c.parquet", NOTE, row -> row.add("note", "c"))
        .protocol()
        .metadata(
            String.join(
                ",", field("note", "string"), field("year", "string"), field("month", "integer")),
            List.of("year", "month"),
            Map.of())
        .add("year=2020/month=2/a.parquet", Map.of("year", "2020", "month", "2"))
        .add("year=2021/month=12/b.parquet", Map.of("year", "2021", "month", "12"))
        .add("year=2021/c.parquet", unknown)
        .commit("WRITE");

    return new WrittenTable(
        delta,
        "note || ' ' || year || '-' || coalesce(cast(month as varchar), 'none')",
        List.of("a 2020-2", "b 2021-12", "c 2021-none"));
  }

  /** With its deletion vector in a file beside, as most writers have it. */
  private static WrittenTable deleted(DeltaFolder delta) {
    delta
        .ids("a.parquet", 0, 1, 2, 3, 4)
        .protocol("deletionVectors")
        .metadata(field("id", "long"), List.of(), Map.of("delta.enableDeletionVectors", "true"))
        .add("a.parquet")
        .commit("WRITE")
        .remove("a.parquet")
        .add("a.parquet", Map.of(), delta.deletionVectorFile(0, 4))
        .commit("DELETE");

    return new WrittenTable(delta, "cast(id as varchar)", List.of("1", "2", "3"));
  }

  /** Of reader version 2, which is older than features; its files bear the columns' ids. */
  private static WrittenTable mapped(DeltaFolder delta) {
    String note = "optional binary p-2 (STRING) = 2;";
    delta
        .file("8v/a.parquet", note, row -> row.add(0, "one"), row -> row.add(0, "two"))
        .file("BH/b.parquet", note, row -> row.add(0, "three"))
        .action(
            """
            {"protocol": {"minReaderVersion": 2, "minWriterVersion": 5}}""")
        .metadata(
            mapped(1, "p-1", "Company Very Short") + "," + mapped(2, "p-2", "Super Name"),
            List.of("Company Very Short"),
            Map.of("delta.columnMapping.mode", "name", "delta.columnMapping.maxColumnId", "2"))
        .add("8v/a.parquet", Map.of("p-1", "BMS"))
        .add("BH/b.parquet", Map.of("p-1", "BME"))
        .commit("WRITE");

    return new WrittenTable(
        delta,
        "\"Super Name\" || ' ' || \"Company Very Short\"",
        List.of("one BMS", "two BMS", "three BME"));
  }

  private static String mapped(int id, String physical, String name) {
    return """
        {"name": "%s", "type": "string", "nullable": true, "metadata":
         {"delta.columnMapping.id": %d, "delta.columnMapping.physicalName": "%s"}}"""
        .formatted(name, id, physical);
  }

  /** Of versions in which files and a column come, and files go. */
  private static WrittenTable changing(DeltaFolder delta) {
    String id = field("id", "long");
    delta
        .ids("a.parquet", 1, 2)
        .file(
            "b.parquet",
            "optional int64 id; " + NOTE,
            row -> row.append("id", 3L).append("note", "new"))
        .ids("c.parquet", 4, 5)
        .protocol()
        .metadata(id, List.of(), Map.of())
        .add("a.parquet")
        .commit("WRITE")
        .metadata(id + "," + field("note", "string"), List.of(), Map.of())
        .add("b.parquet")
        .commit("WRITE")
        .remove("a.parquet")
        .add("c.parquet")
        .commit("MERGE");

    return new WrittenTable(
        delta,
        "cast(id as varchar) || ' ' || coalesce(note, 'none')",
        List.of("3 new", "4 none", "5 none"));
  }
}
