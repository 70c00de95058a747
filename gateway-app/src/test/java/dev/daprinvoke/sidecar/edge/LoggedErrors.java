package dev.daprinvoke.sidecar.edge;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.slf4j.LoggerFactory;

/**
 * Whatever anybody logs as an error, or with a stack trace, from its beginning to its
 * end.
 */
public final class LoggedErrors extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private static final Logger ROOT = (Logger) LoggerFactory.getLogger(Logger.ROOT_LOGGER_NAME);

	private final List<String> lines = new CopyOnWriteArrayList<>();

	public LoggedErrors() {
		start();
		ROOT.addAppender(this);
	}

	@Override
	protected void append(ILoggingEvent event) {
		boolean loud = event.getLevel().isGreaterOrEqual(Level.INFO);
		if (event.getLevel() == Level.ERROR || (loud && event.getThrowableProxy() != null)) {
			this.lines.add(event.getLoggerName() + ": " + event.getFormattedMessage());
		}
	}

	public List<String> lines() {
		return this.lines;
	}

	@Override
	public void close() {
		ROOT.detachAppender(this);
		stop();
	}

}
