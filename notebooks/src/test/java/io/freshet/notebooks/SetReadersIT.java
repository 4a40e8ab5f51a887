package io.freshet.notebooks;

import static org.assertj.core.api.Assertions.assertThat;

import io.freshet.notebooks.Python.Environment;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file of a training set, read by other engines: {@code training/tests/readers.py}. */
@FullOnly
class SetReadersIT {
  private static final String READERS = "training/tests/readers.py";
  private static final int ROWS = 60;

  @TempDir private Path folder;
  private List<String> rows;

  @BeforeEach
  void writeASet() throws Exception {
    run(
        Environment.TRAINING,
        Map.of("PYTHONPATH", Path.of("").toAbsolutePath().toString()),
        "write",
        folder.resolve("set").toString());
    rows = read("pyarrow", Environment.TRAINING);

    assertThat(rows).hasSize(ROWS);
  }

  @Test
  void duckdbReadsEachValueOfASet() throws Exception {
    assertThat(read("duckdb", Environment.DUCKDB)).isEqualTo(rows);
  }

  @Test
  void polarsReadsEachValueOfASet() throws Exception {
    assertThat(read("polars", Environment.POLARS)).isEqualTo(rows);
  }

  @Test
  void sparkReadsEachValueOfASet() throws Exception {
    assertThat(read("spark", Environment.NOTEBOOKS)).isEqualTo(rows);
  }

  private List<String> read(String engine, Environment where) throws Exception {
    Path output = folder.resolve(engine);
    Path file = folder.resolve("set").resolve("data.parquet");
    run(where, Map.of(), engine, file.toString(), output.toString());

    return Files.readAllLines(output);
  }

  private void run(Environment where, Map<String, String> environment, String... arguments)
      throws IOException, InterruptedException {
    List<String> line = Stream.concat(Stream.of(READERS), Stream.of(arguments)).toList();
    Python.Answer answer = Python.run(where, folder.resolve("log"), environment, line);

    assertThat(answer.exitCode()).as(answer.output()).isZero();
  }
}
