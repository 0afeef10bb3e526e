package dev.slipway.local.builder;

import java.nio.file.Path;

/** What stands at a path of a tree: in the build context, or in the file system of an image. */
sealed interface Node {
    int mode();

    Owner owner();

    Node withOwner(Owner owner);

    Node withMode(int mode);

    /** Numeric owner, as it stands in a layer. */
    record Owner(int user, int group) {
        static final Owner ROOT = new Owner(0, 0);
    }

    /** A folder. */
    record Folder(int mode, Owner owner) implements Node {
        static final Folder PLAIN = new Folder(0755, Owner.ROOT);

        @Override
        public Folder withOwner(Owner to) {
            return new Folder(mode, to);
        }

        @Override
        public Folder withMode(int to) {
            return new Folder(to, owner);
        }
    }

    /** A file, whose bytes are in a file of the host. */
    record File(int mode, Owner owner, Path content, long size) implements Node {
        @Override
        public File withOwner(Owner to) {
            return new File(mode, to, content, size);
        }

        @Override
        public File withMode(int to) {
            return new File(to, owner, content, size);
        }
    }

    /** A symbolic link, kept as one. */
    record Link(Owner owner, String target) implements Node {
        @Override
        public int mode() {
            return 0777;
        }

        @Override
        public Link withOwner(Owner to) {
            return new Link(to, target);
        }

        @Override
        public Link withMode(int to) {
            return this;
        }
    }
}
