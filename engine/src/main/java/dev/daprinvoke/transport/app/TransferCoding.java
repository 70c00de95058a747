package dev.daprinvoke.transport.app;

import java.net.ProtocolException;
import java.util.List;
import java.util.stream.Collectors;

import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpMessage;
import io.netty.handler.codec.http.HttpVersion;

import dev.daprinvoke.target.GoQuoted;

/**
 * Refuses an answer whose body is coded in a way that cannot be undone: as with Go's
 * client, chunks are the only one.
 */
final class TransferCoding {

	private TransferCoding() {
	}

	/**
	 * Looks at the head of an answer of HTTP/1.1; older ones must not have a coding,
	 * which is the decoder's to say.
	 * @param head a head that names a coding
	 * @throws DecoderException in Go's words, if it is another one
	 */
	static void check(HttpMessage head) {
		if (!HttpVersion.HTTP_1_1.equals(head.protocolVersion())) {
			return;
		}
		List<String> codings = head.headers().getAll(HttpHeaderNames.TRANSFER_ENCODING);
		if (codings.size() > 1) {
			throw refusal("too many transfer encodings: "
					+ codings.stream().map(GoQuoted::of).collect(Collectors.joining(" ", "[", "]")));
		}
		if (!HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.get(0))) {
			throw refusal("unsupported transfer encoding: " + GoQuoted.of(codings.get(0)));
		}
	}

	private static DecoderException refusal(String reason) {
		return new DecoderException(new ProtocolException(reason));
	}

}
