package dev.daprinvoke.process.flags;

/**
 * Says that the command line is no command line of the process's. The process ends with
 * exit code 2.
 */
public final class UsageException extends RuntimeException {

	private static final long serialVersionUID = 1L;

	UsageException(String message) {
		super(message);
	}

}
