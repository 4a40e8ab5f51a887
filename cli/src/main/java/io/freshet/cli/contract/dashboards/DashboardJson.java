package io.freshet.cli.contract.dashboards;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

/**
 * A dashboard as Grafana imports and provisions it, with its data source chosen by whoever looks.
 */
final class DashboardJson {
  // Of Grafana 10 and later.
  private static final int SCHEMA = 39;
  private static final int WIDTH = 24;
  private static final int PANELS_IN_A_LINE = 3;
  private static final int HEIGHT = 8;
  private static final String SOURCE = "${source}";

  private final ArrayNode panels = JsonNodeFactory.instance.arrayNode();
  private int id;
  private int y;

  private DashboardJson() {}

  static ObjectNode of(Dashboard dashboard) {
    DashboardJson json = new DashboardJson();
    dashboard.rows().forEach(json::add);
    ObjectNode root =
        JsonNodeFactory.instance
            .objectNode()
            .put("uid", dashboard.name())
            .put("title", dashboard.title())
            .put("schemaVersion", SCHEMA)
            .put("version", 1)
            .put("editable", false)
            .put("refresh", "30s")
            .put("timezone", "utc");
    root.putArray("tags").add("freshet");
    root.putObject("time").put("from", "now-6h").put("to", "now");
    root.putObject("templating")
        .putArray("list")
        .addObject()
        .put("name", "source")
        .put("label", "Prometheus")
        .put("type", "datasource")
        .put("query", "prometheus");
    root.set("panels", json.panels);

    return root;
  }

  private void add(Dashboard.Row row) {
    place(panels.addObject().put("type", "row").put("title", row.title()), 0, WIDTH, 1);
    y++;
    int width = WIDTH / PANELS_IN_A_LINE;
    for (int i = 0; i < row.panels().size(); i++) {
      int column = i % PANELS_IN_A_LINE;
      if (column == 0 && i > 0) {
        y += HEIGHT;
      }
      add(row.panels().get(i), column * width, width);
    }
    y += HEIGHT;
  }

  private void add(Panel panel, int x, int width) {
    ObjectNode node =
        panels.addObject().put("type", panel.kind().type()).put("title", panel.title());
    place(node, x, width, HEIGHT);
    source(node);
    ObjectNode fields = node.putObject("fieldConfig");
    fields.putObject("defaults").put("unit", panel.unit()).put("min", 0);
    fields.putArray("overrides");
    node.putObject("options");
    ArrayNode targets = node.putArray("targets");
    for (int i = 0; i < panel.queries().size(); i++) {
      Panel.Query query = panel.queries().get(i);
      ObjectNode target =
          targets
              .addObject()
              .put("refId", Character.toString('A' + i))
              .put("expr", query.expression())
              .put("legendFormat", query.legend())
              .put("instant", panel.kind() != Panel.Kind.LINES)
              .put("range", panel.kind() == Panel.Kind.LINES);
      source(target);
    }
  }

  private void place(ObjectNode node, int x, int width, int height) {
    node.put("id", ++id)
        .putObject("gridPos")
        .put("x", x)
        .put("y", y)
        .put("w", width)
        .put("h", height);
  }

  private static void source(ObjectNode node) {
    node.putObject("datasource").put("type", "prometheus").put("uid", SOURCE);
  }
}
