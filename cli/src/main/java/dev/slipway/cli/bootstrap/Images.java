package dev.slipway.cli.bootstrap;

import java.util.ArrayList;
import java.util.List;
import software.amazon.awssdk.services.ecr.EcrClient;
import software.amazon.awssdk.services.ecr.model.BatchDeleteImageResponse;
import software.amazon.awssdk.services.ecr.model.ImageIdentifier;
import software.amazon.awssdk.services.ecr.model.RepositoryNotFoundException;

/** The images of a repository, which cannot be deleted while it has any. */
final class Images {
    private static final int AT_ONCE = 100;

    private final EcrClient ecr;
    private final String repository;

    Images(EcrClient ecr, String repository) {
        this.ecr = ecr;
        this.repository = repository;
    }

    /** Removes all images with all their tags, and returns how many; a repository that is not there has none. */
    int removeAll() {
        int removed = 0;
        while (true) {
            int some = removeOnce();
            removed += some;
            // An index goes before the images that it lists, so these go in the next round.
            if (some == 0) {
                return removed;
            }
        }
    }

    private int removeOnce() {
        List<ImageIdentifier> images = list();
        int removed = 0;
        for (int i = 0; i < images.size(); i += AT_ONCE) {
            List<ImageIdentifier> some = images.subList(i, Math.min(images.size(), i + AT_ONCE));
            BatchDeleteImageResponse response = ecr.batchDeleteImage(
                    delete -> delete.repositoryName(repository).imageIds(some));
            removed += response.imageIds().size();
        }
        return removed;
    }

    private List<ImageIdentifier> list() {
        try {
            return new ArrayList<>(ecr.listImagesPaginator(list -> list.repositoryName(repository)).imageIds().stream()
                    .map(image -> ImageIdentifier.builder()
                            .imageDigest(image.imageDigest())
                            .build())
                    .distinct()
                    .toList());
        } catch (RepositoryNotFoundException e) {
            return List.of();
        }
    }
}
