package io.freshet.cli.contract.diff.sources;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProgramTest {
  private static final String JAVA = "batch/spark-jobs/src/main/java/";

  @TempDir private Path folder;
  private WrittenProject project;

  @BeforeEach
  void create() {
    project = new WrittenProject(folder);
  }

  @Test
  void namesANightlyJobWhereAClassThatItUsesNamesTheColumn() {
    project
        .javaClass("FareJob", "class FareJob {\n  Rows rows = Fares.of(inputs.rows(\"rides\"));\n}")
        .javaClass("Fares", "class Fares {\n  // The fare.\n  Cents cents = Cents.of();\n}")
        .javaClass("Cents", "class Cents {\n\n  Rows rows = rides.select(col(\"fare\"));\n}")
        .javaClass("TipJob", "class TipJob {\n  Rows rows = inputs.rows(\"stops\");\n}");

    assertThat(project.mentions("fare"))
        .containsExactly("nightly job Fare · mentions it · " + JAVA + "Cents.java:3");
    assertThat(project.mentions("seats")).isEmpty();
  }

  @Test
  void namesANightlyJobThatChoosesNoColumns() {
    project
        .javaClass("CopyJob", "class CopyJob {\n  Rows rows = inputs.rows(\"rides\");\n}")
        .javaClass(
            "DayJob",
            "class DayJob {\n  Rows rows = spark.sql(\"select r.* \"\n + \"from raw.rides r\")"
                + ".select(\"city\");\n}");

    assertThat(project.mentions("fare"))
        .containsExactly(
            "nightly job Copy · takes all columns · " + JAVA + "CopyJob.java:2",
            "nightly job Day · takes all columns · " + JAVA + "DayJob.java:2");
  }

  @Test
  void namesANotebookAtTheLineOfItsFileThatNamesTheColumn() {
    project.notebook("fares", "rides = lake.table(\"rides\")", "rides.pandas(columns=[\"fare\"])");

    assertThat(project.mentions("fare"))
        .containsExactly("notebook fares · mentions it · notebooks/fares.ipynb:7");
  }

  @Test
  void passesOverWhatANotebookSaysToPeople() {
    project.write(
        "notebooks/fares.ipynb",
        """
        {"cells": [
          {"cell_type": "markdown", "source": ["The fare of rides"]},
          {"cell_type": "code", "outputs": [{"text": ["fare"]}], "source": ["rides = 1  # fare"]}
        ]}
        """);

    assertThat(project.mentions("fare")).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake.table(\"rides\").pandas()",
        "lake.table('rides', as_of=day()).arrow(where=\"city = 'oslo'\")",
        "rides = lake.table(\"rides\"); rides.spark()",
        "NAME = \"raw.rides\"; rides = lake.table(NAME); rides.batches()",
        "catalog.load_table(\"raw.rides\").scan().to_pandas()",
        "spark.table(\"raw.rides\").toPandas()",
        "spark.table(\"raw.rides\").select(\"*\")",
        "lake.sql(\"select * from raw.rides\")",
        "print(\"a rider's day\"); lake.sql(\"select r.* \" f\"from raw.rides r\")"
      })
  void namesANotebookThatTakesAllColumns(String code) {
    project.notebook("fares", code);

    assertThat(project.mentions("fare"))
        .containsExactly("notebook fares · takes all columns · notebooks/fares.ipynb:6");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "lake.table(\"rides\").pandas(columns=[\"city\"])",
        "lake.table(\"rides\").pandas(COLUMNS)",
        "rides = lake.table(\"rides\"); rides.history()",
        "lake.table(\"rides\").history(); lake.table(\"stops\").pandas()",
        "spark.table(\"raw.rides\").select(\"city\")",
        "lake.sql(\"select city, count(*) from raw.rides group by city\")",
        "lake.table(\"other_rides\").pandas()"
      })
  void leavesOutANotebookThatChoosesOtherColumns(String code) {
    project.notebook("fares", code);

    assertThat(project.mentions("fare")).isEmpty();
  }

  @Test
  void namesANotebookThatAsksAModelForTheColumn() {
    project
        .model("rides_daily", "select fare from {{ source('transport', 'rides') }}")
        .notebook("fares", "lake.sql(\"select fare from marts.rides_daily\")");

    assertThat(project.mentions("fare"))
        .containsExactly(
            "dbt model rides_daily · mentions it · dbt/models/rides_daily.sql:1",
            "notebook fares · mentions it · notebooks/fares.ipynb:6");
  }

  @Test
  void searchesANotebookThatCannotBeReadAsItIs() {
    project.write("notebooks/broken.ipynb", "{\"cells\": [\n rides fare");

    assertThat(project.mentions("fare"))
        .containsExactly("notebook broken · mentions it · notebooks/broken.ipynb:2");
  }
}
