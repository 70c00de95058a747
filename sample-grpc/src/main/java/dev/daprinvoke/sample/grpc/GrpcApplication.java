package dev.daprinvoke.sample.grpc;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;
import org.springframework.grpc.client.ImportGrpcClients;

import dev.daprinvoke.sample.grpc.proto.CartGrpc;

/**
 * Starts the sample. Run it twice: as {@code cart} it is called by gRPC, as {@code shop}
 * it calls.
 */
@SpringBootApplication
@ImportGrpcClients(target = "dapr://cart", types = CartGrpc.CartBlockingStub.class)
public class GrpcApplication {

	/**
	 * Starts the sample.
	 * @param arguments properties
	 */
	public static void main(String[] arguments) {
		SpringApplication.run(GrpcApplication.class, arguments);
	}

}
