package dev.gavel.auction;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;

/** The floors of the domain, and what it must not touch so that every replica decides alike. */
@AnalyzeClasses(packages = "dev.gavel.auction", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule floors = layeredArchitecture()
            .consideringOnlyDependenciesInAnyPackage("dev.gavel.auction..")
            .layer("model")
            .definedBy("..auction.model")
            .layer("message")
            .definedBy("..auction.message")
            .layer("state")
            .definedBy("..auction.state")
            .layer("format")
            .definedBy("..auction.format")
            .layer("rules")
            .definedBy("..auction.rules")
            .layer("codec")
            .definedBy("..auction.codec")
            .layer("query")
            .definedBy("..auction.query")
            .layer("root")
            .definedBy("dev.gavel.auction")
            .whereLayer("root")
            .mayOnlyBeAccessedByLayers("query")
            .whereLayer("query")
            .mayNotBeAccessedByAnyLayer()
            .whereLayer("rules")
            .mayOnlyBeAccessedByLayers("root", "query")
            .whereLayer("format")
            .mayOnlyBeAccessedByLayers("rules", "query", "root")
            .whereLayer("codec")
            .mayOnlyBeAccessedByLayers("query")
            .whereLayer("state")
            .mayOnlyBeAccessedByLayers("format", "rules", "codec", "query", "root")
            .whereLayer("message")
            .mayOnlyBeAccessedByLayers("state", "format", "rules", "codec", "query", "root");

    @ArchTest
    static final ArchRule noCircles = slices().matching("dev.gavel.auction.(*)..")
            .should()
            .beFreeOfCycles();

    @ArchTest
    static final ArchRule jacksonStaysInCodec = noClasses().that()
            .resideOutsideOfPackage("..auction.codec")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.fasterxml..");

    @ArchTest
    static final ArchRule onlyTheJdk = noClasses().should()
            .dependOnClassesThat()
            .resideOutsideOfPackages("java..", "dev.gavel.auction..", "com.fasterxml..",
                    "org.jspecify..");

    @ArchTest
    static final ArchRule noClockRandomThreadOrFile = noClasses().should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.time\\.Clock|java\\.util\\.Random"
                    + "|java\\.util\\.concurrent\\..*|java\\.util\\.UUID"
                    + "|java\\.lang\\.Thread|java\\.io\\.File|java\\.nio\\.file\\..*|java\\.net\\..*")
            .orShould()
            .callMethod(System.class, "currentTimeMillis")
            .orShould()
            .callMethod(System.class, "nanoTime")
            .orShould()
            .callMethod(java.time.Instant.class, "now")
            .orShould()
            .callMethod(Math.class, "random");

    @ArchTest
    static final ArchRule noHashOrderedWalk = noClasses().should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.util\\.(HashMap|HashSet|IdentityHashMap|WeakHashMap)");

    @ArchTest
    static final ArchRule noFloatingPoint = noClasses().should()
            .dependOnClassesThat()
            .haveNameMatching("double|float|java\\.lang\\.(Double|Float)");
}
