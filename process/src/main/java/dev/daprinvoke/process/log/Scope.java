package dev.daprinvoke.process.log;

/**
 * Turns a logger's name into the {@code scope} field of a log line.
 */
final class Scope {

	private static final String ROOT = "dapr.runtime";

	private static final String OURS = "dev.daprinvoke.";

	private static final String SIDECAR = "sidecar.";

	private Scope() {
	}

	/**
	 * Scopes themselves ({@code dapr.runtime.http-info}) and the names of foreign loggers
	 * stay as they are; a class of ours counts under the package that bears its stage's
	 * name.
	 */
	static String of(String logger) {
		if (!logger.startsWith(OURS)) {
			return logger;
		}
		String name = logger.substring(OURS.length());
		int lastDot = name.lastIndexOf('.');
		String room = (lastDot < 0) ? "" : name.substring(0, lastDot + 1);
		if (room.startsWith(SIDECAR)) {
			room = room.substring(SIDECAR.length());
		}
		return room.isEmpty() ? ROOT : ROOT + "." + room.substring(0, room.length() - 1);
	}

}
