package io.jtwisted;

import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.LambdaExpressionTree;
import com.sun.source.tree.MemberReferenceTree;
import com.sun.source.tree.Tree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import io.jtwisted.defer.Action;
import io.jtwisted.defer.Deferred;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.type.DeclaredType;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;
import org.jspecify.annotations.Nullable;

/**
 * Finds the trap that compiles: a lambda or a method reference that gives a Deferred where an {@link Action} is wanted,
 * which gives nothing: {@code tap(v -> later(v))}. Nothing waits for that Deferred.
 */
@SuppressWarnings("VoidUsed") // the scanner of the JDK has it
final class DroppedDeferreds {

    private DroppedDeferreds() {}

    /** Where these sources have it, as {@code File.java:12: what}. */
    static List<String> in(Iterable<? extends JavaFileObject> sources) throws IOException {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> options = List.of("-proc:none", "-classpath", System.getProperty("java.class.path"));
        JavacTask task = (JavacTask) compiler.getTask(null, null, error -> {}, options, null, sources);
        List<String> found = new ArrayList<>();
        Iterable<? extends CompilationUnitTree> units = task.parse();
        task.analyze();
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
                    && is(Action.class, trees.getTypeMirror(getCurrentPath()))
                    && is(Deferred.class, trees.getTypeMirror(new TreePath(getCurrentPath(), lambda.getBody())))) {
                report(lambda);
            }
            return super.visitLambdaExpression(lambda, nothing);
        }

        @Override
        public @Nullable Void visitMemberReference(MemberReferenceTree reference, @Nullable Void nothing) {
            if (is(Action.class, trees.getTypeMirror(getCurrentPath()))
                    && trees.getElement(getCurrentPath()) instanceof ExecutableElement method
                    && is(Deferred.class, method.getReturnType())) {
                report(reference);
            }
            return super.visitMemberReference(reference, nothing);
        }

        private static boolean is(Class<?> wanted, @Nullable TypeMirror type) {
            return type instanceof DeclaredType declared
                    && declared.asElement().toString().equals(wanted.getName());
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
