package dev.slipway.local.logs;

import dev.slipway.local.iam.Permissions;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the lines of a role to the groups that its policies let it write to. The others are lost, as they are on AWS. */
public final class RoleLogs implements LogDelivery {
    private final LogStore store;
    private final Permissions permissions;
    private final NeededAccess needed;

    /** Delivers to a store. */
    public RoleLogs(LogStore store, Permissions permissions, NeededAccess needed) {
        this.store = store;
        this.permissions = permissions;
        this.needed = needed;
    }

    @Override
    public LogSink inNameOf(String roleArn) {
        // Policies do not change while the local cloud runs, and a group that was written to is there.
        Set<String> open = ConcurrentHashMap.newKeySet();
        return (group, stream, time, line) -> {
            if (open.contains(group) || mayWrite(roleArn, group)) {
                open.add(group);
                store.append(group, stream, time, line);
            }
        };
    }

    private boolean mayWrite(String roleArn, String group) {
        boolean there = store.group(group).isPresent();
        return needed.toWrite(group, there).stream().allMatch(access -> permissions.allows(roleArn, access));
    }
}
