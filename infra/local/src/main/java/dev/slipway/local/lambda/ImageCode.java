package dev.slipway.local.lambda;

import dev.slipway.local.front.AwsException;
import dev.slipway.local.lambda.function.Configuration;
import dev.slipway.local.lambda.function.Refusals;
import dev.slipway.local.lambda.image.Image;
import dev.slipway.local.lambda.image.ImageReference;
import dev.slipway.local.lambda.image.Images;
import dev.slipway.local.lambda.image.InvalidImageException;
import java.util.Optional;

/** Finds the image that a call makes a function's code, where Lambda may pull it. */
record ImageCode(Images images, ServiceAccess access) {

    /**
     * Pins an image.
     *
     * @throws AwsException AccessDeniedException, or InvalidParameterValueException where there is no such image
     */
    Configuration.Code resolve(String functionArn, String uri) {
        Optional<ImageReference> reference = ImageReference.parse(uri);
        if (reference.isPresent() && !access.pulls(functionArn, reference.get())) {
            throw new AwsException(
                    403,
                    "AccessDeniedException",
                    "Lambda does not have permission to access the ECR image. Check the ECR permissions.");
        }
        try {
            Image image = images.resolve(uri);
            String resolved =
                    reference.map(named -> named.withDigest(image.digest())).orElse(uri);
            return new Configuration.Code(uri, resolved, image.digest().substring("sha256:".length()), image.size());
        } catch (InvalidImageException e) {
            throw Refusals.invalid(String.valueOf(e.getMessage()));
        }
    }
}
