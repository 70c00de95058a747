package dev.daprinvoke.scenario;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import dev.daprinvoke.harness.RawSession;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Every form of addressing × target × verb × body × status, through both lanes, compared
 * with a direct call to the app. They differ where {@link AllowedDifference} says so, and
 * nowhere else. URLs cannot be named by basic authorization, because of their colon.
 */
@ExtendWith(BothLanesExtension.class)
class MatrixTests {

	private static BothLanes lanes;

	private static Matrix matrix;

	@BeforeAll
	static void answerCases(BothLanes shared) {
		lanes = shared;
		matrix = new Matrix(shared.calleeApp().port());
		shared.callerApp().otherwise(matrix.app());
		shared.calleeApp().otherwise(matrix.app());
	}

	static Stream<Matrix.Way> ways() {
		return Stream.of(BothLanes.Lane.values())
			.flatMap((lane) -> Stream.of(Addressing.values())
				.flatMap((addressing) -> Stream.of(Matrix.Target.values())
					.filter((target) -> !(target == Matrix.Target.URL && addressing == Addressing.BASIC_AUTH))
					.map((target) -> new Matrix.Way(lane, addressing, target))));
	}

	@ParameterizedTest
	@MethodSource("ways")
	void whenACallGoesThroughSidecarsThenItDiffersOnlyWhereTheContractSays(Matrix.Way way) {
		List<String> differences = new ArrayList<>();
		try (RawSession sidecar = RawSession.to(lanes.caller(way.lane()).httpPort());
				RawSession direct = RawSession.to(lanes.calleeApp().port())) {
			for (MatrixCase call : MatrixCase.all()) {
				differences.addAll(matrix.differences(call, way, sidecar, direct));
			}
		}
		assertThat(differences).isEmpty();
	}

}
