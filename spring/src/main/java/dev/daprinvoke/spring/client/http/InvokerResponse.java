package dev.daprinvoke.spring.client.http;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.client.ClientHttpResponse;

import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeResponse;

/**
 * An answer whose body is an {@link InputStream}. What is small and in memory is copied
 * at once, so that nothing is lost if nobody closes the stream; a body that is still to
 * come ends with {@link #close()} or that of its stream, which cancels the call.
 */
final class InvokerResponse implements ClientHttpResponse {

	private final HttpStatusCode status;

	private final HttpHeaders headers;

	private final InputStream body;

	InvokerResponse(InvokeResponse response) {
		this.status = HttpStatusCode.valueOf(response.httpStatus());
		this.headers = AnswerHeaders.of(response);
		this.body = response.body().match(InvokerResponse::copy, BodyInputStream::new);
	}

	private static InputStream copy(InvokeBody.Whole whole) {
		ByteBuf content = whole.content();
		byte[] bytes = ByteBufUtil.getBytes(content);
		content.release();
		return new ByteArrayInputStream(bytes);
	}

	@Override
	public HttpStatusCode getStatusCode() {
		return this.status;
	}

	@Override
	public String getStatusText() {
		return (this.status instanceof HttpStatus known) ? known.getReasonPhrase() : "";
	}

	@Override
	public HttpHeaders getHeaders() {
		return this.headers;
	}

	@Override
	public InputStream getBody() {
		return this.body;
	}

	@Override
	public void close() {
		try {
			this.body.close();
		}
		catch (IOException ex) {
			throw new IllegalStateException("closing gives back and reads nothing", ex);
		}
	}

}
