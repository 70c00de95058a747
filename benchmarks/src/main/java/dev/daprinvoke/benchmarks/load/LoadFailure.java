package dev.daprinvoke.benchmarks.load;

import java.io.Serial;
import java.util.concurrent.ExecutionException;

/**
 * A load that did not come back as it should, so that its figures would mean nothing.
 */
public final class LoadFailure extends RuntimeException {

	@Serial
	private static final long serialVersionUID = 1L;

	private final String reason;

	/**
	 * Says why.
	 * @param reason the reason
	 */
	public LoadFailure(String reason) {
		super(reason);
		this.reason = reason;
	}

	/**
	 * Why a load failed that ended on another thread.
	 * @param ex what its future threw
	 * @return the reason
	 */
	static String reason(ExecutionException ex) {
		return (ex.getCause() instanceof LoadFailure failure) ? failure.reason : String.valueOf(ex.getCause());
	}

	/**
	 * What went wrong, for the report.
	 * @return the reason, possibly with a process's last output
	 */
	public String reason() {
		return this.reason;
	}

}
