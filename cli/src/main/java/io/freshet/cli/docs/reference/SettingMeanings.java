package io.freshet.cli.docs.reference;

import io.freshet.cli.docs.ProjectFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What READMEs say of settings, in tables whose first column is headed Key. */
final class SettingMeanings {
  private static final Pattern CODE = Pattern.compile("`([^`]+)`");
  private static final Pattern LINK = Pattern.compile("]\\(([^)#:]+)(#[^)]*)?\\)");
  private static final Pattern CELLS = Pattern.compile("\\s*(?<!\\\\)\\|\\s*");

  /** Of what is explained elsewhere. */
  private static final Set<String> SAYS_NOTHING = Set.of("", "what it reaches");

  private static final Pattern KEY =
      Pattern.compile("([a-z<]|PART)[a-zA-Z0-9<>-]*(\\.[a-z0-9<>*-]+)+");
  private static final String ANY = ".*";

  private final List<Row> rows;

  private SettingMeanings(List<Row> rows) {
    this.rows = List.copyOf(rows);
  }

  /**
   * A row, which may speak of several keys.
   *
   * @param page where it stands
   * @param standard its second cell, empty where the table has none
   */
  record Row(Path page, List<String> keys, String standard, String meaning) {
    boolean isAbout(String key) {
      return keys.stream().anyMatch(each -> pattern(each).matcher(key).matches());
    }

    /** A key may begin with any part's name, or end with whatever there is. */
    private static Pattern pattern(String key) {
      String quoted = key.replace(".", "\\.").replaceAll("<part>|<name>|PART", "[a-z0-9<>-]+");

      return Pattern.compile(key.endsWith(ANY) ? quoted.replaceAll("\\*$", ".+") : quoted);
    }

    /** With links as they must be in another folder. */
    String meaningFrom(Path folder) {
      return LINK.matcher(meaning)
          .replaceAll(
              link -> {
                Path target = page.resolveSibling(link.group(1)).normalize();
                String part = link.group(2) == null ? "" : link.group(2);

                return Matcher.quoteReplacement(
                    "](%s%s)".formatted(folder.relativize(target), part));
              });
    }
  }

  /**
   * @param project whose documents are read
   * @param leftOut the page that is made of them
   */
  static SettingMeanings of(Path project, Path leftOut) {
    List<Row> rows = new ArrayList<>();
    for (Path page : ProjectFiles.documents(project)) {
      if (!page.equals(leftOut)) {
        rows.addAll(rows(page));
      }
    }

    return new SettingMeanings(rows);
  }

  /** The row that says most about a key, by one of the modules that read it if any has one. */
  Optional<Row> of(String key, Set<String> modules, Path project) {
    return rows.stream()
        .filter(row -> row.isAbout(key) && !SAYS_NOTHING.contains(row.meaning()))
        .min(Comparator.comparingInt(row -> distance(row, key, modules, project)));
  }

  private static int distance(Row row, String key, Set<String> modules, Path project) {
    boolean isTheirs = modules.contains(project.relativize(row.page().getParent()).toString());
    boolean isVague = row.keys().stream().anyMatch(each -> each.endsWith(ANY));
    int others = 20 * (row.keys().size() - 1);

    return (row.keys().contains(key) ? 0 : isVague ? 200 : 100) + (isTheirs ? 0 : 10) + others;
  }

  private static List<Row> rows(Path page) {
    List<Row> rows = new ArrayList<>();
    boolean isOfSettings = false;
    boolean hasStandard = false;
    for (String line : lines(page)) {
      List<String> cells = cells(line);
      if (!line.startsWith("|")) {
        isOfSettings = false;
      } else if (cells.get(0).equals("Key")) {
        isOfSettings = true;
        hasStandard = cells.size() > 2;
      } else if (isOfSettings && cells.size() > 1 && cells.get(0).startsWith("`")) {
        String standard = hasStandard ? cells.get(1) : "";
        String meaning = cells.size() > 2 || !hasStandard ? cells.get(cells.size() - 1) : "";
        rows.add(new Row(page, keys(cells.get(0)), standard, meaning));
      }
    }

    return rows;
  }

  private static List<String> cells(String line) {
    return List.of(CELLS.split(line.replaceAll("^\\|\\s*|\\s*\\|$", ""), -1));
  }

  /** Of {@code `s3.endpoint`, `.region`} the second is {@code s3.region}. */
  private static List<String> keys(String cell) {
    List<String> keys = new ArrayList<>();
    for (MatchResult code : CODE.matcher(cell).results().toList()) {
      String key = code.group(1);
      if (key.startsWith(".") && !keys.isEmpty()) {
        key = keys.get(0).substring(0, keys.get(0).lastIndexOf('.')) + key;
      }
      if (KEY.matcher(key).matches()) {
        keys.add(key);
      }
    }

    return keys;
  }

  private static List<String> lines(Path page) {
    try {
      return Files.readAllLines(page);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
