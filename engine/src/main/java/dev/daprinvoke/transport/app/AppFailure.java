package dev.daprinvoke.transport.app;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.NotYetConnectedException;
import java.security.cert.CertificateException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import javax.net.ssl.SSLException;

import io.netty.channel.ConnectTimeoutException;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.PrematureChannelClosureException;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.InvalidChunkExtensionException;
import io.netty.handler.codec.http.InvalidChunkTerminationException;
import io.netty.handler.ssl.NotSslRecordException;
import io.netty.util.NetUtil;
import org.jspecify.annotations.Nullable;
import reactor.netty.channel.AbortedException;
import reactor.netty.http.client.PrematureCloseException;

import dev.daprinvoke.error.AppCallException;
import dev.daprinvoke.error.BodyTooLargeException;
import dev.daprinvoke.error.InvokeException;
import dev.daprinvoke.message.Verb;

/**
 * Says why an app could not be called, in the words of Go's HTTP client that clients of
 * Dapr know (contract section 1.7).
 */
final class AppFailure {

	private static final String BROKEN = "net/http: HTTP/1.x transport connection broken: ";

	/** Go's word for an end within something. */
	private static final String CUT_OFF = "unexpected EOF";

	/** How the JDK and Netty name an address, behind any host name. */
	private static final Pattern ADDRESS = Pattern.compile("/(?:([0-9.]+)|\\[([0-9a-fA-F:.]+)(%[^]]+)?]):(\\d+)$");

	/** Netty shows the first bytes of what is no TLS. */
	private static final String HTTP_IN_HEX = "485454502f";

	private final HttpOrigin origin;

	private final int maxHeaderSize;

	/**
	 * Words failures of calls to one server.
	 * @param origin the server
	 * @param maxHeaderSize how many bytes of headers its answers may have
	 */
	AppFailure(HttpOrigin origin, int maxHeaderSize) {
		this.origin = origin;
		this.maxHeaderSize = maxHeaderSize;
	}

	/**
	 * Translates a failure.
	 * @param verb the verb of the request
	 * @param url the full URL of the request
	 * @param local the local end of the connection, or {@code null} if there was none
	 * @param error what the HTTP client met
	 * @param answering whether the server had begun to answer
	 * @return the failure
	 */
	AppCallException of(Verb verb, String url, @Nullable SocketAddress local, Throwable error, boolean answering) {
		String name = verb.name().charAt(0) + verb.name().substring(1).toLowerCase(Locale.ROOT);
		String end = answering ? BROKEN + CUT_OFF : "EOF";
		return new AppCallException(name + " \"" + url + "\": " + reason(local, error, end), error);
	}

	/**
	 * Translates a failure in the body of an answer.
	 * @param local the local end of the connection, or {@code null} if it is not known
	 * @param error what the HTTP client met
	 * @return the failure
	 */
	AppCallException ofBody(@Nullable SocketAddress local, Throwable error) {
		return new AppCallException(reason(local, error, CUT_OFF), error);
	}

	private String reason(@Nullable SocketAddress local, Throwable error, String end) {
		for (Throwable each = error; each != null; each = each.getCause()) {
			String known = isEnd(each) ? end : known(local, each);
			if (known != null) {
				return known;
			}
		}
		return String.valueOf(error.getMessage());
	}

	private @Nullable String known(@Nullable SocketAddress local, Throwable error) {
		if (error instanceof BodyTooLargeException tooLarge) {
			return "readfrom tcp " + text(local) + "->" + this.origin.hostAndPort() + ": " + tooLarge.getMessage();
		}
		if (error instanceof InvokeException failure) {
			return failure.getMessage();
		}
		String neverConnected = neverConnected(error);
		if (neverConnected != null) {
			return neverConnected;
		}
		return (error instanceof SSLException || error instanceof CertificateException) ? tls(error)
				: connectionBroken(local, error);
	}

	private @Nullable String neverConnected(Throwable error) {
		if (error instanceof ConnectTimeoutException) {
			return "dial tcp " + tried(error) + ": i/o timeout";
		}
		if (error instanceof NoRouteToHostException) {
			return "dial tcp " + tried(error) + ": connect: no route to host";
		}
		if (error instanceof ConnectException) {
			return "dial tcp " + tried(error) + ": connect: connection refused";
		}
		return (error instanceof UnknownHostException) ? "dial tcp: lookup " + this.origin.host() + ": no such host"
				: null;
	}

	private String tried(Throwable error) {
		String address = address(String.valueOf(error.getMessage()));
		return (address != null) ? address : this.origin.hostAndPort();
	}

	// Go writes IPv6 in its short form (RFC 5952), the JDK in its long one.
	private static @Nullable String address(String text) {
		Matcher address = ADDRESS.matcher(text);
		if (!address.find()) {
			return null;
		}
		InetAddress ip = (address.group(2) != null) ? NetUtil.createInetAddressFromIpAddressString(address.group(2))
				: null;
		if (ip == null) {
			return address.group().substring(1);
		}
		String zone = (address.group(3) != null) ? address.group(3) : "";
		return HttpOrigin.bracketed(NetUtil.toAddressString(ip) + zone) + ":" + address.group(4);
	}

	private static String tls(Throwable error) {
		String message = String.valueOf(error.getMessage());
		if (error instanceof NotSslRecordException) {
			return message.contains(HTTP_IN_HEX) ? "http: server gave HTTP response to HTTPS client"
					: "tls: first record does not look like a TLS handshake";
		}
		if (message.contains("PKIX path building failed")) {
			return "tls: failed to verify certificate: x509: certificate signed by unknown authority";
		}
		return (error instanceof CertificateException) ? "tls: failed to verify certificate: x509: " + message
				: "tls: " + message;
	}

	private static boolean isEnd(Throwable error) {
		return error instanceof PrematureCloseException || error instanceof PrematureChannelClosureException
				|| error instanceof AbortedException || error instanceof ClosedChannelException
				|| error instanceof NotYetConnectedException;
	}

	private @Nullable String connectionBroken(@Nullable SocketAddress local, Throwable error) {
		if (error instanceof TooLongFrameException) {
			return BROKEN + "net/http: server response headers exceeded " + this.maxHeaderSize + " bytes; aborted";
		}
		if (error instanceof InvalidChunkTerminationException || error instanceof InvalidChunkExtensionException) {
			return "malformed chunked encoding";
		}
		if (error instanceof DecoderException && !(error.getCause() instanceof IOException)) {
			return BROKEN + "malformed HTTP response: " + root(error).getMessage();
		}
		if (error instanceof ProtocolException) {
			return BROKEN + error.getMessage();
		}
		boolean reset = error instanceof IOException && isReset(String.valueOf(error.getMessage()));
		return reset ? "read tcp " + text(local) + "->" + this.origin.hostAndPort() + ": read: connection reset by peer"
				: null;
	}

	private static boolean isReset(String message) {
		return message.contains("reset") || message.contains("Broken pipe");
	}

	// What Java says of a number says nothing of where it stood.
	private static Throwable root(Throwable error) {
		Throwable root = error;
		while (root.getCause() != null && !(root.getCause() instanceof NumberFormatException)) {
			root = root.getCause();
		}
		return root;
	}

	private static String text(@Nullable SocketAddress address) {
		String text = address(String.valueOf(address));
		return (text != null) ? text : "";
	}

}
