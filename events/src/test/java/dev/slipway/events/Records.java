package dev.slipway.events;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/** All records of the contract, found on the class path, so that a new one cannot be forgotten. */
final class Records {
    private static final List<Class<? extends Record>> ALL = find();

    private Records() {}

    static List<Class<? extends Record>> all() {
        return ALL;
    }

    private static List<Class<? extends Record>> find() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("dev.slipway.events")
                        .stream()
                        .filter(JavaClass::isRecord)
                        .<Class<? extends Record>>map(found -> found.reflect().asSubclass(Record.class))
                        .sorted(Comparator.comparing(Class::getSimpleName))
                        .toList();
    }

    /** Returns the name of the files about a record: build-plan for BuildPlan. */
    static String fileName(Class<?> record) {
        return record.getSimpleName().replaceAll("(?<=[a-z])(?=[A-Z])", "-").toLowerCase(Locale.ROOT);
    }
}
