package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sql.Carriers;
import io.freshet.cli.contract.diff.sql.Sought;
import io.freshet.cli.contract.diff.sql.SqlFlow;
import io.freshet.cli.contract.diff.sql.SqlScript;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A dbt model, or the SQL of an application. */
record SqlSource(String what, SourceFile file, SourceText text, SqlScript script)
    implements Source {
  /** From the line behind {@code sql: |} to the next key. */
  private static final Pattern BLOCK =
      Pattern.compile("(?m)^sql:[^\\n]*\\n((?:(?:[ \\t][^\\n]*)?(?:\\n|\\z))*+)");

  static SqlSource model(SourceFile file) {
    return of("dbt model", file, SourceText.of(file.text()));
  }

  /** Applications among the files: those that have SQL. */
  static List<SqlSource> applications(List<SourceFile> files) {
    return files.stream().flatMap(file -> application(file).stream()).toList();
  }

  private static Optional<SqlSource> application(SourceFile file) {
    Matcher block = BLOCK.matcher(file.text());
    if (!block.find()) {
      return Optional.empty();
    }
    SourceText sql = SourceText.of(file.text()).part(block.start(1), block.end(1));

    return Optional.of(of("SQL application", file, sql));
  }

  private static SqlSource of(String what, SourceFile file, SourceText text) {
    return new SqlSource(what, file, text, SqlScript.of(text.text()));
  }

  @Override
  public Optional<Mention> mention(Sought sought, Carriers carriers) {
    return new SqlFlow(script, sought, carriers)
        .find()
        .map(
            found ->
                new Mention(
                    what + " " + file.name(), found.how(), file.path(), text.line(found.offset())));
  }
}
