package io.freshet.dbt;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.freshet.core.toolkit.Settings;
import io.freshet.dbt.generate.GeneratedFiles;
import io.freshet.dbt.lookml.LookmlFiles;
import io.freshet.dbt.manifest.Manifest;
import io.freshet.dbt.run.DbtOutcome;
import io.freshet.testing.selection.FullOnly;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The project as it lies in the repository: its style, and what is generated from it. */
class ProjectIT {
  private static final Path FOLDER = Path.of("target", "project-it");
  private static final String CUT = "{cut: cut_2026_03_01_12}";

  private static DbtFixture dbt;
  private static Path programs;

  @BeforeAll
  static void parse() throws Exception {
    programs = DbtFixture.programs("dbt-tests", "requirements-test.txt");
    dbt = new DbtFixture(FOLDER, Settings.of(Map.of()));
    dbt.require("parse");
  }

  @Test
  void keepsTheStyleOfModels() throws Exception {
    assertThat(run("sqlfluff", "lint", "--disable-progress-bar", "models"))
        .endsWith("All Finished!\n");
  }

  @Test
  void keepsTheStyleOfPython() throws Exception {
    assertThat(run("ruff", "check", "--no-cache", "lint", "src/test/python"))
        .isEqualTo("All checks passed!\n");
    assertThat(run("ruff", "format", "--no-cache", "--check", "lint", "src/test/python"))
        .endsWith("already formatted\n");
  }

  @Test
  void hasTheLookmlThatFollowsFromMartsAndContracts() {
    GeneratedFiles lookml = LookmlFiles.of(dbt.project().manifest(), DbtFixture.CONTRACTS);

    assertThat(lookml.outdated(DbtFixture.PROJECT)).as("run ./freshet dbt generate").isEmpty();
  }

  @Test
  void showsEveryColumnOfEveryMartInLookml() throws Exception {
    JsonNode read =
        new ObjectMapper().readTree(run("python", "src/test/python/lookml.py", "lookml"));

    List<String> shown = new ArrayList<>();
    TreeSet<String> views = new TreeSet<>();
    read.path("views")
        .fields()
        .forEachRemaining(
            view -> {
              views.add(view.getKey());
              view.getValue().forEach(field -> shown.add(view.getKey() + "|" + field.asText()));
            });
    List<String> wanted = new ArrayList<>();
    for (String column : DocumentedColumns.of(dbt.project().manifest(), "marts")) {
      wanted.add(column.substring(0, column.lastIndexOf('|')).replace("local_day", "local"));
    }
    views.forEach(view -> wanted.add(view + "|row_key"));
    assertThat(shown).containsExactlyInAnyOrderElementsOf(wanted);
    assertThat(read.path("explores")).extracting(JsonNode::asText).containsExactlyElementsOf(views);
  }

  @FullOnly
  @Test
  void readsEverySourceAtTheCutThatIsNamedAndFoldsAnew() throws Exception {
    DbtFixture atCut = new DbtFixture(FOLDER.resolve("cut"), Settings.of(Map.of()));

    DbtOutcome parsed =
        atCut.run(Map.of("FRESHET_DBT_SCHEMA", "scratch_me"), "parse", "--vars", CUT);

    assertThat(parsed.exitCode()).as(atCut.printed()).isZero();
    JsonNode manifest = Manifest.read(atCut.project().manifest()).json();
    assertThat(manifest.path("sources"))
        .isNotEmpty()
        .allMatch(source -> source.path("schema").asText().equals("cut_2026_03_01_12"));
    assertThat(manifest.at("/nodes/model.freshet.int_orders__folded/config/full_refresh").asText())
        .isEqualTo("true");
    assertThat(atCut.run("parse", "--vars", CUT).exitCode()).isNotZero();
    assertThat(atCut.printed()).contains("Models at cut_2026_03_01_12 would take the place");
  }

  private static String run(String program, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(List.of(programs.resolve(program).toString()));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command)
            .directory(DbtFixture.PROJECT.toFile())
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("%s failed:%n%s".formatted(program, printed));
    }

    return printed;
  }
}
