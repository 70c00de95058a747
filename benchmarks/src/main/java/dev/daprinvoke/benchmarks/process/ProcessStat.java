package dev.daprinvoke.benchmarks.process;

import java.util.Locale;

/**
 * The processor time of one process, all its threads and the children it has waited for,
 * as {@code /proc/PID/stat} tells it (proc(5), fields 14 to 17).
 *
 * @param ticks user and system time in clock ticks
 */
record ProcessStat(long ticks) {

	/**
	 * The kernel's USER_HZ: 100 on every Linux architecture a sidecar runs on.
	 */
	private static final double TICKS_PER_SECOND = 100;

	private static final int USER_TIME = 14;

	private static final int CHILDREN_SYSTEM_TIME = 17;

	static ProcessStat parse(String stat) {
		// The command name in field 2 may itself hold spaces and parentheses.
		int afterName = stat.lastIndexOf(')');
		String[] fields = stat.substring(afterName + 1).trim().split(" ");
		int thirdField = 3;
		if (afterName < 0 || fields.length <= CHILDREN_SYSTEM_TIME - thirdField) {
			throw new IllegalArgumentException(
					String.format(Locale.ROOT, "stat: %s (expected: the text of /proc/PID/stat)", stat));
		}
		long ticks = 0;
		for (int field = USER_TIME; field <= CHILDREN_SYSTEM_TIME; field++) {
			ticks += Long.parseLong(fields[field - thirdField]);
		}
		return new ProcessStat(ticks);
	}

	double seconds() {
		return this.ticks / TICKS_PER_SECOND;
	}

}
