package dev.slipway.local.lambda.zip;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.InvocationTargetException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * The classes of the functions jar, loaded once for all functions: a loader of its own for each would pay for the SDK's
 * classes each time. Nothing of this process is visible to them but the platform and the handler interfaces.
 */
public final class HandlerClasses implements AutoCloseable {
    private final URLClassLoader loader;

    /** Opens class path elements; an element may be a folder of classes. */
    public HandlerClasses(List<Path> classPath) {
        URL[] urls = classPath.stream().map(HandlerClasses::url).toArray(URL[]::new);
        loader = new URLClassLoader(urls, new HandlerInterfaces());
    }

    ClassLoader loader() {
        return loader;
    }

    /**
     * Builds a handler by its constructor that takes the environment, or by the one without arguments.
     *
     * @throws Exception what the class loader or the constructor threw
     */
    RequestStreamHandler build(String className, Map<String, String> environment) throws Exception {
        Class<?> type = Class.forName(className, true, loader);
        if (!RequestStreamHandler.class.isAssignableFrom(type)) {
            throw new ClassCastException(className + " does not implement RequestStreamHandler");
        }
        try {
            return (RequestStreamHandler) instance(type, environment);
        } catch (InvocationTargetException e) {
            if (e.getCause() instanceof Exception cause) {
                throw cause;
            }
            throw e;
        }
    }

    private static Object instance(Class<?> type, Map<String, String> environment) throws ReflectiveOperationException {
        for (Constructor<?> constructor : type.getConstructors()) {
            if (constructor.getParameterCount() == 1 && constructor.getParameterTypes()[0] == Map.class) {
                return constructor.newInstance(environment);
            }
        }
        return type.getConstructor().newInstance();
    }

    @Override
    public void close() {
        try {
            loader.close();
        } catch (IOException e) {
            throw new UncheckedIOException("failed to close the functions jar", e);
        }
    }

    private static URL url(Path path) {
        try {
            return path.toUri().toURL();
        } catch (MalformedURLException e) {
            throw new UncheckedIOException("failed to open " + path, e);
        }
    }

    /** Shares the interfaces that both sides must see as one type, and only these. */
    private static final class HandlerInterfaces extends ClassLoader {
        private static final String CORE = "com.amazonaws.services.lambda.runtime.";

        HandlerInterfaces() {
            super(ClassLoader.getPlatformClassLoader());
        }

        @Override
        protected Class<?> findClass(String name) throws ClassNotFoundException {
            if (name.startsWith(CORE) && isCore(name.substring(CORE.length()))) {
                return Class.forName(name, true, HandlerClasses.class.getClassLoader());
            }
            throw new ClassNotFoundException(name);
        }

        private static boolean isCore(String rest) {
            return rest.indexOf('.') < 0 || rest.startsWith("logging.");
        }
    }
}
