// The C interface from Java by JNA: java -cp jna.jar Score.java LIBRARY FILE YEAR-MONTH-DAY

import com.sun.jna.Library;
import com.sun.jna.Native;
import com.sun.jna.Pointer;
import com.sun.jna.Structure;
import com.sun.jna.ptr.IntByReference;
import com.sun.jna.ptr.PointerByReference;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

public class Score {
    /** Text that is borrowed. Lengths take as many bytes as pointers: this is for 64-bit systems. */
    @Structure.FieldOrder({"data", "len"})
    public static class Str extends Structure implements Structure.ByValue {
        public Pointer data;
        public long len;

        String text() {
            return new String(data.getByteArray(0, (int) len), StandardCharsets.UTF_8);
        }
    }

    @Structure.FieldOrder({"values", "len"})
    public static class Rows extends Structure implements Structure.ByValue {
        public Pointer values;
        public long len;

        /** There are no values, and no pointer to any, where there is no row. */
        int[] toArray() {
            return len == 0 ? new int[0] : values.getIntArray(0, (int) len);
        }
    }

    public interface Okr extends Library {
        int okr_workspace_parse(byte[] text, long len, PointerByReference out, PointerByReference err);

        int okr_date_parse(byte[] text, long len, IntByReference out, PointerByReference err);

        int okr_workspace_score(Pointer workspace, int asOf, Pointer policy, PointerByReference out, PointerByReference err);

        Rows okr_objective_order(Pointer card);

        Str okr_objective_id(Pointer card, int row);

        double okr_objective_progress(Pointer card, int row);

        int okr_objective_status(Pointer card, int row);

        Str okr_row_status_name(int status);

        Str okr_error_message(Pointer err);

        void okr_error_free(Pointer err);

        void okr_scorecard_free(Pointer card);

        void okr_workspace_free(Pointer workspace);
    }

    static Okr okr;

    /** What a call that failed says becomes an exception. */
    static void check(int status, PointerByReference error) {
        if (status != 0) {
            String told = okr.okr_error_message(error.getValue()).text();
            okr.okr_error_free(error.getValue());
            throw new IllegalArgumentException(told);
        }
    }

    public static void main(String[] arguments) throws Exception {
        okr = Native.load(arguments[0], Okr.class);
        byte[] document = Files.readAllBytes(Path.of(arguments[1]));
        byte[] date = arguments[2].getBytes(StandardCharsets.UTF_8);
        PointerByReference workspace = new PointerByReference(), card = new PointerByReference();
        PointerByReference error = new PointerByReference();
        IntByReference asOf = new IntByReference();
        check(okr.okr_workspace_parse(document, document.length, workspace, error), error);
        check(okr.okr_date_parse(date, date.length, asOf, error), error);
        check(okr.okr_workspace_score(workspace.getValue(), asOf.getValue(), null, card, error), error);
        for (int row : okr.okr_objective_order(card.getValue()).toArray()) {
            double progress = okr.okr_objective_progress(card.getValue(), row);
            String shown = Double.isNaN(progress) ? "-" : String.format(Locale.ROOT, "%.3f", 100 * progress);
            String status = okr.okr_row_status_name(okr.okr_objective_status(card.getValue(), row)).text();
            System.out.println(okr.okr_objective_id(card.getValue(), row).text() + " " + shown + " " + status);
        }
        okr.okr_scorecard_free(card.getValue());
        okr.okr_workspace_free(workspace.getValue());
    }
}
