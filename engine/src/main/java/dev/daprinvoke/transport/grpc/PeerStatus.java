package dev.daprinvoke.transport.grpc;

import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.http2.Http2Exception;
import org.jspecify.annotations.Nullable;

import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.error.PeerException;
import dev.daprinvoke.message.StatusCode;
import dev.daprinvoke.resolve.Endpoint;

/**
 * Translates between gRPC statuses and our failures. Transport failures get the words of
 * the Go library that clients of Dapr know.
 */
public final class PeerStatus {

	/** What grpc-java says when the peer closed the connection in order. */
	private static final String CLOSED = "Network closed for unknown reason";

	/** What grpc-java says of a connection that we gave up. */
	private static final String GIVEN_UP = "Channel shutdownNow invoked";

	/** What Netty says when the first frame is none. */
	private static final String NO_SETTINGS = "First received frame was not SETTINGS";

	/** What gRPC for Go says then (fixture grpc-proxy/http-app). */
	private static final String NO_HTTP2 = "connection error: desc = \"error reading server preface: http2: failed reading the"
			+ " frame payload: http2: frame too large, note that the frame header looked like an HTTP/1.1 header\"";

	/** What gRPC for Go says of a peer that closes at once, and why one does that. */
	private static final String NO_PREFACE = "connection error: desc = \"error reading server preface: EOF\": "
			+ "the peer closed the connection at once, as one does that expects TLS (--enable-mtls)";

	/** What grpc-java says of a message over the limit. */
	private static final Pattern TOO_LARGE = Pattern.compile("gRPC message exceeds maximum size (\\d+): (\\d+)");

	private PeerStatus() {
	}

	/**
	 * What a call's status says.
	 * @param status any status but OK
	 * @param endpoint where the call went
	 * @param sent whether the call had a connection
	 * @return the failure
	 */
	public static PeerException failure(Status status, Endpoint endpoint, boolean sent) {
		StatusCode code = code(status);
		Throwable cause = status.getCause();
		if (!sent && isNoHttp2(cause)) {
			return new PeerException(StatusCode.UNAVAILABLE, NO_HTTP2, false, cause);
		}
		String description = (status.getDescription() != null) ? status.getDescription() : "";
		if (code == StatusCode.UNAVAILABLE && sent && (cause != null || description.equals(CLOSED))) {
			description = "error reading from server: EOF";
		}
		else if (code == StatusCode.UNAVAILABLE && description.equals(CLOSED)) {
			description = NO_PREFACE;
		}
		else if (code == StatusCode.UNAVAILABLE && cause != null) {
			description = dialError(endpoint, dialReason(cause));
		}
		else if (!sent && description.equals(GIVEN_UP)) {
			description = dialError(endpoint, "i/o timeout");
		}
		else if (code == StatusCode.RESOURCE_EXHAUSTED) {
			description = inGoWords(description);
		}
		return new PeerException(code, description, sent, cause);
	}

	/**
	 * Whether the peer says that it has not looked at a call: it closed the connection
	 * before, or refused the stream (RFC 9113, sections 6.8 and 8.7).
	 * @param status a status that gRPC made of a connection's end
	 * @return whether the call may be made again without harm
	 */
	public static boolean isRefused(Status status) {
		String description = status.getDescription();
		return status.getCode() == Status.Code.UNAVAILABLE && description != null && (description
			.contains("REFUSED_STREAM")
				|| (description.startsWith("Abrupt GOAWAY closed sent stream") && description.contains("NO_ERROR")));
	}

	/**
	 * The code of a status.
	 * @param status the status
	 * @return the same code as ours
	 */
	public static StatusCode code(Status status) {
		return StatusCode.ofNumber(status.getCode().value());
	}

	/** Whether who answered does not speak HTTP/2, as servers of HTTP/1.1 do not. */
	private static boolean isNoHttp2(@Nullable Throwable cause) {
		return cause instanceof Http2Exception && String.valueOf(cause.getMessage()).startsWith(NO_SETTINGS);
	}

	/** Says that a message was too large as real Dapr does (contract section 2.6). */
	private static String inGoWords(String description) {
		Matcher tooLarge = TOO_LARGE.matcher(description);
		return tooLarge.matches()
				? new MessageLimit(Integer.parseInt(tooLarge.group(1))).received(Long.parseLong(tooLarge.group(2)))
				: description;
	}

	private static String dialError(Endpoint endpoint, String reason) {
		return "connection error: desc = \"transport: Error while dialing: dial tcp " + endpoint + ": " + reason + "\"";
	}

	private static String dialReason(Throwable cause) {
		for (Throwable each = cause; each != null; each = each.getCause()) {
			if (each instanceof ConnectTimeoutException) {
				return "i/o timeout";
			}
			if (each instanceof NoRouteToHostException) {
				return "connect: no route to host";
			}
			if (each instanceof ConnectException) {
				return "connect: connection refused";
			}
		}
		return String.valueOf(cause.getMessage());
	}

	/**
	 * The status with which to answer a peer.
	 * @param error why its call failed
	 * @return a status
	 */
	public static Status answer(Throwable error) {
		if (error instanceof StatusRuntimeException answer) {
			return answer.getStatus();
		}
		InvokeException failure = find(error);
		if (failure == null) {
			return Status.INTERNAL.withDescription("error invoking app channel: " + error.getMessage());
		}
		return Status.fromCodeValue(failure.code().ordinal()).withDescription(failure.description());
	}

	private static @Nullable InvokeException find(Throwable error) {
		for (Throwable each = error; each != null; each = each.getCause()) {
			if (each instanceof InvokeException failure) {
				return failure;
			}
		}
		return null;
	}

}
