package io.freshet.ingestion.sqlapps.application;

import java.util.ArrayList;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Gathers what is wrong in one file. */
public final class Findings {
  private final String file;
  private final List<Finding> all = new ArrayList<>();

  public Findings(String file) {
    this.file = file;
  }

  public void add(Place place, String problem, String remedy) {
    all.add(new Finding(file, place, problem, remedy));
  }

  void add(Node node, String problem, String remedy) {
    add(place(node), problem, remedy);
  }

  static Place place(Node node) {
    return new Place(node.getStartMark().getLine() + 1, node.getStartMark().getColumn() + 1);
  }

  public boolean isEmpty() {
    return all.isEmpty();
  }

  /** From the top of the file to its end. */
  public List<Finding> all() {
    return all.stream().sorted(Finding.BY_PLACE).toList();
  }
}
