package io.jtwisted.testsupport;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trap that compiles: a lambda or a method reference that gives a Deferred where an {@code
 * Action} is wanted, which gives nothing: {@code tap(v -> later(v))}. Nothing waits for that Deferred.
 */
@SuppressWarnings("VoidUsed") // the scanner of the JDK has it
public final class DroppedDeferreds {
    private static final String ACTION = "io.jtwisted.defer.Action";
    private static final String DEFERRED = "io.jtwisted.defer.Deferred";

    private DroppedDeferreds() {}

    /** Where the sources below this directory have it, as {@code File.java:12: what}. */
    public static List<String> below(Path root) throws IOException {
        List<Path> sources = Sources.below(root);
        if (sources.isEmpty()) {
            return List.of();
        }
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
            return in(files.getJavaFileObjectsFromPaths(sources));
        }
    }

    /**
     * Where these sources have it.
     *
     * @throws IllegalArgumentException if they do not compile with the class path of this JVM
     */
    public static List<String> in(Iterable<? extends JavaFileObject> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        DiagnosticCollector<JavaFileObject> said = new DiagnosticCollector<>();
        JavacTask task = (JavacTask) compiler.getTask(null, null, said, options, null, sources);
        Iterable<? extends CompilationUnitTree> units = task.parse();
        task.analyze();
        List<String> errors = said.getDiagnostics().stream()
                .filter(one -> one.getKind() == Diagnostic.Kind.ERROR)
                .map(one -> one.toString())
                .toList();
        if (!errors.isEmpty()) {
            throw new IllegalArgumentException("expected sources that compile: " + errors);
        }
        List<String> found = new ArrayList<>();
        Scanner scanner = new Scanner(Trees.instance(task), found);
        units.forEach(unit -> scanner.scan(unit, null));
        return found;
    }

    private static final class Scanner extends TreePathScanner<@Nullable Void, @Nullable Void> {
        private final Trees trees;
        private final List<String> found;

        Scanner(Trees trees, List<String> found) {
            this.trees = trees;
            this.found = found;
        }

        @Override
        public @Nullable Void visitLambdaExpression(LambdaExpressionTree lambda, @Nullable Void nothing) {
            if (lambda.getBodyKind() == LambdaExpressionTree.BodyKind.EXPRESSION
                    && is(ACTION, trees.getTypeMirror(getCurrentPath()))
                    && is(DEFERRED, trees.getTypeMirror(new TreePath(getCurrentPath(), lambda.getBody())))) {
                report(lambda);
            }
            return super.visitLambdaExpression(lambda, nothing);
        }

        @Override
        public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void nothing) {
            if (is(ACTION, trees.getTypeMirror(getCurrentPath()))
                    && trees.getElement(getCurrentPath()) instanceof ExecutableElement method
                    && is(DEFERRED, method.getReturnType())) {
                report(reference);
            }
            return super.visitMemberReference(reference, nothing);
        }

        private static boolean is(String wanted, @Nullable TypeMirror type) {
            return type instanceof DeclaredType declared
                    && declared.asElement().toString().equals(wanted);
        }

        private void report(Tree where) {
            CompilationUnitTree unit = getCurrentPath().getCompilationUnit();
            long line =
                    unit.getLineMap().getLineNumber(trees.getSourcePositions().getStartPosition(unit, where));
            String file = unit.getSourceFile().getName();
            found.add(file.substring(file.lastIndexOf('/') + 1) + ":" + line + ": " + where);
        }
    }
}
