package dev.slipway.local.logs;

import dev.slipway.local.iam.Permissions;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Writes the lines of a role to the groups that its policies let it write to. The others are lost, as they are on AWS. */
public final class RoleLogs implements LogDelivery {
    private final LogSink store;
    private final Permissions permissions;
    private final NeededAccess needed;

    /** Delivers to a store. */
    public RoleLogs(LogSink store, Permissions permissions, NeededAccess needed) {
        this.store = store;
        this.permissions = permissions;
        this.needed = needed;
    }

    @Override
    public LogSink inNameOf(String roleArn) {
        // Policies do not change while the local cloud runs.
        Map<String, Boolean> allowed = new ConcurrentHashMap<>();
        return (group, stream, time, line) -> {
            if (allowed.computeIfAbsent(group, name -> mayWrite(roleArn, name))) {
                store.append(group, stream, time, line);
            }
        };
    }

    private boolean mayWrite(String roleArn, String group) {
        return needed.toWrite(group).stream().allMatch(access -> permissions.allows(roleArn, access));
    }
}
