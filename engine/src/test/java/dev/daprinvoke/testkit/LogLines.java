package dev.daprinvoke.testkit;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * What is logged from level INFO on, while a test looks.
 */
public final class LogLines extends AppenderBase<ILoggingEvent> implements AutoCloseable {

	private final List<String> lines = new CopyOnWriteArrayList<>();

	private final Logger logger;

	private final @Nullable Level before;

	private LogLines(org.slf4j.Logger source) {
		this.logger = (Logger) source;
		this.before = this.logger.getLevel();
		this.logger.setLevel(Level.INFO);
		this.logger.addAppender(this);
		start();
	}

	/**
	 * Begins to look.
	 * @param source the class that logs
	 * @return the lines
	 */
	public static LogLines of(Class<?> source) {
		return new LogLines(LoggerFactory.getLogger(source));
	}

	/**
	 * Begins to look.
	 * @param name the name under which is logged
	 * @return the lines
	 */
	public static LogLines of(String name) {
		return new LogLines(LoggerFactory.getLogger(name));
	}

	@Override
	protected void append(ILoggingEvent event) {
		this.lines.add(event.getFormattedMessage());
	}

	/**
	 * What was logged so far.
	 * @return the messages
	 */
	public List<String> lines() {
		return List.copyOf(this.lines);
	}

	@Override
	public void close() {
		this.logger.detachAppender(this);
		this.logger.setLevel(this.before);
		stop();
	}

}
