package io.freshet.dbt.generate;

import java.util.Map;
import org.yaml.snakeyaml.DumperOptions;
import org.yaml.snakeyaml.Yaml;

/** YAML as this project writes it: block style, keys in the order given, 100 columns. */
final class YamlText {
  private static final int WIDTH = 98;

  private YamlText() {}

  static String of(Map<String, ?> document) {
    DumperOptions options = new DumperOptions();
    options.setDefaultFlowStyle(DumperOptions.FlowStyle.BLOCK);
    options.setIndent(2);
    options.setIndicatorIndent(2);
    options.setIndentWithIndicator(true);
    options.setWidth(WIDTH);
    options.setSplitLines(true);

    return new Yaml(options).dump(document);
  }
}
