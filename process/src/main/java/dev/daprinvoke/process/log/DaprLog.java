package dev.daprinvoke.process.log;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.ZoneId;
import java.util.Map;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;
import org.slf4j.LoggerFactory;
import org.slf4j.bridge.SLF4JBridgeHandler;

/**
 * The process's one log, set up before anything else may speak.
 * <p>
 * Lines are made by the thread that logs and written by another; methods may be called by
 * any thread.
 */
public final class DaprLog implements AutoCloseable {

	/**
	 * What libraries say at every start for nothing, of every malformed request, or a
	 * second time when the sidecar says itself why it cannot start.
	 */
	private static final Map<String, Level> QUIET = Map.ofEntries(Map.entry("org.hibernate.validator", Level.ERROR),
			Map.entry("reactor.netty.http.server.HttpServerOperations", Level.ERROR),
			Map.entry("reactor.netty.transport.ServerTransport", Level.OFF),
			Map.entry("reactor.netty.channel.FluxReceive", Level.ERROR),
			Map.entry("org.springframework.boot.SpringApplication", Level.OFF),
			Map.entry("org.springframework.boot.diagnostics", Level.OFF), Map.entry("io.grpc.netty", Level.ERROR),
			Map.entry("reactor.netty.http.client", Level.ERROR),
			Map.entry("org.springframework.boot.web.server.reactive.context", Level.ERROR),
			Map.entry("org.springframework.boot.webflux.autoconfigure.error", Level.OFF),
			Map.entry("org.springframework.web.HttpLogging", Level.OFF));

	private final LoggerContext context;

	private final OutputStreamAppender<ILoggingEvent> appender;

	private DaprLog(LoggerContext context, OutputStreamAppender<ILoggingEvent> appender) {
		this.context = context;
		this.appender = appender;
	}

	/**
	 * Replaces whatever logging was set up in this process.
	 * @param options what the command line asks for
	 * @param identity the fields of every line
	 * @param out where lines go unless the options name a file; never closed
	 * @return the log
	 * @throws UncheckedIOException if the file cannot be opened for appending
	 */
	public static DaprLog start(LogOptions options, LogIdentity identity, OutputStream out) {
		OutputStream destination = (options.file() != null) ? append(options.file()) : new Unclosed(out);
		LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
		context.reset();
		OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
		appender.setContext(context);
		DaprEncoder encoder = encoder(options, identity);
		appender.setEncoder(encoder);
		appender.setOutputStream(
				new PatientOutput(destination, (lines) -> encoder.encode(event(context, Level.WARN, lost(lines)))));
		appender.start();
		context.getLogger(Logger.ROOT_LOGGER_NAME).addAppender(appender);
		context.getLogger(Logger.ROOT_LOGGER_NAME).setLevel(options.level().libraries());
		context.getLogger("dev.daprinvoke").setLevel(options.level().own());
		context.getLogger("dapr").setLevel(options.level().own());
		if (options.level() != LogLevel.DEBUG) {
			QUIET.forEach((name, level) -> context.getLogger(name).setLevel(level));
		}
		takeOverJavaLogging();
		return new DaprLog(context, appender);
	}

	/**
	 * Writes the line before the process gives up, whatever the level.
	 * @param problem what went wrong and what to do
	 */
	public void fatal(String problem) {
		LoggingEvent event = event(this.context, Level.ERROR, "Fatal error from runtime: " + problem);
		event.addMarker(DaprEncoder.FATAL);
		this.appender.doAppend(event);
	}

	private static LoggingEvent event(LoggerContext context, Level level, String message) {
		return new LoggingEvent(DaprLog.class.getName(), context.getLogger("dapr.runtime"), level, message, null, null);
	}

	private static String lost(long lines) {
		return lines + " log lines were lost here: they could not be written, or not as fast as they came";
	}

	/**
	 * Stops logging and closes the log file, if there is one, when all is written, which
	 * is waited for a second at most. Later lines are lost.
	 */
	@Override
	public void close() {
		this.appender.stop();
		this.context.stop();
	}

	/** grpc-java logs through java.util.logging, which would print to standard error. */
	private static void takeOverJavaLogging() {
		SLF4JBridgeHandler.removeHandlersForRootLogger();
		SLF4JBridgeHandler.install();
	}

	private static DaprEncoder encoder(LogOptions options, LogIdentity identity) {
		LineFormat format = options.json() ? new JsonFormat() : new TextFormat();
		return new DaprEncoder(format, identity, ZoneId.systemDefault(), options.level() == LogLevel.DEBUG);
	}

	private static OutputStream append(Path file) {
		try {
			return Files.newOutputStream(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	/** Standard output belongs to the process, not to the log. */
	private static final class Unclosed extends OutputStream {

		private final OutputStream out;

		Unclosed(OutputStream out) {
			this.out = out;
		}

		@Override
		public void write(int b) throws IOException {
			this.out.write(b);
		}

		@Override
		public void write(byte[] bytes, int offset, int length) throws IOException {
			this.out.write(bytes, offset, length);
		}

		@Override
		public void flush() throws IOException {
			this.out.flush();
		}

		@Override
		public void close() throws IOException {
			this.out.flush();
		}

	}

}
