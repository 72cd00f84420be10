package mica.office.posters;

import com.google.zxing.WriterException;
import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.encoder.ByteMatrix;
import com.google.zxing.qrcode.encoder.Encoder;
import com.google.zxing.qrcode.encoder.QRCode;
import java.awt.geom.Path2D;

/** A QR code as one vector shape. */
final class QrSquare {

    /** Modules of white on each side (ISO/IEC 18004, 6.3.8). */
    private static final int QUIET_ZONE = 4;

    private QrSquare() {}

    /** Level Q survives the loss of a quarter: a sheet at a door gets dirty, wet and torn. */
    static QRCode encode(String address) {
        try {
            return Encoder.encode(address, ErrorCorrectionLevel.Q);
        } catch (WriterException e) {
            throw new IllegalArgumentException("address does not fit a QR code: " + address, e);
        }
    }

    /** Fills a square of that size from the origin, quiet zone included. One path, so that no seams show. */
    static Path2D shape(String address, double size) {
        ByteMatrix modules = encode(address).getMatrix();
        double unit = size / (modules.getWidth() + 2 * QUIET_ZONE);
        Path2D path = new Path2D.Double();
        for (int y = 0; y < modules.getHeight(); y++) {
            for (int x = 0; x < modules.getWidth(); x++) {
                int start = x;
                while (x < modules.getWidth() && modules.get(x, y) == 1) {
                    x++;
                }
                if (x > start) {
                    rectangle(path, unit * (start + QUIET_ZONE), unit * (y + QUIET_ZONE), unit * (x - start), unit);
                }
            }
        }
        return path;
    }

    private static void rectangle(Path2D path, double x, double y, double width, double height) {
        path.moveTo(x, y);
        path.lineTo(x + width, y);
        path.lineTo(x + width, y + height);
        path.lineTo(x, y + height);
        path.closePath();
    }
}
