package dev.daprinvoke.transport.sidecar;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;
import reactor.core.publisher.Mono;

import dev.daprinvoke.error.SidecarException;
import dev.daprinvoke.message.BodyStart;
import dev.daprinvoke.message.InvokeBody;
import dev.daprinvoke.message.InvokeRequest;
import dev.daprinvoke.message.InvokeResponse;
import dev.daprinvoke.message.Verb;

/**
 * Tells by how an answer came whether it can be the sidecar's own (contract sections 1.6
 * and 1.7): what the sidecar says itself has a length up to {@link #LONGEST} bytes and
 * comes in chunks if it is longer; of what apps answer to HEAD no sidecar passes on a
 * length. What is left {@link SidecarAnswer} tells by its text.
 */
final class AnswerOrigin {

	/** The most bytes that a sidecar sends of its own with their length. */
	private static final int LONGEST = 2048;

	/** The most bytes of an answer in chunks that are kept to find out whose it is. */
	private static final int MOST_CHUNKED = 64 * 1024;

	/** How Dapr begins its errors; an app's other answers wait for no more than this. */
	private static final byte[] START = "{\"errorCode\":\"ERR_".getBytes(StandardCharsets.US_ASCII);

	private AnswerOrigin() {
	}

	/**
	 * Tells the app's answers from the sidecar's.
	 * @param request what was asked
	 * @param answer what was answered; its body is consumed if it is the sidecar's
	 * @return the app's answer, or the failure that the sidecar tells
	 */
	static Mono<InvokeResponse> told(InvokeRequest request, InvokeResponse answer) {
		if (answer.status() < 400) {
			return Mono.just(answer);
		}
		long length = length(answer);
		if (request.verb() == Verb.HEAD) {
			boolean own = length > 0 && length <= LONGEST;
			return of(answer, own ? SidecarAnswer.ofHead(answer.status(), answer.contentType()) : null);
		}
		return answer.body().match((whole) -> {
			boolean may = length <= LONGEST;
			return of(answer, may ? failure(request, answer, whole.content()) : null);
		}, (streaming) -> (length < 0 && SidecarAnswer.isJson(answer.contentType()))
				? chunked(request, answer, streaming) : Mono.just(answer));
	}

	private static long length(InvokeResponse answer) {
		String value = answer.headers().first("Content-Length");
		try {
			return (value != null) ? Long.parseLong(value) : -1;
		}
		catch (NumberFormatException ex) {
			return -1;
		}
	}

	private static Mono<InvokeResponse> chunked(InvokeRequest request, InvokeResponse answer,
			InvokeBody.Streaming body) {
		return BodyStart.ofBroken(body.source(), START.length).flatMap((first) -> {
			if (!startsAsErrors(first.bytes())) {
				return Mono.just(answer.withBody(first.body()));
			}
			return BodyStart.ofBroken(first.body().bytes(), MOST_CHUNKED).flatMap((read) -> {
				InvokeResponse collected = answer.withBody(read.body());
				boolean may = read.complete() && read.bytes().readableBytes() > LONGEST;
				return of(collected, may ? failure(request, answer, read.bytes()) : null);
			});
		});
	}

	private static boolean startsAsErrors(ByteBuf bytes) {
		return bytes.readableBytes() >= START.length
				&& Arrays.equals(ByteBufUtil.getBytes(bytes, bytes.readerIndex(), START.length), START);
	}

	private static Mono<InvokeResponse> of(InvokeResponse answer, @Nullable SidecarException failure) {
		if (failure == null) {
			return Mono.just(answer);
		}
		answer.body().discard();
		return Mono.error(failure);
	}

	private static @Nullable SidecarException failure(InvokeRequest request, InvokeResponse answer, ByteBuf body) {
		return SidecarAnswer.failure(request.target().text(), answer.status(), answer.contentType(),
				ByteBufUtil.getBytes(body));
	}

}
