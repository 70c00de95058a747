package dev.daprinvoke.sidecar.flags;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

import dev.daprinvoke.sidecar.log.GoQuoted;

/**
 * The flags one start of the process was given, read by the grammar of Go's pflag with
 * daprd's addition that long flags may have a single dash.
 * <p>
 * {@code --flag=value} and {@code --flag value} are the same, except that a boolean takes
 * its value only behind {@code =}. Other arguments, and all behind {@code --}, are
 * ignored as daprd ignores them. Repeated flags: the last wins, lists add up.
 */
public final class CommandLine {

	private final Map<DaprdFlag, List<String>> given = new EnumMap<>(DaprdFlag.class);

	private boolean asksForHelp;

	private CommandLine() {
	}

	/**
	 * Reads the arguments of the process.
	 * @param arguments as {@code main} gets them
	 * @return the flags
	 * @throws UsageException with pflag's words for the first argument that is wrong
	 */
	public static CommandLine parse(String... arguments) {
		CommandLine commandLine = new CommandLine();
		Deque<String> rest = new ArrayDeque<>(List.of(arguments));
		while (!rest.isEmpty() && !commandLine.asksForHelp) {
			String argument = rest.pop();
			if (argument.equals("--")) {
				break;
			}
			if (argument.startsWith("-") && argument.length() > 1) {
				commandLine.readFlag(argument, rest);
			}
		}
		return commandLine;
	}

	/** Whether usage was asked for; what stands behind that is not read. */
	public boolean asksForHelp() {
		return this.asksForHelp;
	}

	/** Whether the Dapr version was asked for. */
	public boolean asksForVersion() {
		return isTrue(DaprdFlag.VERSION);
	}

	/** Whether a description of this build was asked for. */
	public boolean asksForBuildInfo() {
		return isTrue(DaprdFlag.BUILD_INFO);
	}

	/** Whether to wait for another sidecar instead of being one. */
	public boolean asksToWait() {
		return isTrue(DaprdFlag.WAIT);
	}

	boolean isGiven(DaprdFlag flag) {
		return this.given.containsKey(flag);
	}

	/** The value, or the default. */
	String text(DaprdFlag flag) {
		List<String> values = this.given.get(flag);
		return (values == null) ? flag.defaultValue() : values.get(values.size() - 1);
	}

	/** All values in the order given. */
	List<String> list(DaprdFlag flag) {
		return this.given.getOrDefault(flag, List.of())
			.stream()
			.flatMap((value) -> FlagKind.parseList(value).stream())
			.toList();
	}

	boolean isTrue(DaprdFlag flag) {
		return FlagKind.parseBool(text(flag));
	}

	int number(DaprdFlag flag) {
		return FlagKind.parseInt(text(flag));
	}

	Duration duration(DaprdFlag flag) {
		return GoDuration.parse(text(flag));
	}

	private void readFlag(String argument, Deque<String> rest) {
		if (argument.length() == 2 && argument.charAt(1) != '-') {
			readShorthand(argument);
			return;
		}
		String name = argument.substring(argument.startsWith("--") ? 2 : 1);
		if (name.startsWith("-") || name.startsWith("=")) {
			throw new UsageException("bad flag syntax: --" + name);
		}
		int equals = name.indexOf('=');
		String flagName = (equals < 0) ? name : name.substring(0, equals);
		if (flagName.equals("help")) {
			this.asksForHelp = true;
			return;
		}
		DaprdFlag flag = DaprdFlag.of(flagName).orElseThrow(() -> new UsageException("unknown flag: --" + flagName));
		set(flag, (equals < 0) ? valueBehind(flag, rest) : name.substring(equals + 1));
	}

	/** daprd has no flags of one letter; pflag itself knows {@code -h}. */
	private void readShorthand(String argument) {
		if (!argument.equals("-h")) {
			throw new UsageException("unknown shorthand flag: '%s' in %s".formatted(argument.substring(1), argument));
		}
		this.asksForHelp = true;
	}

	private static String valueBehind(DaprdFlag flag, Deque<String> rest) {
		if (flag.kind() == FlagKind.BOOL) {
			return "true";
		}
		if (rest.isEmpty()) {
			throw new UsageException("flag needs an argument: --" + flag.flagName());
		}
		return rest.pop();
	}

	private void set(DaprdFlag flag, String value) {
		try {
			flag.kind().check(value);
		}
		catch (IllegalArgumentException ex) {
			throw new UsageException("invalid argument %s for \"--%s\" flag: %s".formatted(GoQuoted.of(value),
					flag.flagName(), ex.getMessage()));
		}
		this.given.computeIfAbsent(flag, (absent) -> new ArrayList<>()).add(value);
	}

}
