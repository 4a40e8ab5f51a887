package io.freshet.console.page;

import gg.jte.ContentType;
import gg.jte.TemplateEngine;
import gg.jte.output.StringOutput;
import io.freshet.console.datasets.DatasetsPage;
import io.freshet.console.delivery.EtaPage;
import io.freshet.console.delivery.map.MapPage;
import io.freshet.console.delivery.order.OrderPage;
import java.nio.charset.StandardCharsets;

/** Pages as HTML, by templates that the build has compiled and that escape what they show. */
public final class Pages {
  private static final String PACKAGE = "io.freshet.console.template";

  private final TemplateEngine engine;

  public Pages() {
    engine =
        TemplateEngine.createPrecompiled(
            null, ContentType.Html, Pages.class.getClassLoader(), PACKAGE);
  }

  public byte[] home(HomePage page) {
    return render("home.jte", page);
  }

  public byte[] alerts(AlertsPage page) {
    return render("alerts.jte", page);
  }

  public byte[] runbook(RunbookPage page) {
    return render("runbook.jte", page);
  }

  public byte[] table(TablePage page) {
    return render("table.jte", page);
  }

  public byte[] contracts(ContractsPage page) {
    return render("contracts.jte", page);
  }

  public byte[] contract(ContractPage page) {
    return render("contract.jte", page);
  }

  public byte[] deadLetters(DeadLettersPage page) {
    return render("deadletters.jte", page);
  }

  public byte[] receipts(ReceiptsPage page) {
    return render("receipts.jte", page);
  }

  public byte[] receipt(ReceiptPage page) {
    return render("receipt.jte", page);
  }

  public byte[] events(EventsPage page) {
    return render("events.jte", page);
  }

  public byte[] pipeline(PipelinePage page) {
    return render("pipeline.jte", page);
  }

  public byte[] query(QueryPage page) {
    return render("query.jte", page);
  }

  public byte[] eta(EtaPage page) {
    return render("eta.jte", page);
  }

  public byte[] order(OrderPage page) {
    return render("order.jte", page);
  }

  public byte[] datasets(DatasetsPage page) {
    return render("datasets.jte", page);
  }

  public byte[] map(MapPage page) {
    return render("map.jte", page);
  }

  public byte[] account(AccountPage page) {
    return render("account.jte", page);
  }

  public byte[] problem(ProblemPage page) {
    return render("problem.jte", page);
  }

  private byte[] render(String template, Object page) {
    StringOutput output = new StringOutput();
    engine.render(template, page, output);

    return output.toString().getBytes(StandardCharsets.UTF_8);
  }
}
