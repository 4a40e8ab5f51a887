package io.freshet.cli.docs.site;

import java.util.StringJoiner;
import org.commonmark.node.AbstractVisitor;
import org.commonmark.node.Code;
import org.commonmark.node.Emphasis;
import org.commonmark.node.FencedCodeBlock;
import org.commonmark.node.Heading;
import org.commonmark.node.IndentedCodeBlock;
import org.commonmark.node.Link;
import org.commonmark.node.Node;
import org.commonmark.node.SoftLineBreak;
import org.commonmark.node.StrongEmphasis;
import org.commonmark.node.Text;

/** What a reader sees of a node, as plain text. */
final class Words extends AbstractVisitor {
  private final StringBuilder text = new StringBuilder();

  private Words() {}

  static String of(Node node) {
    Words words = new Words();
    node.accept(words);

    return words.text.toString();
  }

  /** Of some nodes that follow each other. */
  static String of(Iterable<Node> nodes) {
    StringJoiner all = new StringJoiner(" ");
    nodes.forEach(node -> all.add(of(node)));

    return all.toString();
  }

  @Override
  public void visit(Text words) {
    text.append(words.getLiteral());
  }

  @Override
  public void visit(Code code) {
    text.append(code.getLiteral());
  }

  @Override
  public void visit(SoftLineBreak end) {
    text.append(' ');
  }

  @Override
  public void visit(FencedCodeBlock block) {
    text.append(block.getLiteral()).append(' ');
  }

  @Override
  public void visit(IndentedCodeBlock block) {
    text.append(block.getLiteral()).append(' ');
  }

  @Override
  protected void visitChildren(Node parent) {
    super.visitChildren(parent);
    if (!(parent.getParent() == null || isInline(parent))) {
      text.append(' ');
    }
  }

  private static boolean isInline(Node node) {
    return node instanceof Emphasis
        || node instanceof StrongEmphasis
        || node instanceof Link
        || node instanceof Heading;
  }
}
