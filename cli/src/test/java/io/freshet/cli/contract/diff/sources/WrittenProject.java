package io.freshet.cli.contract.diff.sources;

import io.freshet.cli.contract.diff.sql.Sought;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** A checkout in a folder, with those readers of the contract {@code rides} that a test writes. */
final class WrittenProject {
  private final Path folder;

  WrittenProject(Path folder) {
    this.folder = folder;
  }

  WrittenProject model(String name, String sql) {
    return write("dbt/models/%s.sql".formatted(name), sql);
  }

  WrittenProject application(String name, String yaml) {
    return write("ingestion/sql-apps/applications/%1$s/%1$s.yaml".formatted(name), yaml);
  }

  WrittenProject javaClass(String name, String java) {
    return write("batch/spark-jobs/src/main/java/%s.java".formatted(name), java);
  }

  /** As Jupyter writes it; the first line of code is the file's sixth. */
  WrittenProject notebook(String name, String... code) {
    String lines =
        Arrays.stream(code)
            .map(line -> line.replace("\\", "\\\\").replace("\"", "\\\""))
            .collect(Collectors.joining("\\n\",\n    \"", "    \"", "\""));

    return write(
        "notebooks/%s.ipynb".formatted(name),
        """
        {
         "cells": [
          {
           "cell_type": "code",
           "source": [
        %s
           ]
          }
         ]
        }
        """
            .formatted(lines));
  }

  WrittenProject write(String file, String text) {
    Path path = folder.resolve(file);
    try {
      Files.createDirectories(path.getParent());
      Files.writeString(path, text);

      return this;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Of a column, each as people read it. */
  List<String> mentions(String column) {
    return mentions(new Sought("rides", Optional.of(column)));
  }

  List<String> mentions(Sought sought) {
    return ProjectSources.of(folder).mentions(sought).stream().map(Mention::text).toList();
  }
}
