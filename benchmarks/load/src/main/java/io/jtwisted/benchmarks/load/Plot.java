package io.jtwisted.benchmarks.load;

import io.jtwisted.benchmarks.load.Results.Row;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Bars: for each case each server's ratio to the reference, with its interval. SVG. */
final class Plot {
    private static final int LEFT = 150;
    private static final int UNIT = 220; // the length of a ratio of 1
    private static final double LONGEST = 3.2;
    private static final int WIDTH = LEFT + (int) (UNIT * LONGEST) + 120;
    private static final int LINE = 17;
    private static final int BAR = 11;
    private static final int TITLE = 34;

    private final StringBuilder svg = new StringBuilder();
    private int y = 10;

    private Plot() {}

    static String of(List<Row> rows) {
        Plot plot = new Plot();
        Map<Case, List<Row>> cases = new LinkedHashMap<>();
        rows.forEach(row -> cases.computeIfAbsent(row.measured(), unknown -> new ArrayList<>())
                .add(row));
        cases.forEach(plot::draw);
        return String.format(Locale.ROOT, """
                <svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif" font-size="12">
                <rect width="100%%" height="100%%" fill="white"/>
                %s</svg>
                """, WIDTH, plot.y + 10, plot.svg);
    }

    private void draw(Case one, List<Row> rows) {
        int top = y + TITLE - 8;
        add(
                "<text x=\"10\" y=\"%d\" font-weight=\"bold\">%s</text>%n",
                y + 18,
                one.name() + ": " + one.title() + (one.unit() == Case.Unit.BYTES ? " (fewer bytes are better)" : ""));
        y += TITLE;
        rows.forEach(this::draw);
        add(
                "<line x1=\"%1$d\" x2=\"%1$d\" y1=\"%2$d\" y2=\"%3$d\" stroke=\"#444\" stroke-dasharray=\"3 2\"/>%n",
                LEFT + UNIT, top, y);
        y += 6;
    }

    private void draw(Row row) {
        String name = row.server().name();
        String color = row.server().isOurs() ? "#1f6fb4" : "#b8b8b8";
        Estimate ratio = row.ratio();
        double end = x(ratio.median());
        add("<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n", LEFT - 6, y + BAR - 1, name);
        add("<rect x=\"%d\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"%s\"/>%n", LEFT, y, end - LEFT, BAR, color);
        add(
                "<line x1=\"%.1f\" x2=\"%.1f\" y1=\"%3$d\" y2=\"%3$d\" stroke=\"black\"/>%n",
                x(ratio.low()), x(ratio.high()), y + BAR / 2);
        add(
                "<text x=\"%.1f\" y=\"%d\">%.2f%s</text>%n",
                Math.max(end, x(ratio.high())) + 5, y + BAR - 1, ratio.median(), row.decided() ? "" : " ?");
        y += LINE;
    }

    private static double x(double ratio) {
        return LEFT + UNIT * Math.min(ratio, LONGEST);
    }

    private void add(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values));
    }
}
