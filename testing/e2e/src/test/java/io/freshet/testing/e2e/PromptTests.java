package io.freshet.testing.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Test;

/** What a user types at the prompt of {@code freshet sql}, on a platform that is up. */
interface PromptTests {
  String ENDLESS =
      "select count(*) from unnest(sequence(1, 9999)) a, unnest(sequence(1, 9999)) b,"
          + " unnest(sequence(1, 9999)) c;";

  /** The command, at a terminal. */
  TypedCommand typed(String... arguments) throws IOException;

  @Test
  default void answersWhatIsTypedAtItsPrompt() throws Exception {
    try (TypedCommand sql = typed("sql")) {
      sql.sees("freshet> ");
      sql.type("select 'dropped'");
      sql.sees("dropped");
      sql.typeUntil(TypedCommand.CONTROL_C, "freshet> ");
      sql.type("select 40 +" + TypedCommand.ENTER);
      sql.sees("-> ");
      sql.type("2 as answer;" + TypedCommand.ENTER);
      sql.sees("42");
      sql.sees("freshet> ");
      sql.type("selec 1;" + TypedCommand.ENTER);
      sql.sees("mismatched input 'selec'");
      sql.sees("freshet> ");
      sql.type("\\q" + TypedCommand.ENTER);
      assertThat(sql.exitCode()).isZero();
    }
    try (TypedCommand sql = typed("sql")) {
      sql.sees("freshet> ");
      sql.type(TypedCommand.UP + TypedCommand.UP + TypedCommand.UP);
      sql.sees("2 as answer;");
      sql.type(TypedCommand.ENTER);
      sql.sees("42");
    }
  }

  @Test
  default void stopsAStatementAtThePromptAndGoesOn() throws Exception {
    try (TypedCommand sql = typed("sql")) {
      sql.sees("freshet> ");
      sql.type(ENDLESS + TypedCommand.ENTER);
      sql.sees("Ctrl-C stops it");
      sql.typeUntil(TypedCommand.CONTROL_C, "Stopped");
      sql.sees("freshet> ");
      sql.type("select 42;" + TypedCommand.ENTER);
      sql.sees("_col0");
    }
  }

  @Test
  default void completesTheNamesOfTables() throws Exception {
    try (TypedCommand sql = typed("sql")) {
      sql.sees("freshet> ");
      sql.type("select count(*) from views.dead_letters_by_ca");
      sql.sees("by_ca");
      sql.typeUntil(TypedCommand.TAB, "use");
      sql.type(";" + TypedCommand.ENTER);
      sql.sees("_col0");
    }
  }
}
