package dev.daprinvoke.error;

import dev.daprinvoke.message.StatusCode;

/**
 * The sidecar was asked to call its own app but was started without an app port.
 */
public final class NoAppChannelException extends InvokeException {

	private static final long serialVersionUID = 1L;

	public NoAppChannelException() {
		super("cannot invoke local endpoint: app channel not initialized", null);
	}

	@Override
	public StatusCode code() {
		return StatusCode.INTERNAL;
	}

	@Override
	public String description() {
		return "app channel is not initialized";
	}

}
