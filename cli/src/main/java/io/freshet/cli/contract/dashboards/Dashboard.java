package io.freshet.cli.contract.dashboards;

import java.util.List;

/**
 * A page of pictures.
 *
 * @param name of its file and its address in Grafana
 */
record Dashboard(String name, String title, List<Row> rows) {
  Dashboard {
    rows = List.copyOf(rows);
  }

  /** Pictures that belong together. */
  record Row(String title, List<Panel> panels) {
    Row {
      panels = List.copyOf(panels);
    }
  }
}
