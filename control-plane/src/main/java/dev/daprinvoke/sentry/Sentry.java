package dev.daprinvoke.sentry;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import dev.daprinvoke.process.flags.CommandLine;
import dev.daprinvoke.process.flags.LogFlags;
import dev.daprinvoke.process.flags.StartupException;
import dev.daprinvoke.process.flags.Usage;
import dev.daprinvoke.process.flags.UsageException;
import dev.daprinvoke.process.host.HostName;
import dev.daprinvoke.process.log.DaprLog;
import dev.daprinvoke.process.log.LogIdentity;
import dev.daprinvoke.process.log.LogOptions;
import dev.daprinvoke.process.log.SignalLines;
import dev.daprinvoke.process.signal.Ask;
import dev.daprinvoke.process.signal.Signals;
import dev.daprinvoke.sentry.flags.OptionsReader;
import dev.daprinvoke.sentry.flags.SentryFlag;
import dev.daprinvoke.sentry.flags.SentryOptions;

/**
 * The process from its arguments to its exit code.
 */
final class Sentry {

	private static final Logger logger = LoggerFactory.getLogger("dapr.sentry");

	/** The Dapr version whose wire is spoken. */
	private static final String DAPR_VERSION = "1.18.0";

	private static final int OK = 0;

	private static final int FATAL = 1;

	private static final int USAGE = 2;

	private final Map<String, String> environment;

	private final PrintStream out;

	private final PrintStream err;

	private final Signals signals;

	Sentry(Map<String, String> environment, PrintStream out, PrintStream err, Signals signals) {
		this.environment = environment;
		this.out = out;
		this.err = err;
		this.signals = signals;
	}

	/**
	 * Runs the process.
	 * @param arguments Sentry's command line
	 * @return the exit code
	 */
	int run(String... arguments) throws InterruptedException {
		try {
			return run(SentryFlag.parse(arguments));
		}
		catch (UsageException ex) {
			// Also below the usage text, which is longer than a terminal is high.
			this.err.println(ex.getMessage());
			this.err.print(usage());
			this.err.println(ex.getMessage());
			return USAGE;
		}
	}

	private static String usage() {
		return Usage.text("sentry", List.of(SentryFlag.values()));
	}

	private int run(CommandLine flags) throws InterruptedException {
		if (flags.asksForHelp()) {
			return print(usage());
		}
		if (flags.isTrue(SentryFlag.VERSION)) {
			return print(DAPR_VERSION + "\n");
		}
		if (flags.isTrue(SentryFlag.BUILD_INFO)) {
			return print("Version: %s\nDapr Invoke for Spring: %s\nJava: %s\n".formatted(DAPR_VERSION, ownVersion(),
					System.getProperty("java.runtime.version")));
		}
		return runLogging(new OptionsReader(flags, this.environment));
	}

	private static String ownVersion() {
		String own = Sentry.class.getPackage().getImplementationVersion();
		return (own != null) ? own : "development";
	}

	private int print(String text) {
		this.out.print(text);
		this.out.flush();
		return OK;
	}

	private int runLogging(OptionsReader reader) throws InterruptedException {
		LogIdentity identity = new LogIdentity("", HostName.read(), DAPR_VERSION);
		DaprLog log = DaprLog.start(LogOptions.DEFAULTS, identity, this.out);
		try {
			log = LogFlags.open(reader.logOptions(), identity, this.out);
			this.signals.logTo(new SignalLines(logger, log));
			return serve(reader.read());
		}
		catch (StartupException ex) {
			log.fatal(ex.problem());
			return FATAL;
		}
		catch (RuntimeException | LinkageError ex) {
			logger.error("Sentry broke down", ex);
			log.fatal("Sentry broke down: " + ex + ". Start it with --log-level=debug to see where.");
			return FATAL;
		}
		finally {
			log.close();
		}
	}

	/** Lives again and again as long as a restart is asked for. */
	private int serve(SentryOptions options) throws InterruptedException {
		logger.info("Starting Dapr Sentry -- version {} -- Dapr Invoke for Spring {}", DAPR_VERSION, ownVersion());
		Ask end;
		do {
			end = new SentryLife(options, this.environment).run(this.signals.next());
		}
		while (end == Ask.RESTART && !this.signals.isStopAsked());
		logger.info("Sentry shut down gracefully");
		return OK;
	}

}
