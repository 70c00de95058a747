package dev.daprinvoke.process.log;

import org.slf4j.Logger;

import dev.daprinvoke.process.signal.SignalLog;

/**
 * What signals say, as lines of the process's log.
 *
 * @param logger where lines go
 * @param log closed before a process ends at once
 */
public record SignalLines(Logger logger, DaprLog log) implements SignalLog {

	@Override
	public void info(String line) {
		this.logger.info(line);
	}

	@Override
	public void warn(String line) {
		this.logger.warn(line);
	}

	@Override
	public void close() {
		this.log.close();
	}

}
