package io.freshet.console.http;

import io.freshet.console.board.Board;
import io.freshet.console.board.TableStatus;
import io.freshet.console.datasets.DatasetsPage;
import io.freshet.console.delivery.EtaPage;
import io.freshet.console.delivery.map.MapPage;
import io.freshet.console.delivery.order.OrderPage;
import io.freshet.console.facts.TableFacts;
import io.freshet.console.lineage.LineageFacts;
import io.freshet.console.page.AccountPage;
import io.freshet.console.page.AlertsPage;
import io.freshet.console.page.ContractPage;
import io.freshet.console.page.ContractsPage;
import io.freshet.console.page.DeadLettersPage;
import io.freshet.console.page.EventsPage;
import io.freshet.console.page.HomePage;
import io.freshet.console.page.Links;
import io.freshet.console.page.Pages;
import io.freshet.console.page.Parameters;
import io.freshet.console.page.PipelinePage;
import io.freshet.console.page.ProblemPage;
import io.freshet.console.page.QueryPage;
import io.freshet.console.page.ReceiptPage;
import io.freshet.console.page.ReceiptsPage;
import io.freshet.console.page.RowsView;
import io.freshet.console.page.RunbookPage;
import io.freshet.console.page.TablePage;
import io.freshet.console.query.Question;
import io.freshet.console.reading.Reading;
import io.freshet.console.receipts.Findings;
import io.freshet.console.receipts.Receipt;
import io.freshet.console.runbooks.Runbooks;
import io.freshet.core.contract.Contract;
import io.freshet.core.lake.TableLayout;
import io.freshet.serving.view.OrderName;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** Which page stands at an address. */
final class Router {
  private final Sources sources;
  private final Pages pages;
  private final InstantSource clock = InstantSource.system();

  Router(Sources sources, Pages pages) {
    this.sources = sources;
    this.pages = pages;
  }

  /**
   * The page at that address, or one that says why there is none.
   *
   * @param path decoded, with what it names behind its second slash
   * @param visitor who looks
   */
  Answer answer(String path, Parameters parameters, Visitor visitor) {
    if (path.startsWith(Links.ORDERS + "/")) {
      return order(path, parameters);
    }

    return switch (path) {
      case Links.HOME -> new Answer("home", 200, pages.home(home(parameters)));
      case Links.ALERTS ->
          new Answer(
              "alerts",
              200,
              pages.alerts(
                  AlertsPage.of(
                      sources.board(),
                      sources.alerts(),
                      Findings.of(sources.receipts().value().orElse(List.of()), clock.instant()),
                      parameters,
                      clock.instant())));
      case Links.CONTRACTS ->
          new Answer(
              "contracts", 200, pages.contracts(ContractsPage.of(sources.board(), parameters)));
      case Links.DEAD_LETTERS ->
          new Answer(
              "dead_letters",
              200,
              pages.deadLetters(
                  DeadLettersPage.of(sources.board(), sources.letters(), parameters)));
      case Links.PIPELINE ->
          new Answer(
              "pipeline",
              200,
              pages.pipeline(PipelinePage.of(sources.board(), sources.flows(), sources.flink())));
      case Links.EVENTS -> new Answer("events", 200, pages.events(events(parameters)));
      case Links.RECEIPTS ->
          new Answer(
              "receipts",
              200,
              pages.receipts(ReceiptsPage.of(sources.board(), sources.receipts(), parameters)));
      case Links.QUERY -> query(200, QueryPage.Box.of(parameters), visitor);
      case Links.MAP -> new Answer("map", 200, pages.map(map(parameters)));
      case Links.DATASETS ->
          new Answer(
              "datasets",
              200,
              pages.datasets(DatasetsPage.of(sources.board(), sources.datasets())));
      case Links.ETA -> new Answer("eta", 200, pages.eta(eta(parameters)));
      default -> named(path);
    };
  }

  /** The page of questions, with one that was sent and is not asked. */
  Answer unasked(int status, String sql, String why, Visitor visitor) {
    return query(status, new QueryPage.Box(Optional.of(sql), Optional.of(why)), visitor);
  }

  private Answer query(int status, QueryPage.Box box, Visitor visitor) {
    Optional<Question> last = visitor.browser().flatMap(sources.questions()::last);

    return new Answer(
        "query",
        status,
        pages.query(
            QueryPage.of(
                sources.board(),
                sources.viewer(),
                sources.questionLimits(),
                box,
                new QueryPage.Looker(visitor.mayAsk(), last))));
  }

  private Answer named(String path) {
    int slash = path.indexOf('/', 1);
    String name = slash < 0 ? "" : path.substring(slash + 1);
    Optional<Answer> found =
        switch (slash < 0 ? path : path.substring(0, slash)) {
          case "/tables" -> table(name);
          case Links.CONTRACTS -> contract(name);
          case Links.RECEIPTS -> receipt(name);
          case Links.RUNBOOKS -> runbook(name);
          default -> Optional.empty();
        };

    return found.orElseGet(() -> nothing(path));
  }

  private MapPage map(Parameters parameters) {
    return MapPage.of(
        sources.board(),
        sources.viewer(),
        MapPage.Wanted.of(parameters),
        sources.sight(),
        sources.streets(),
        clock.instant());
  }

  private Answer order(String path, Parameters parameters) {
    String[] parts = path.substring(Links.ORDERS.length() + 1).split("/", -1);

    return (parts.length == 2 ? OrderName.of(parts[0], parts[1]) : Optional.<OrderName>empty())
        .map(
            order ->
                new Answer(
                    "order",
                    200,
                    pages.order(
                        OrderPage.of(
                            sources.board(),
                            sources.viewer(),
                            order,
                            OrderPage.day(parameters, clock.instant()),
                            sources::servedOrder,
                            sources::orderStory))))
        .orElseGet(
            () ->
                problem(
                    404,
                    "There is no such order",
                    "An order is named by its market and its number, as in"
                        + " /orders/san_francisco/17."));
  }

  private EtaPage eta(Parameters parameters) {
    return EtaPage.of(
        sources.board(), sources.viewer(), EtaPage.Chosen.of(parameters), sources::etaAccuracy);
  }

  private HomePage home(Parameters parameters) {
    sources.beginHome();

    return HomePage.of(
        sources.board(),
        new HomePage.Beside(
            sources.alerts(),
            sources.receipts().map(Router::proofs),
            sources.letters(),
            sources.flink(),
            Optional.of(sources.sight())
                .filter(MapPage.Sight::isServed)
                .map(MapPage.Sight::markets),
            sources.trino()),
        parameters);
  }

  /** The newest of each table. */
  private static Map<String, Receipt> proofs(List<Receipt> receipts) {
    return receipts.stream()
        .filter(Receipt::isProof)
        .flatMap(receipt -> receipt.tables().stream().map(table -> Map.entry(table, receipt)))
        .collect(
            Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue, (newest, older) -> newest));
  }

  private EventsPage events(Parameters parameters) {
    return EventsPage.of(
        sources.board(), EventsPage.search(parameters), sources::event, clock.instant());
  }

  private Optional<Answer> table(String name) {
    Board board = sources.board();

    return board
        .table(name)
        .map(table -> new Answer("table", 200, pages.table(page(table, board))));
  }

  private TablePage page(TableStatus table, Board board) {
    sources.beginTable(table.name());

    return TablePage.of(
        table,
        board,
        new TablePage.Beside(
            sources.history(table.name()),
            sources.facts(table.name()),
            sources.files(table.name()),
            sources.lineage(LineageFacts.dataset(table.name())),
            RowsView.of(table.contract(), sources.viewer(), sources::rows),
            sources.upkeep(table.name()),
            sources.letters(),
            sources.receipts()));
  }

  private Optional<Answer> contract(String name) {
    Board board = sources.board();
    Optional<Contract> contract = board.contracts().flatMap(contracts -> contracts.named(name));
    contract.ifPresent(sources::beginContract);

    return contract.map(
        known ->
            new Answer(
                "contract",
                200,
                pages.contract(
                    ContractPage.of(
                        known, board, facts(known), sources.editions(known), sources::lineage))));
  }

  private Reading<TableFacts> facts(Contract contract) {
    return contract.table().isPresent()
        ? sources.facts(TableLayout.name(contract).toString())
        : Reading.pending();
  }

  private Optional<Answer> receipt(String name) {
    Reading<List<Receipt>> known = sources.receipts();
    if (known.value().isEmpty()) {
      return Optional.of(
          problem(
              503,
              "Receipts are not read yet",
              known.failure().orElse("The console has just started; try again in a moment.")));
    }
    Function<Receipt, Optional<Answer>> page =
        receipt ->
            sources
                .receiptText(name)
                .map(
                    text ->
                        new Answer("receipt", 200, pages.receipt(ReceiptPage.of(receipt, text))));

    return known.value().orElseThrow().stream()
        .filter(each -> each.name().equals(name))
        .findFirst()
        .flatMap(page);
  }

  private Optional<Answer> runbook(String name) {
    return Runbooks.of(name)
        .map(known -> new Answer("runbook", 200, pages.runbook(RunbookPage.of(known))));
  }

  private Answer nothing(String path) {
    Board board = sources.board();
    boolean isTooEarly = board.contracts().isEmpty() && path.startsWith("/tables/");

    return isTooEarly
        ? problem(
            503, "Nothing is known yet", "The console has just started; try again in a moment.")
        : problem(
            404,
            "There is nothing here",
            "Tables are found by their names with the namespace, such as raw.order_events, and"
                + " contracts by theirs.");
  }

  /** Who comes, and how they log in and out. */
  Answer account(int status, AccountPage page) {
    return new Answer("account", status, pages.account(page));
  }

  Answer problem(int status, String headline, String remedy) {
    return new Answer("problem", status, pages.problem(ProblemPage.of(status, headline, remedy)));
  }
}
