package dev.daprinvoke.message;

import io.grpc.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The tables of contract section 3.4.
 */
class StatusCodeTests {

	@ParameterizedTest
	@CsvSource({ "OK, 0, OK, 200", "CANCELLED, 1, Canceled, 408", "UNKNOWN, 2, Unknown, 500",
			"INVALID_ARGUMENT, 3, InvalidArgument, 400", "DEADLINE_EXCEEDED, 4, DeadlineExceeded, 504",
			"NOT_FOUND, 5, NotFound, 404", "ALREADY_EXISTS, 6, AlreadyExists, 409",
			"PERMISSION_DENIED, 7, PermissionDenied, 403", "RESOURCE_EXHAUSTED, 8, ResourceExhausted, 429",
			"FAILED_PRECONDITION, 9, FailedPrecondition, 400", "ABORTED, 10, Aborted, 409",
			"OUT_OF_RANGE, 11, OutOfRange, 400", "UNIMPLEMENTED, 12, Unimplemented, 501", "INTERNAL, 13, Internal, 500",
			"UNAVAILABLE, 14, Unavailable, 503", "DATA_LOSS, 15, DataLoss, 500",
			"UNAUTHENTICATED, 16, Unauthenticated, 401" })
	void whenACodeThenItHasNumberNameAndHttpStatus(StatusCode code, int number, String name, int http) {
		assertThat(StatusCode.ofNumber(number)).isSameAs(code);
		assertThat(code.ordinal()).isEqualTo(number);
		assertThat(code.goName()).isEqualTo(name);
		assertThat(code.httpStatus()).isEqualTo(http);
		assertThat(code.rpcError("boom")).isEqualTo("rpc error: code = " + name + " desc = boom");
	}

	@ParameterizedTest
	@CsvSource({ "200, OK", "201, OK", "204, OK", "299, OK", "400, INTERNAL", "401, UNAUTHENTICATED",
			"403, PERMISSION_DENIED", "404, NOT_FOUND", "408, CANCELLED", "409, ALREADY_EXISTS",
			"429, RESOURCE_EXHAUSTED", "500, UNKNOWN", "501, UNIMPLEMENTED", "503, UNAVAILABLE",
			"504, DEADLINE_EXCEEDED", "199, UNKNOWN", "300, UNKNOWN", "302, UNKNOWN", "402, UNKNOWN", "418, UNKNOWN",
			"502, UNKNOWN", "599, UNKNOWN" })
	void whenAnHttpStatusThenItHasACode(int http, StatusCode code) {
		assertThat(StatusCode.ofHttpStatus(http)).isSameAs(code);
	}

	@Test
	void whenCompareWithGrpcThenNoCodeIsMissing() {
		for (Status.Code code : Status.Code.values()) {
			assertThat(StatusCode.ofNumber(code.value()).name()).isEqualTo(code.name());
		}
		assertThat(StatusCode.values()).hasSize(Status.Code.values().length);
	}

	@Test
	void whenTheNumberIsUnknownThenTheCodeIsUnknown() {
		assertThat(StatusCode.ofNumber(-1)).isSameAs(StatusCode.UNKNOWN);
		assertThat(StatusCode.ofNumber(17)).isSameAs(StatusCode.UNKNOWN);
		assertThat(StatusCode.ofNumber(99)).isSameAs(StatusCode.UNKNOWN);
	}

}
