package dev.daprinvoke.docs.errors;

import java.nio.charset.StandardCharsets;
import java.time.Duration;

import org.junit.jupiter.api.Test;
import reactor.core.publisher.Flux;

import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;

import dev.daprinvoke.spring.client.AppErrorException;
import dev.daprinvoke.spring.client.AppNotFoundException;
import dev.daprinvoke.spring.client.CalleeSidecarException;
import dev.daprinvoke.spring.client.DaprInvocationException;
import dev.daprinvoke.spring.client.FailedCall;
import dev.daprinvoke.spring.client.InvocationTimeoutException;
import dev.daprinvoke.spring.client.NotReachableException;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What the code of {@code docs/errors.md} makes of failures.
 */
class ErrorSnippetsTests {

	private final NotReachableException away = new NotReachableException(call(503, "", ""), "away", null);

	@Test
	void whenTheAppSaysNotFoundThenThereIsNothing() {
		assertThat(handling(answer(404, "")).find("Mug")).isEmpty();
		assertThatExceptionOfType(AppErrorException.class).isThrownBy(() -> handling(answer(500, "")).find("Mug"));
		assertThat(new Handling(Handling.Item::new, Flux::empty).find("Mug")).contains(new Handling.Item("Mug"));
	}

	@Test
	void whenAReactiveCallFindsNobodyThenThereIsNothing() {
		DaprInvocationException unknown = new AppNotFoundException(call(500, "", ""), "unknown", null);
		assertThat(handling(unknown).items().collectList().block(Duration.ofSeconds(5))).isEmpty();
	}

	@Test
	void whenTheAnswerIsAProblemThenItsDetailIsTheReason() {
		ProblemDetail problem = ProblemDetail.forStatusAndDetail(HttpStatus.CONFLICT, "sold out");
		AppErrorException answer = new AppErrorException(call(409, "application/problem+json", "{}"), "no", null);
		answer.setBodyConvertFunction((type) -> problem);
		assertThat(handling(answer).reason(answer)).isEqualTo("sold out");
		AppErrorException text = answer(409, "all gone");
		assertThat(handling(text).reason(text)).isEqualTo("all gone");
	}

	@Test
	void whenNobodyHasSeenTheCallThenItMayBeRepeated() {
		Handling handling = handling(this.away);
		assertThat(handling.mayBeRepeated(this.away)).isTrue();
		assertThat(handling.mayBeRepeated(new InvocationTimeoutException(call(504, "", ""), "late", null))).isFalse();
	}

	@Test
	void whenAnAdviceHandlesFailuresThenEachHasItsStatus() {
		Handling.InvocationFailures advice = new Handling.InvocationFailures();
		ResponseEntity<ProblemDetail> response = advice.away(this.away);
		assertThat(response.getStatusCode()).isEqualTo(HttpStatus.SERVICE_UNAVAILABLE);
		assertThat(response.getHeaders().getFirst("Retry-After")).isEqualTo("5");
		ProblemDetail problem = advice.failed(new CalleeSidecarException(call(500, "", ""), "no answer", null));
		assertThat(problem.getStatus()).isEqualTo(502);
		assertThat(problem.getTitle()).isEqualTo("cart could not be called");
		assertThat(problem.getProperties()).containsEntry("attempts", 2);
	}

	@Test
	void whenCodeCatchesSpringsExceptionThenItGetsOurs() {
		assertThat(handling(this.away).status("Mug")).isEqualTo(503);
		assertThat(handling(answer(404, "")).status("Mug")).isEqualTo(404);
	}

	private static Handling handling(DaprInvocationException failure) {
		return new Handling((name) -> {
			throw failure;
		}, () -> Flux.error(failure));
	}

	private static AppErrorException answer(int status, String body) {
		return new AppErrorException(call(status, "text/plain", body), "answered " + status, null);
	}

	private static FailedCall call(int status, String contentType, String body) {
		HttpHeaders headers = new HttpHeaders();
		if (!contentType.isEmpty()) {
			headers.set(HttpHeaders.CONTENT_TYPE, contentType);
		}
		return new FailedCall("cart", "GET items/Mug", HttpStatus.valueOf(status), headers,
				body.getBytes(StandardCharsets.UTF_8), 2);
	}

}
