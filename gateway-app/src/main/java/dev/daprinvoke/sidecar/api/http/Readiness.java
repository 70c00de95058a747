package dev.daprinvoke.sidecar.api.http;

import java.util.ArrayList;
import java.util.List;

/**
 * How far the sidecar's start has come, for the health endpoints (contract sections 4 and
 * 5.1). Written by the starting thread, read by event loops.
 */
public final class Readiness {

	private volatile boolean outbound;

	private volatile boolean complete;

	/** Says that calls to other apps can be made. */
	public void outboundReady() {
		this.outbound = true;
	}

	/** Says that the own app can be called too, or that there is none. */
	public void allReady() {
		this.complete = true;
	}

	boolean isOutboundReady() {
		return this.outbound;
	}

	/** Whether all is ready. */
	public boolean isReady() {
		return this.complete;
	}

	/** What is missing, in the form in which Go prints a list. */
	String missing() {
		List<String> names = new ArrayList<>();
		if (!this.complete) {
			names.add("runtime");
		}
		return "[" + String.join(" ", names) + "]";
	}

}
