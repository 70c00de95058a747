package dev.daprinvoke.identity;

import java.io.IOException;
import java.io.StringReader;

import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentVerifierProviderBuilder;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.PKCSException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/** Platform contract section 1.2; fixture sentry/daprd-request. */
class CertificateRequestTests {

	@Test
	void whenARequestIsMadeThenAnotherLibraryReadsAndVerifiesIt()
			throws IOException, OperatorCreationException, PKCSException {
		CertificateRequest request = CertificateRequest.generate();
		PKCS10CertificationRequest read = (PKCS10CertificationRequest) new PEMParser(new StringReader(request.toPem()))
			.readObject();
		assertThat(read.getSubject().getRDNs()).isEmpty();
		assertThat(read.getAttributes()).isEmpty();
		assertThat(read.getSubjectPublicKeyInfo().getEncoded()).isEqualTo(request.keys().getPublic().getEncoded());
		assertThat(read.isSignatureValid(new JcaContentVerifierProviderBuilder().build(read.getSubjectPublicKeyInfo())))
			.isTrue();
	}

	/** As long as the recorded one, and but for key and signature the same. */
	@Test
	void whenARequestIsMadeThenItLooksLikeRealDaprs() {
		String recorded = """
				-----BEGIN CERTIFICATE REQUEST-----
				MH8wMwIBADAAMCowBQYDK2VwAyEAaNcfNyO/gCXo68t7y3K83e+7vKgOrN5+cqbg
				Ff+Uuz+gADAFBgMrZXADQQCcrieeO7XstXmS5L5qaoNHhX2Z8w1dlc5mKcjffFpT
				O5BjP8mf8+2UvVnmhEchYZ+n23gfDVkw/Rq/y3SkdU8J
				-----END CERTIFICATE REQUEST-----
				""";
		String made = CertificateRequest.generate().toPem();
		assertThat(made).hasSameSizeAs(recorded).startsWith(recorded.substring(0, 60));
	}

	@Test
	void whenTwoRequestsAreMadeThenTheirKeysDiffer() {
		assertThat(CertificateRequest.generate().toPem()).isNotEqualTo(CertificateRequest.generate().toPem());
	}

}
