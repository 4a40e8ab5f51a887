package io.freshet.ingestion.sqlapps;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.freshet.core.toolkit.Fault;
import io.freshet.core.toolkit.FreshetException;
import io.freshet.ingestion.sqlapps.application.ApplicationFile;
import io.freshet.ingestion.sqlapps.application.KnownContracts;
import io.freshet.ingestion.sqlapps.plan.OperatorPlan;
import io.freshet.ingestion.sqlapps.plan.StateComparison;
import io.freshet.ingestion.sqlapps.sql.SqlCheck;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Checks and plans applications without a cluster; one JSON answer. */
@Command(name = "check", description = "Checks and plans SQL applications.")
public final class CheckApplication implements Callable<Integer> {
  private static final Logger LOG = LoggerFactory.getLogger(CheckApplication.class);

  @Parameters(arity = "1..*", description = "Files of applications")
  private List<Path> files;

  @Option(names = "--contracts", required = true, description = "Folder of the project's contracts")
  private Path contracts;

  @Option(names = "--running", description = "Plan of the version that runs; for one file")
  private Path running;

  @Option(
      names = "--running-plans",
      description = "Folder with NAME.json, the plan of the version that runs, for those that do")
  private Path runningPlans;

  @Option(names = "--versions", description = "Folder that gets the version; for one file")
  private Path versions;

  @Option(names = "--json", required = true, description = "Where the answer goes")
  private Path json;

  public static void main(String[] arguments) {
    System.exit(new CommandLine(new CheckApplication()).execute(arguments));
  }

  @Override
  public Integer call() throws IOException {
    try {
      ObjectNode answer = answer();
      write(answer);

      return answer.path("ok").asBoolean() ? 0 : Fault.OURS.exitCode();
    } catch (FreshetException e) {
      LOG.error("{}", e.getMessage());
      write(JsonNodeFactory.instance.objectNode().put("ok", false).put("failure", e.getMessage()));

      return e.fault().exitCode();
    }
  }

  private ObjectNode answer() throws IOException {
    ObjectNode answer = JsonNodeFactory.instance.objectNode().put("ok", true);
    ArrayNode applications = answer.putArray("applications");
    for (Path file : files) {
      ObjectNode application = applications.addObject();
      check(file, application);
      if (!application.path("ok").asBoolean()) {
        answer.put("ok", false);
      }
    }

    return answer;
  }

  private void check(Path path, ObjectNode application) throws IOException {
    ApplicationFile file = ApplicationFile.read(path);
    application.put("file", path.toString());
    Optional<OperatorPlan> plan = Optional.empty();
    if (file.application().isPresent()) {
      KnownContracts known = KnownContracts.of(contracts, path);
      known.check(file.application().get(), file.findings());
      if (file.findings().isEmpty()) {
        plan = SqlCheck.plan(file.application().get(), known, file.findings());
      }
      if (plan.isPresent()) {
        tell(file, known, plan.get(), application);
      }
    }
    application.put("ok", plan.isPresent());
    CheckAnswer.findings(file.findings().all(), application);
  }

  private void tell(
      ApplicationFile file, KnownContracts known, OperatorPlan plan, ObjectNode application)
      throws IOException {
    CheckAnswer.application(file.application().orElseThrow(), application);
    CheckAnswer.operators(plan, application);
    CheckAnswer.state(
        running(file.application().orElseThrow().name())
            .map(before -> StateComparison.of(ApplicationVersion.plan(before), plan))
            .orElseGet(() -> StateComparison.first(plan)),
        application);
    ApplicationVersion version = ApplicationVersion.of(file, known, plan);
    application.put("version", version.id());
    if (versions != null) {
      Path folder = versions.resolve(version.id());
      version.write(folder);
      application.put("folder", folder.toString());
    }
  }

  private Optional<Path> running(String name) {
    if (running != null || runningPlans == null) {
      return Optional.ofNullable(running);
    }

    return Optional.of(runningPlans.resolve(name + ".json")).filter(Files::exists);
  }

  private void write(ObjectNode answer) throws IOException {
    Files.writeString(json, answer.toPrettyString() + "\n");
  }
}
