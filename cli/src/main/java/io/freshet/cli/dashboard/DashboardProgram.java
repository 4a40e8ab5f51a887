package io.freshet.cli.dashboard;

import io.freshet.cli.Workspace;
import io.freshet.cli.page.PageServer.Program;
import io.freshet.local.ProgressListener;
import io.freshet.local.fetch.Cache;
import io.freshet.local.fetch.PythonEnvironments;
import io.freshet.local.fetch.PythonEnvironments.PythonEnvironment;
import java.nio.file.Path;
import java.util.List;

/** The supply dashboard as a program that serves pages. */
public final class DashboardProgram {
  private DashboardProgram() {}

  /** Makes its Python environment where there is none yet. */
  public static Program of(Workspace workspace, int port, ProgressListener progress) {
    Path folder = workspace.modules().project().resolve("dashboard");
    PythonEnvironment python =
        new PythonEnvironments(Cache.of(System.getenv()))
            .of("dashboard", folder.resolve("requirements.txt"), progress);
    List<String> streamlit =
        List.of(
            python.python(),
            "-m",
            "streamlit",
            "run",
            "app.py",
            "--server.port",
            Integer.toString(port));

    return new Program(
        "The supply dashboard",
        streamlit,
        folder,
        DashboardAccess.of(workspace.settings(), workspace.contracts()).environment(),
        port,
        "/_stcore/health",
        workspace.state().log("dashboard"));
  }
}
