package mica.office.posters;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Arc2D;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.awt.geom.RoundRectangle2D;
import java.util.Map;
import org.w3c.dom.Element;

/** Draws what HTML cannot: {@code <object data="qr:ADDRESS">} and the pictures, all as vectors. */
final class Drawings implements FSObjectDrawerFactory {

    private static final Color NAVY = new Color(0x14, 0x32, 0x4A);
    private static final Color GREEN = new Color(0x00, 0x73, 0x6D);
    private static final Color MINT = new Color(0xD5, 0xEE, 0xEA);
    private static final Color YELLOW = new Color(0xFF, 0xCB, 0x3D);
    private static final Color CORAL = new Color(0xF0, 0x6A, 0x5D);
    private static final Color WHITE = Color.WHITE;

    /** What occurs again on another page is put into the document once. */
    private record Picture(String what, float width, float height) {}

    @Override
    public boolean isReplacedObject(Element element) {
        return true;
    }

    @Override
    public FSObjectDrawer createDrawer(Element element) {
        String what = element.getAttribute("data");
        return (e, x, y, width, height, device, context, dotsPerPixel) -> {
            float w = (float) (width / dotsPerPixel);
            float h = (float) (height / dotsPerPixel);
            Picture picture = new Picture(what, w, h);
            device.drawWithGraphics((float) x, (float) y, w, h, picture, canvas -> draw(what, canvas, w, h));
            return Map.of();
        };
    }

    private static void draw(String what, Graphics2D canvas, double width, double height) {
        canvas.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
        if (what.startsWith("qr:")) {
            canvas.setColor(Color.BLACK);
            canvas.fill(QrSquare.shape(what.substring(3), Math.min(width, height)));
            return;
        }
        double scale = Math.min(width, height) / 100;
        canvas.scale(scale, scale);
        switch (what) {
            case "letter" -> letter(canvas);
            case "scan" -> scan(canvas);
            case "type" -> type(canvas);
            case "show" -> show(canvas);
            case "authority" -> authority(canvas);
            case "venue" -> venue(canvas);
            case "visitor" -> visitor(canvas);
            case "wall" -> wall(canvas);
            case "mail" -> mail(canvas);
            default -> throw new IllegalArgumentException("no such drawing: " + what);
        }
    }

    /** The friendly letter with a telephone in its hand, before a sun. */
    private static void letter(Graphics2D canvas) {
        disc(canvas, YELLOW, 49, 50, 46);
        lines(canvas, NAVY, 3.2, 38, 74, 38, 89, 33, 89);
        lines(canvas, NAVY, 3.2, 58, 74, 58, 89, 63, 89);
        lines(canvas, NAVY, 3.2, 18, 58, 9, 65, 7, 72);
        lines(canvas, NAVY, 3.2, 79, 55, 87, 47, 87, 38);
        phone(canvas, 79, 14, 16, 26);
        canvas.setColor(CORAL);
        polygon(canvas, 84, 26, 86.5, 29.5, 91.5, 22, 90, 21, 86.3, 26.7, 85.2, 25);
        block(canvas, WHITE, 16, 32, 65, 46, 8);
        canvas.setColor(MINT);
        polygon(canvas, 21, 32, 76, 32, 52, 51, 45, 51);
        lines(canvas, GREEN, 1.6, 18.5, 35, 45, 53, 52, 53, 78.5, 35);
        disc(canvas, NAVY, 38, 60, 2.6);
        disc(canvas, NAVY, 59, 60, 2.6);
        disc(canvas, CORAL, 30, 65.5, 3.6);
        disc(canvas, CORAL, 67, 65.5, 3.6);
        smile(canvas, 48.5, 61, 7);
    }

    private static void scan(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        phone(canvas, 29, 12, 42, 76);
        for (double[] eye : new double[][] {{36, 30}, {53, 30}, {36, 47}}) {
            block(canvas, NAVY, eye[0], eye[1], 11, 11, 1);
            block(canvas, WHITE, eye[0] + 2.6, eye[1] + 2.6, 5.8, 5.8, 0);
            block(canvas, NAVY, eye[0] + 4, eye[1] + 4, 3, 3, 0);
        }
        block(canvas, NAVY, 53, 47, 4.4, 4.4, 0);
        block(canvas, NAVY, 59.6, 53.6, 4.4, 4.4, 0);
        block(canvas, NAVY, 53, 53.6, 2.2, 4.4, 0);
        lines(canvas, CORAL, 3, 25, 66, 75, 66);
    }

    private static void type(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        phone(canvas, 29, 12, 42, 76);
        block(canvas, YELLOW, 35, 30, 30, 13, 3);
        for (int i = 0; i < 3; i++) {
            disc(canvas, NAVY, 40.5 + i * 5.5, 36.5, 1.5);
        }
        lines(canvas, NAVY, 1.6, 57, 33, 57, 40);
        block(canvas, CORAL, 38, 50, 24, 10, 5);
        for (int i = 0; i < 8; i++) {
            block(canvas, MINT, 35.5 + i % 4 * 7.6, 66 + i / 4 * 6.5, 6, 4.6, 1);
        }
    }

    private static void show(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        phone(canvas, 29, 12, 42, 76);
        disc(canvas, GREEN, 50, 47, 15);
        lines(canvas, WHITE, 4.6, 42.5, 47.5, 48, 53, 58, 41.5);
    }

    private static void authority(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        block(canvas, GREEN, 22, 34, 56, 44, 2);
        block(canvas, NAVY, 40, 20, 20, 58, 2);
        for (int row = 0; row < 3; row++) {
            for (double x : new double[] {27, 33.5, 62, 68.5}) {
                block(canvas, WHITE, x, 41 + row * 9, 4, 5, 0);
            }
        }
        block(canvas, YELLOW, 45, 27, 10, 10, 5);
        block(canvas, WHITE, 45, 63, 10, 15, 0);
        lines(canvas, NAVY, 3, 16, 79, 84, 79);
    }

    private static void venue(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        block(canvas, WHITE, 24, 38, 52, 40, 0);
        for (int i = 0; i < 5; i++) {
            block(canvas, i % 2 == 0 ? CORAL : WHITE, 20 + i * 12, 26, 12, 16, 0);
            disc(canvas, i % 2 == 0 ? CORAL : WHITE, 26 + i * 12, 42, 6);
        }
        block(canvas, NAVY, 31, 53, 15, 25, 1);
        block(canvas, YELLOW, 52, 53, 18, 15, 1);
        lines(canvas, NAVY, 3, 16, 79, 84, 79);
    }

    private static void visitor(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        block(canvas, CORAL, 27, 55, 46, 37, 18);
        disc(canvas, YELLOW, 50, 36, 17);
        disc(canvas, NAVY, 44, 35, 2.2);
        disc(canvas, NAVY, 56, 35, 2.2);
        smile(canvas, 50, 37, 6);
        phone(canvas, 66, 48, 17, 29);
    }

    /** A door with the poster beside it. */
    private static void wall(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        block(canvas, NAVY, 20, 26, 28, 54, 2);
        block(canvas, WHITE, 24, 30, 20, 26, 1);
        disc(canvas, YELLOW, 44, 62, 2.4);
        block(canvas, WHITE, 56, 30, 25, 34, 1);
        block(canvas, GREEN, 56, 30, 25, 12, 1);
        block(canvas, NAVY, 63, 46, 11, 11, 1);
        block(canvas, WHITE, 66, 49, 5, 5, 0);
        lines(canvas, NAVY, 3, 14, 80, 86, 80);
    }

    private static void mail(Graphics2D canvas) {
        disc(canvas, MINT, 50, 50, 48);
        block(canvas, WHITE, 20, 30, 60, 42, 5);
        lines(canvas, GREEN, 3, 22, 34, 50, 54, 78, 34);
        disc(canvas, CORAL, 78, 31, 9);
        lines(canvas, WHITE, 3, 78, 26.5, 78, 31.5);
        disc(canvas, WHITE, 78, 35.5, 1.6);
    }

    private static void phone(Graphics2D canvas, double x, double y, double width, double height) {
        double rim = width / 11;
        block(canvas, NAVY, x, y, width, height, width / 4);
        block(canvas, WHITE, x + rim, y + 2.4 * rim, width - 2 * rim, height - 4.8 * rim, width / 12);
    }

    private static void block(
            Graphics2D canvas, Color color, double x, double y, double width, double height, double radius) {
        canvas.setColor(color);
        canvas.fill(new RoundRectangle2D.Double(x, y, width, height, 2 * radius, 2 * radius));
    }

    private static void disc(Graphics2D canvas, Color color, double x, double y, double radius) {
        canvas.setColor(color);
        canvas.fill(new Ellipse2D.Double(x - radius, y - radius, 2 * radius, 2 * radius));
    }

    private static void smile(Graphics2D canvas, double x, double y, double radius) {
        pen(canvas, NAVY, radius / 3.2);
        canvas.draw(new Arc2D.Double(x - radius, y - radius, 2 * radius, 2 * radius, 205, 130, Arc2D.OPEN));
    }

    private static void lines(Graphics2D canvas, Color color, double thickness, double... points) {
        pen(canvas, color, thickness);
        if (points.length == 4) {
            canvas.draw(new Line2D.Double(points[0], points[1], points[2], points[3]));
        } else {
            canvas.draw(path(points));
        }
    }

    private static void polygon(Graphics2D canvas, double... points) {
        Path2D path = path(points);
        path.closePath();
        canvas.fill(path);
    }

    private static Path2D path(double... points) {
        Path2D path = new Path2D.Double();
        path.moveTo(points[0], points[1]);
        for (int i = 2; i < points.length; i += 2) {
            path.lineTo(points[i], points[i + 1]);
        }
        return path;
    }

    private static void pen(Graphics2D canvas, Color color, double thickness) {
        canvas.setColor(color);
        canvas.setStroke(new BasicStroke((float) thickness, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
    }
}
