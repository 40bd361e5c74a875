package dev.gavel.server;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.equivalentTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.simpleName;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaMethodCall;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import dev.gavel.auction.model.FormatKind;

import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;

/** Who may know whom. A wrong import fails with the sentence that it breaks. */
@AnalyzeClasses(packages = "dev.gavel", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {

    @ArchTest
    static final ArchRule ratis = noClasses().that()
            .resideOutsideOfPackage("dev.gavel.raft.ratis..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.apache.ratis..")
            .because("raft-core knows Ratis in its package ratis only, and nobody else does");

    @ArchTest
    static final ArchRule replicationAndDomain = noClasses().that()
            .resideInAPackage("dev.gavel.raft..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.gavel.auction..", "dev.gavel.server..", "dev.gavel.client..",
                    "dev.gavel.wire..")
            .because("raft-core replicates opaque bytes and knows no auction");

    @ArchTest
    static final ArchRule face = noClasses().that()
            .resideInAPackage("dev.gavel.raft")
            .and()
            .haveNameNotMatching("dev\\.gavel\\.raft\\.Raft(\\$.*)?")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("dev.gavel.raft.log..", "dev.gavel.raft.ratis..",
                    "dev.gavel.raft.local..")
            .because("of raft-core's face only the front door, Raft, knows what is behind it");

    @ArchTest
    static final ArchRule frontDoor = noClasses().that()
            .resideOutsideOfPackage("dev.gavel.raft..")
            .should()
            .dependOnClassesThat(
                    resideInAPackage("dev.gavel.raft.local..").or(simpleName("RatisReplicator")))
            .because("a replica is started by raft-core's front door, Raft.replica");

    @ArchTest
    static final ArchRule domain = classes().that()
            .resideInAPackage("dev.gavel.auction..")
            .and()
            .resideOutsideOfPackage("dev.gavel.auction.codec..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.gavel.auction..", "java..",
                    "org.jspecify.annotations.."))
            .because("the domain knows the JDK, and Jackson in its codec only");

    @ArchTest
    static final ArchRule codec = classes().that()
            .resideInAPackage("dev.gavel.auction.codec..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.gavel.auction..", "java..",
                    "org.jspecify.annotations..", "com.fasterxml.jackson.."))
            .because("the domain's codec knows Jackson and nothing else");

    @ArchTest
    static final ArchRule client = noClasses().that()
            .resideInAPackage("dev.gavel.client..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.gavel.raft..",
                    "dev.gavel.server..", "dev.gavel.auction.state..", "dev.gavel.auction.rules..",
                    "dev.gavel.auction.format.."))
            .because("the client knows the wire and the domain's messages, never its state");

    @ArchTest
    static final ArchRule hunt = classes().that()
            .resideInAPackage("dev.gavel.client.hunt..")
            .should()
            .onlyDependOnClassesThat(resideInAnyPackage("dev.gavel.client.hunt..", "java..",
                    "dev.gavel.auction.model..", "org.jspecify.annotations.."))
            .because("a hunt knows no network: its users say what to ask means");

    @ArchTest
    static final ArchRule formats = noClasses().that()
            .resideOutsideOfPackage("dev.gavel.auction..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gavel.auction.format..")
                    .or(equivalentTo(FormatKind.class)))
            .because("what a kind of auction does only the domain knows; who has its name in JSON "
                    + "asks the codec's FormatsByName");

    @ArchTest
    static final ArchRule grpc = noClasses().that()
            .resideInAPackage("dev.gavel.server..")
            .and()
            .resideOutsideOfPackage("dev.gavel.server.grpc..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.grpc..", "com.google.protobuf..", "dev.gavel.wire..")
            .because("the server knows gRPC in its package grpc only");

    @ArchTest
    static final ArchRule http = noClasses().that()
            .resideInAPackage("dev.gavel.server..")
            .and()
            .resideOutsideOfPackage("dev.gavel.server.http..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.javalin..", "org.eclipse.jetty..", "jakarta.servlet..")
            .because("the server knows the HTTP library in its package http only");

    @ArchTest
    static final ArchRule metrics = noClasses().that()
            .resideInAPackage("dev.gavel.server..")
            .and()
            .resideOutsideOfPackage("dev.gavel.server.metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..")
            .because("the server knows Micrometer in its package metrics only");

    @ArchTest
    static final ArchRule edges = noClasses().that()
            .resideInAPackage("dev.gavel.server.grpc..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gavel.server.http.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("dev.gavel.server.dev.."))
            .because("edges never import one another: grpc and http meet at the desk");

    @ArchTest
    static final ArchRule otherEdge = noClasses().that()
            .resideInAPackage("dev.gavel.server.http..")
            .should()
            .dependOnClassesThat(resideInAPackage("dev.gavel.server.grpc.."))
            .orShould()
            .dependOnClassesThat(resideInAPackage("dev.gavel.server.dev.."))
            .because("edges never import one another: grpc and http meet at the desk");

    @ArchTest
    static final ArchRule inner = noClasses().that()
            .resideInAnyPackage("dev.gavel.server.replica..", "dev.gavel.server.feed..",
                    "dev.gavel.server.cluster..", "dev.gavel.server.desk..")
            .should()
            .dependOnClassesThat(resideInAnyPackage("dev.gavel.server.grpc..",
                    "dev.gavel.server.http..", "dev.gavel.server.dev..",
                    "dev.gavel.server.metrics.."))
            .because("imports run down the floors: what is inside does not know the edges");

    /** On two cores and a newer JDK that pool is one thread: who waits on it stops all the others. */
    @ArchTest
    static final ArchRule noCommonPool = noClasses().should()
            .callMethodWhere(new DescribedPredicate<JavaMethodCall>("use the pool of all") {
                @Override
                public boolean test(JavaMethodCall call) {
                    var name = call.getTarget().getName();
                    return switch (name) {
                        case "parallelStream", "parallel", "commonPool", "onExit" -> call
                                .getTargetOwner()
                                .getPackageName()
                                .startsWith("java.");
                        default -> name.endsWith("Async")
                                && call.getTargetOwner().isAssignableTo(CompletionStage.class)
                                && call.getTarget()
                                        .getRawParameterTypes()
                                        .stream()
                                        .noneMatch(type -> type.isEquivalentTo(Executor.class));
                    };
                }
            })
            .because("what may wait has a thread of its own (raft-core's Threads says why)");

    @ArchTest
    static final ArchRule noCircles = slices().matching("dev.gavel.server.(*)..")
            .should()
            .beFreeOfCycles();
}
