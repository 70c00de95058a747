// Calls each app with the SDK, prints a line for each answer.
// Usage: client APP...
// DAPR_GRPC_PORT tells where the sidecar is, as for every app.
package main

import (
	"context"
	"fmt"
	"log"
	"os"
	"strings"

	commonv1 "github.com/dapr/dapr/pkg/proto/common/v1"
	runtimev1 "github.com/dapr/dapr/pkg/proto/runtime/v1"
	"github.com/dapr/go-sdk/client"
	"google.golang.org/grpc"
	"google.golang.org/grpc/credentials/insecure"
	"google.golang.org/grpc/metadata"
	"google.golang.org/protobuf/types/known/anypb"
)

var tea = []byte(`{"drink":"tea"}`)

func main() {
	if err := call(context.Background(), os.Args[1:]); err != nil {
		log.Fatal(err)
	}
}

func call(ctx context.Context, apps []string) error {
	dapr, err := client.NewClient()
	if err != nil {
		return err
	}
	defer dapr.Close()
	content := &client.DataContent{Data: tea, ContentType: "application/json"}
	for _, app := range apps {
		answer, err := dapr.InvokeMethodWithContent(ctx, app, "hello", "post", content)
		if err != nil {
			return fmt.Errorf("%s: %w", app, err)
		}
		fmt.Printf("grpc %s: %s\n", app, answer)
	}
	if _, err := dapr.InvokeMethod(ctx, "nobody", "hello", "post"); err != nil {
		fmt.Println("grpc nobody:", err)
	}
	if err := dapr.SetMetadata(ctx, "drink", "tea"); err != nil {
		return err
	}
	about, err := dapr.GetMetadata(ctx)
	if err != nil {
		return err
	}
	fmt.Println("id:", about.ID)
	fmt.Println("drink:", about.ExtendedMetadata["drink"])
	return ownStub(ctx, apps)
}

func ownStub(ctx context.Context, apps []string) error {
	address := "127.0.0.1:" + os.Getenv("DAPR_GRPC_PORT")
	channel, err := grpc.NewClient(address, grpc.WithTransportCredentials(insecure.NewCredentials()))
	if err != nil {
		return err
	}
	defer channel.Close()
	stub := runtimev1.NewAppCallbackClient(channel)
	for _, app := range apps {
		if !strings.HasSuffix(app, "-grpc") {
			continue
		}
		message := &commonv1.InvokeRequest{
			Method:        "hello",
			Data:          &anypb.Any{Value: tea},
			ContentType:   "application/json",
			HttpExtension: &commonv1.HTTPExtension{Verb: commonv1.HTTPExtension_POST},
		}
		named := metadata.AppendToOutgoingContext(ctx, "dapr-app-id", app, "dapr-api-token", os.Getenv("DAPR_API_TOKEN"))
		answer, err := stub.OnInvoke(named, message)
		if err != nil {
			return fmt.Errorf("stub %s: %w", app, err)
		}
		fmt.Printf("stub %s: %s\n", app, answer.GetData().GetValue())
	}
	return nil
}
