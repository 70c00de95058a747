package dev.daprinvoke.process.flags;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

import dev.daprinvoke.process.log.GoQuoted;

/**
 * The flags one start of the process was given, read by the grammar of Go's pflag with
 * Dapr's addition that long flags may have a single dash.
 * <p>
 * {@code --flag=value} and {@code --flag value} are the same, except that a boolean takes
 * its value only behind {@code =}. Other arguments, and all behind {@code --}, are
 * ignored as Dapr ignores them. Repeated flags: the last wins, lists add up.
 */
public final class CommandLine {

	private final Map<Flag, List<String>> given = new HashMap<>();

	private boolean asksForHelp;

	private final Map<String, Flag> known;

	private CommandLine(Map<String, Flag> known) {
		this.known = known;
	}

	/**
	 * Reads the arguments of the process.
	 * @param known the flags there are
	 * @param arguments as {@code main} gets them
	 * @return the flags
	 * @throws UsageException with pflag's words for the first argument that is wrong
	 */
	public static CommandLine parse(List<? extends Flag> known, String... arguments) {
		CommandLine commandLine = new CommandLine(
				known.stream().collect(Collectors.toMap(Flag::flagName, Function.identity())));
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

	/**
	 * Whether a flag was given.
	 * @param flag the flag
	 * @return false if its default holds
	 */
	public boolean isGiven(Flag flag) {
		return this.given.containsKey(flag);
	}

	/**
	 * The value, or the default.
	 * @param flag the flag
	 * @return its text
	 */
	public String text(Flag flag) {
		List<String> values = this.given.get(flag);
		return (values == null) ? flag.defaultValue() : values.get(values.size() - 1);
	}

	/**
	 * All values in the order given.
	 * @param flag a flag that may be given more than once
	 * @return the values
	 */
	public List<String> list(Flag flag) {
		return this.given.getOrDefault(flag, List.of())
			.stream()
			.flatMap((value) -> FlagKind.parseList(value).stream())
			.toList();
	}

	/**
	 * The value of a flag that is true or false.
	 * @param flag the flag
	 * @return its value
	 */
	public boolean isTrue(Flag flag) {
		return FlagKind.parseBool(text(flag));
	}

	/**
	 * The value of a flag that is a number.
	 * @param flag the flag
	 * @return its value
	 */
	public int number(Flag flag) {
		return FlagKind.parseInt(text(flag));
	}

	/**
	 * The value of a flag that is a duration.
	 * @param flag the flag
	 * @return its value
	 */
	public Duration duration(Flag flag) {
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
		Flag flag = this.known.get(flagName);
		if (flag == null) {
			throw new UsageException("unknown flag: --" + flagName);
		}
		set(flag, (equals < 0) ? valueBehind(flag, rest) : name.substring(equals + 1));
	}

	/** Dapr's processes have no flags of one letter; pflag itself knows {@code -h}. */
	private void readShorthand(String argument) {
		if (!argument.equals("-h")) {
			throw new UsageException("unknown shorthand flag: '%s' in %s".formatted(argument.substring(1), argument));
		}
		this.asksForHelp = true;
	}

	private static String valueBehind(Flag flag, Deque<String> rest) {
		if (flag.kind() == FlagKind.BOOL) {
			return "true";
		}
		if (rest.isEmpty()) {
			throw new UsageException("flag needs an argument: --" + flag.flagName());
		}
		return rest.pop();
	}

	private void set(Flag flag, String value) {
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
