package dev.slipway.steps.launcher;

import dev.slipway.events.plan.Auth;
import software.amazon.awssdk.services.lambda.LambdaClient;
import software.amazon.awssdk.services.lambda.model.FunctionUrlAuthType;
import software.amazon.awssdk.services.lambda.model.GetFunctionUrlConfigResponse;
import software.amazon.awssdk.services.lambda.model.ResourceConflictException;
import software.amazon.awssdk.services.lambda.model.ResourceNotFoundException;

/** Keeps the URL of an app's alias, and who may call it. */
final class AppUrls {
    private static final String ALIAS = AppFunctions.ALIAS;

    private final LambdaClient lambda;

    AppUrls(LambdaClient lambda) {
        this.lambda = lambda;
    }

    /** Returns the app's URL without a slash at its end; makes it, or changes who may call it, when need be. */
    String ensure(String function, Auth auth) {
        FunctionUrlAuthType wanted = auth == Auth.IAM ? FunctionUrlAuthType.AWS_IAM : FunctionUrlAuthType.NONE;
        String url;
        try {
            GetFunctionUrlConfigResponse there = lambda.getFunctionUrlConfig(
                    call -> call.functionName(function).qualifier(ALIAS));
            url = there.functionUrl();
            if (there.authType() != wanted) {
                lambda.updateFunctionUrlConfig(
                        call -> call.functionName(function).qualifier(ALIAS).authType(wanted));
            }
        } catch (ResourceNotFoundException e) {
            url = lambda.createFunctionUrlConfig(
                            call -> call.functionName(function).qualifier(ALIAS).authType(wanted))
                    .functionUrl();
            if (auth == Auth.PUBLIC) {
                allowEverybody(function);
            }
        }
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    /** A public URL needs both permissions since October 2025. */
    private void allowEverybody(String function) {
        allow(function, "PublicUrl", "lambda:InvokeFunctionUrl");
        allow(function, "PublicUrlInvokes", "lambda:InvokeFunction");
    }

    private void allow(String function, String statement, String action) {
        try {
            lambda.addPermission(call -> {
                call.functionName(function)
                        .qualifier(ALIAS)
                        .statementId(statement)
                        .principal("*")
                        .action(action);
                if (action.equals("lambda:InvokeFunctionUrl")) {
                    call.functionUrlAuthType(FunctionUrlAuthType.NONE);
                } else {
                    call.invokedViaFunctionUrl(true);
                }
            });
        } catch (ResourceConflictException e) {
            // The statement is there already.
        }
    }
}
