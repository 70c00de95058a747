package dev.daprinvoke.sidecar;

import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.process.signal.Signals;
import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.sidecar.flags.DaprdFlag;
import dev.daprinvoke.sidecar.flags.SettingsReader;
import dev.daprinvoke.sidecar.flags.SidecarSettings;
import dev.daprinvoke.process.flags.LogFlags;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.process.flags.Usage;
import dev.daprinvoke.process.flags.UsageException;
import dev.daprinvoke.process.host.HostName;
import dev.daprinvoke.process.log.DaprLog;
import dev.daprinvoke.process.log.LogIdentity;
import dev.daprinvoke.process.log.LogOptions;
import dev.daprinvoke.process.log.SignalLines;

/**
 * The process from its arguments to its exit code.
 */
final class Daprd {

	private static final Logger logger = LoggerFactory.getLogger("dapr.runtime");

	private static final int OK = 0;

	private static final int FATAL = 1;

	private static final int USAGE = 2;

	private static final Supplier<String> USAGE_TEXT = () -> Usage.text("daprd", List.of(DaprdFlag.values()));

	private static final ReadinessWait WAIT = new ReadinessWait(Duration.ofSeconds(60), Duration.ofMillis(100));

	private final Map<String, String> environment;

	private final Launch launch;

	private final PrintStream out;

	private final PrintStream err;

	private final Signals signals;

	private final Supplier<SidecarRuntime> runtime;

	/**
	 * Creates the process.
	 * @param environment its environment
	 * @param launch what the launcher tells
	 * @param out standard output, where the log goes too
	 * @param err standard error
	 * @param signals asked to stop and restart by, installed already
	 * @param runtime makes the sidecar; not asked for {@code --help} and the like
	 */
	Daprd(Map<String, String> environment, Launch launch, PrintStream out, PrintStream err, Signals signals,
			Supplier<SidecarRuntime> runtime) {
		this.environment = environment;
		this.launch = launch;
		this.out = out;
		this.err = err;
		this.signals = signals;
		this.runtime = runtime;
	}

	/**
	 * Runs the process.
	 * @param arguments daprd's command line
	 * @return the exit code
	 */
	int run(String... arguments) throws InterruptedException {
		try {
			return run(DaprdFlag.parse(arguments));
		}
		catch (UsageException ex) {
			// Also below the usage text, which is longer than a terminal is high.
			this.err.println(ex.getMessage());
			this.err.print(USAGE_TEXT.get());
			this.err.println(ex.getMessage());
			return USAGE;
		}
	}

	private int run(CommandLine flags) throws InterruptedException {
		if (flags.asksForHelp()) {
			return print(USAGE_TEXT.get());
		}
		if (flags.isTrue(DaprdFlag.VERSION)) {
			return print(BuildInfo.DAPR_VERSION + "\n");
		}
		if (flags.isTrue(DaprdFlag.BUILD_INFO)) {
			return print(BuildInfo.ofThisBuild().text());
		}
		return runLogging(flags, new SettingsReader(flags, this.environment, this.launch.home()));
	}

	private int print(String text) {
		this.out.print(text);
		this.out.flush();
		return OK;
	}

	private int runLogging(CommandLine flags, SettingsReader reader) throws InterruptedException {
		LogIdentity identity = new LogIdentity(reader.givenAppId(), HostName.read(), BuildInfo.DAPR_VERSION);
		DaprLog log = DaprLog.start(LogOptions.DEFAULTS, identity, this.out);
		try {
			log = LogFlags.open(reader.logOptions(), identity, this.out);
			this.signals.logTo(new SignalLines(logger, log));
			this.launch.fallbacks().forEach(logger::warn);
			return flags.isTrue(DaprdFlag.WAIT) ? await(reader.httpPort()) : serve(reader);
		}
		catch (StartupException ex) {
			log.fatal(ex.problem());
			return FATAL;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error("The sidecar broke down", ex);
			log.fatal("the sidecar broke down: " + ex + ". Start it with --log-level=debug to see where.");
			return FATAL;
		}
		finally {
			log.close();
		}
	}

	/** Ready or not, whoever waited goes on: real daprd answers 0 too. */
	private int await(int httpPort) throws InterruptedException {
		WAIT.until(httpPort, this.signals.next());
		return OK;
	}

	/** Lives again and again as long as a restart is asked for, on the same flags. */
	private int serve(SettingsReader reader) throws InterruptedException {
		CompletionStage<Ask> ask = this.signals.next();
		SidecarSettings settings = reader.read();
		BuildInfo build = BuildInfo.ofThisBuild();
		logger.info("starting Dapr Runtime -- version {} -- Dapr Invoke for Spring {}", build.daprVersion(),
				build.ownVersion());
		settings.notices().forEach(logger::warn);
		SidecarRuntime sidecar = this.runtime.get();
		SidecarRuntime.End end = sidecar.run(settings, ask);
		while (end.restart() && !this.signals.isStopAsked()) {
			end = sidecar.run(settings, this.signals.next());
		}
		if (end.restart()) {
			sidecar.close();
		}
		if (end.exitCode() == OK) {
			logger.info("Daprd shutdown gracefully");
		}
		return end.exitCode();
	}

}
