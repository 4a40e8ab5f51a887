package io.freshet.cli.contract.diff.sources;

import java.util.regex.Pattern;

/** What programs are written in: how texts are told from comments there. */
enum Language {
  JAVA(
      "(?<literal>\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*+\"\"\"|\"(?:[^\"\\\\\\n]|\\\\.)*+\")"
          + "|'(?:[^'\\\\\\n]|\\\\.)*+'|//[^\\n]*|/\\*(?:[^*]|\\*(?!/))*+\\*/"),
  PYTHON(
      "(?<literal>\"\"\"(?:[^\"\\\\]|\\\\.|\"(?!\"\"))*+\"\"\"|'''(?:[^'\\\\]|\\\\.|'(?!''))*+'''"
          + "|\"(?:[^\"\\\\\\n]|\\\\.)*+\"|'(?:[^'\\\\\\n]|\\\\.)*+')|#[^\\n]*");

  private final Pattern parts;

  Language(String parts) {
    this.parts = Pattern.compile(parts, Pattern.DOTALL);
  }

  /** Finds texts, as group {@code literal}, and comments. */
  Pattern parts() {
    return parts;
  }
}
