package mica.office.posters;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.qrcode.decoder.ErrorCorrectionLevel;
import com.google.zxing.qrcode.decoder.Mode;
import java.awt.geom.Rectangle2D;
import org.junit.jupiter.api.Test;

class QrSquareTest {

    private static final String ADDRESS = Printed.SERVICE.scannedAddress("ABCDEFGHJK");

    @Test
    void an_address_is_encoded_in_alphanumeric_mode_with_a_quarter_to_spare() {
        assertThat(QrSquare.encode(ADDRESS).getMode()).isEqualTo(Mode.ALPHANUMERIC);
        assertThat(QrSquare.encode(ADDRESS).getECLevel()).isEqualTo(ErrorCorrectionLevel.Q);
    }

    @Test
    void four_modules_on_each_side_stay_white() {
        double modules = QrSquare.encode(ADDRESS).getMatrix().getWidth() + 8;
        Rectangle2D black = QrSquare.shape(ADDRESS, modules).getBounds2D();
        assertThat(black).isEqualTo(new Rectangle2D.Double(4, 4, modules - 8, modules - 8));
    }
}
