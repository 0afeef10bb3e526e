package dev.slipway.cli.emulator;

import dev.slipway.events.Codec;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** The functions of the jar that Lambda runs, called by their handlers with an environment of the test's own. */
final class Steps implements AutoCloseable {
    private final URLClassLoader classes;
    private final ThreadLocal<Map<Class<?>, Object>> handlers = ThreadLocal.withInitial(HashMap::new);

    Steps(Path jar) throws MalformedURLException {
        classes = new URLClassLoader(new URL[] {jar.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
    }

    /**
     * Calls a step, as {@code setup.Setup}.
     *
     * @throws StepFailure when the handler throws
     */
    <T extends Record> T call(String step, Map<String, String> environment, Object request, Class<T> answer) {
        return Codec.read(call(step, environment, Codec.write(request)), answer);
    }

    /** Calls a step with JSON as it comes. */
    String call(String step, Map<String, String> environment, String request) {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(classes);
        try {
            Class<?> type = classes.loadClass("dev.slipway.steps." + step + "Handler");
            Class<?> context = classes.loadClass("com.amazonaws.services.lambda.runtime.Context");
            // Nobody is to be asked about the invocation where nothing is traced.
            Object nothing = Proxy.newProxyInstance(classes, new Class<?>[] {context}, (proxy, method, given) -> null);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            type.getMethod("handleRequest", InputStream.class, OutputStream.class, context)
                    .invoke(
                            handler(type, environment),
                            new ByteArrayInputStream(request.getBytes(StandardCharsets.UTF_8)),
                            out,
                            nothing);
            return out.toString(StandardCharsets.UTF_8);
        } catch (InvocationTargetException e) {
            throw new StepFailure(e.getCause());
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(e);
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /** One for each thread, as a function's instance serves one invocation at a time and is kept for the next. */
    private Object handler(Class<?> type, Map<String, String> environment) throws ReflectiveOperationException {
        Map<Class<?>, Object> built = handlers.get();
        if (!built.containsKey(type)) {
            built.put(type, type.getConstructor(Map.class).newInstance(environment));
        }
        return built.get(type);
    }

    @Override
    public void close() throws Exception {
        classes.close();
    }

    /** What a handler threw, as Lambda would say it. */
    static final class StepFailure extends RuntimeException {
        private static final long serialVersionUID = 1L;

        StepFailure(Throwable thrown) {
            super(thrown.getClass().getSimpleName() + ": " + thrown.getMessage(), thrown);
        }
    }
}
