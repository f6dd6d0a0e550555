package org.citycatalog.ingest;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.Charset;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Finds the encoding of a text: by its mark, else UTF-8 where every byte fits, else the one of
/// GB18030 and Big5 in which the bytes fit and read like Chinese.
///
/// Most texts in Big5 are also correct GB18030 and the other way round, but what comes out is rare
/// characters. So the characters decide: those that everybody uses speak for an encoding,
/// unassigned and private ones against it.
final class EncodingFinder {
  private static final double LEAST_PLAUSIBLE = 0.2;

  // Frequent characters of running text, names of places and headings, simplified and traditional.
  private static final String FREQUENT =
      "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么去法学如都同现当没动面起看"
          + "定天分还进好小部其些主样理心本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三又关点正业外将两高间由问很最重并物手应向头文体政"
          + "美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活数安少报结"
          + "受目量再感建务做接必场件计管期市直德资命山金指许统区保至队形社便空决治展马科司五基书非则听界达光放强即像难权式色路记南品住类求据程北边该交规万取格"
          + "总县乡镇村街委居省州府厅局处号码编称型状态价费车站址城河桥园林农商厂店室层楼院校医药食卫环境评级率时段否项目录序描述备注联系电话邮箱网"
          + "這個們來為國說時會對後發過里種經麼學現當沒動還進樣實軍無與長機將兩間問應頭體見產東聲員論處義幾認條氣題數報結務場計資統區隊決馬書則聽達強難權記類"
          + "據邊該規萬縣鄉鎮總廳號碼編稱狀態價費車園農廠層樓醫藥衛環評級項錄備註聯繫電話網臺灣鐵業開關點線設備檔資訊服務單位縣市區里鄰段巷弄年度月統計情形表提供";
  private static final BitSet COMMON = new BitSet(0x10000);

  static {
    FREQUENT.chars().forEach(COMMON::set);
    "，。、；：？！（）《》“”‘’「」『』【】—…·％".chars().forEach(COMMON::set);
  }

  private EncodingFinder() {}

  /// @param said what the sender says, null where nothing
  /// @throws UnreadableFileException if it is no text, or no encoding fits
  static Charset find(Sample sample, @Nullable String said) throws UnreadableFileException {
    byte[] bytes = sample.bytes();
    if (said != null) {
      return checked(said, sample);
    }
    if (startsWith(bytes, 0xEF, 0xBB, 0xBF)) {
      return StandardCharsets.UTF_8;
    }
    if (startsWith(bytes, 0xFE, 0xFF)) {
      return StandardCharsets.UTF_16BE;
    }
    if (startsWith(bytes, 0xFF, 0xFE)) {
      return StandardCharsets.UTF_16LE;
    }
    for (byte each : bytes) {
      if (each == 0) {
        throw new UnreadableFileException(
            "format-wrong", "The file is no text: it holds bytes of zero.");
      }
    }
    if (fits(StandardCharsets.UTF_8, sample)) {
      return StandardCharsets.UTF_8;
    }
    Charset best = null;
    double bestScore = LEAST_PLAUSIBLE;
    for (String name : List.of("GB18030", "Big5", "x-windows-950", "Big5-HKSCS")) {
      Charset charset = Charset.forName(name);
      double score = fits(charset, sample) ? plausibility(charset, sample) : -1;
      if (score > bestScore) {
        best = charset;
        bestScore = score;
      }
    }
    if (best == null) {
      throw new UnreadableFileException(
          "encoding-unknown",
          "The file is in neither UTF-8, GB18030 nor Big5; say its encoding, or send it in UTF-8.");
    }
    return best;
  }

  private static Charset checked(String said, Sample sample) throws UnreadableFileException {
    // GB18030 reads all that is written in the two encodings it replaced.
    String name =
        switch (said.toUpperCase(Locale.ROOT)) {
          case "GBK", "GB2312", "CP936", "MS936" -> "GB18030";
          case "UTF-16" -> startsWith(sample.bytes(), 0xFE, 0xFF) ? "UTF-16BE" : "UTF-16LE";
          default -> said;
        };
    Charset charset;
    try {
      charset = Charset.forName(name);
    } catch (IllegalArgumentException unknown) {
      throw new UnreadableFileException(
          "encoding-unknown",
          "There is no encoding '%s'.".formatted(Excerpt.of(said, 40)),
          unknown);
    }
    if (!decode(charset, sample.bytes(), sample.whole(), null)) {
      throw new UnreadableFileException(
          "encoding-wrong",
          "The file is said to be in %s, but holds bytes that are no characters in it."
              .formatted(charset.name()));
    }
    return charset;
  }

  private static boolean startsWith(byte[] bytes, int... start) {
    for (int i = 0; i < start.length; i++) {
      if (i >= bytes.length || (bytes[i] & 0xFF) != start[i]) {
        return false;
      }
    }
    return true;
  }

  private static boolean fits(Charset charset, Sample sample) {
    return decode(charset, sample.bytes(), sample.whole(), null)
        && decode(charset, sample.further(), false, null);
  }

  /// The mean over all characters that are not ASCII of: 1 for a frequent one, 0 for another
  /// ideograph, -1 for what no Chinese text holds.
  private static double plausibility(Charset charset, Sample sample) {
    long[] counts = new long[2];
    decode(charset, sample.bytes(), sample.whole(), counts);
    decode(charset, sample.further(), false, counts);
    return counts[0] == 0 ? 0 : (double) counts[1] / counts[0];
  }

  private static boolean decode(
      Charset charset, byte[] bytes, boolean whole, long @Nullable [] counts) {
    CharsetDecoder decoder =
        charset
            .newDecoder()
            .onMalformedInput(CodingErrorAction.REPORT)
            .onUnmappableCharacter(CodingErrorAction.REPORT);
    ByteBuffer input = ByteBuffer.wrap(bytes);
    CharBuffer output = CharBuffer.allocate(1 << 14);
    while (true) {
      CoderResult result = decoder.decode(input, output, whole);
      if (counts != null) {
        weigh(output.flip(), counts);
      }
      output.clear();
      if (result.isError()) {
        return false;
      }
      if (result.isUnderflow()) {
        return true;
      }
    }
  }

  private static void weigh(CharBuffer text, long[] counts) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < 128) {
        continue;
      }
      counts[0]++;
      if (COMMON.get(c)) {
        counts[1]++;
      } else if (!(c >= 0x4E00 && c < 0xA000)
          && !(c >= 0x2000 && c < 0x3100)
          && !(c >= 0xFF00 && c < 0xFFF0)) {
        counts[1]--;
      }
    }
  }
}
