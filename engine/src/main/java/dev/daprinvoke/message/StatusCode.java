package dev.daprinvoke.message;

/**
 * The gRPC status codes, in the order of their numbers, each with the HTTP status it
 * becomes: one table for both directions (contract section 3.4).
 */
public enum StatusCode {

	OK("OK", 200), CANCELLED("Canceled", 408), UNKNOWN("Unknown", 500), INVALID_ARGUMENT("InvalidArgument", 400),
	DEADLINE_EXCEEDED("DeadlineExceeded", 504), NOT_FOUND("NotFound", 404), ALREADY_EXISTS("AlreadyExists", 409),
	PERMISSION_DENIED("PermissionDenied", 403), RESOURCE_EXHAUSTED("ResourceExhausted", 429),
	FAILED_PRECONDITION("FailedPrecondition", 400), ABORTED("Aborted", 409), OUT_OF_RANGE("OutOfRange", 400),
	UNIMPLEMENTED("Unimplemented", 501), INTERNAL("Internal", 500), UNAVAILABLE("Unavailable", 503),
	DATA_LOSS("DataLoss", 500), UNAUTHENTICATED("Unauthenticated", 401);

	private static final StatusCode[] BY_NUMBER = values();

	private final String goName;

	private final int httpStatus;

	StatusCode(String goName, int httpStatus) {
		this.goName = goName;
		this.httpStatus = httpStatus;
	}

	/**
	 * The name that Go prints and that therefore stands in error texts of the wire.
	 * @return for example {@code PermissionDenied}
	 */
	public String goName() {
		return this.goName;
	}

	/**
	 * The HTTP status an HTTP client sees for this code.
	 * @return a status between 200 and 504
	 */
	public int httpStatus() {
		return this.httpStatus;
	}

	/**
	 * The code a gRPC client sees for an HTTP app's status.
	 * @param status an HTTP status
	 * @return the code; {@link #UNKNOWN} for a status that the table does not have
	 */
	public static StatusCode ofHttpStatus(int status) {
		return switch (status) {
			case 400 -> INTERNAL;
			case 401 -> UNAUTHENTICATED;
			case 403 -> PERMISSION_DENIED;
			case 404 -> NOT_FOUND;
			case 408 -> CANCELLED;
			case 409 -> ALREADY_EXISTS;
			case 429 -> RESOURCE_EXHAUSTED;
			case 501 -> UNIMPLEMENTED;
			case 503 -> UNAVAILABLE;
			case 504 -> DEADLINE_EXCEEDED;
			default -> (status >= 200 && status < 300) ? OK : UNKNOWN;
		};
	}

	/**
	 * Finds a code by its number.
	 * @param number the number on the wire
	 * @return the code, {@link #UNKNOWN} for a number gRPC does not define
	 */
	public static StatusCode ofNumber(int number) {
		return (number >= 0 && number < BY_NUMBER.length) ? BY_NUMBER[number] : UNKNOWN;
	}

	/**
	 * Writes a failure the way Go prints a gRPC status.
	 * @param description the status message
	 * @return for example {@code rpc error: code = Internal desc = boom}
	 */
	public String rpcError(String description) {
		return "rpc error: code = " + this.goName + " desc = " + description;
	}

}
