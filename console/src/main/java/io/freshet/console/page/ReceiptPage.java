package io.freshet.console.page;

import io.freshet.console.receipts.Receipt;
import java.util.List;

/**
 * One receipt.
 *
 * @param text all that it says, as JSON
 */
public record ReceiptPage(
    Frame frame, Receipt receipt, String text, boolean isCut, List<Command> commands) {
  private static final int MOST = 200_000;

  public static ReceiptPage of(Receipt receipt, String text) {
    boolean isCut = text.length() > MOST;

    return new ReceiptPage(
        Frame.still(receipt.name(), Frame.Place.RECEIPTS),
        receipt,
        isCut ? text.substring(0, MOST) : text,
        isCut,
        Command.again(receipt));
  }
}
