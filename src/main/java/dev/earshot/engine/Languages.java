package dev.earshot.engine;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** The languages that Whisper models know, by ISO 639 code and by whisper.cpp's English name. */
public final class Languages {
    /** What answers say where nobody knows; clients insist on the key. */
    public static final String UNKNOWN = "unknown";

    private static final String TABLE =
            "en=english,zh=chinese,de=german,es=spanish,ru=russian,ko=korean,fr=french,ja=japanese,"
                    + "pt=portuguese,tr=turkish,pl=polish,ca=catalan,nl=dutch,ar=arabic,sv=swedish,it=italian,"
                    + "id=indonesian,hi=hindi,fi=finnish,vi=vietnamese,he=hebrew,uk=ukrainian,el=greek,ms=malay,"
                    + "cs=czech,ro=romanian,da=danish,hu=hungarian,ta=tamil,no=norwegian,th=thai,ur=urdu,hr=croatian,"
                    + "bg=bulgarian,lt=lithuanian,la=latin,mi=maori,ml=malayalam,cy=welsh,sk=slovak,te=telugu,"
                    + "fa=persian,lv=latvian,bn=bengali,sr=serbian,az=azerbaijani,sl=slovenian,kn=kannada,et=estonian,"
                    + "mk=macedonian,br=breton,eu=basque,is=icelandic,hy=armenian,ne=nepali,mn=mongolian,bs=bosnian,"
                    + "kk=kazakh,sq=albanian,sw=swahili,gl=galician,mr=marathi,pa=punjabi,si=sinhala,km=khmer,"
                    + "sn=shona,yo=yoruba,so=somali,af=afrikaans,oc=occitan,ka=georgian,be=belarusian,tg=tajik,"
                    + "sd=sindhi,gu=gujarati,am=amharic,yi=yiddish,lo=lao,uz=uzbek,fo=faroese,ht=haitian creole,"
                    + "ps=pashto,tk=turkmen,nn=nynorsk,mt=maltese,sa=sanskrit,lb=luxembourgish,my=myanmar,bo=tibetan,"
                    + "tl=tagalog,mg=malagasy,as=assamese,tt=tatar,haw=hawaiian,ln=lingala,ha=hausa,ba=bashkir,"
                    + "jw=javanese,su=sundanese,yue=cantonese";

    private static final Map<String, String> NAMES = Arrays.stream(TABLE.split(","))
            .map(entry -> entry.split("="))
            .collect(Collectors.collectingAndThen(
                    Collectors.toMap(e -> e[0], e -> e[1], (a, b) -> a, LinkedHashMap::new),
                    Collections::unmodifiableMap));

    private static final Map<String, String> CODES =
            NAMES.entrySet().stream().collect(Collectors.toUnmodifiableMap(Map.Entry::getValue, Map.Entry::getKey));

    private static final List<String> CODES_IN_ORDER = List.copyOf(NAMES.keySet());

    private Languages() {}

    /** The code of a language given by code or English name, in any case. */
    public static Optional<String> codeOf(String codeOrName) {
        String key = codeOrName.strip().toLowerCase(Locale.ROOT);
        return NAMES.containsKey(key) ? Optional.of(key) : Optional.ofNullable(CODES.get(key));
    }

    /**
     * Whether a model's vocabulary has a token for this language. Models list the same languages in the same order; the
     * newer ones have one more at the end.
     *
     * @param count how many languages the model knows
     */
    public static boolean known(String code, int count) {
        return NAMES.keySet().stream().limit(count).anyMatch(code::equals);
    }

    /** whisper.cpp's number of a language: its place among those that models list. */
    public static int number(String code) {
        int number = CODES_IN_ORDER.indexOf(code);
        if (number < 0) {
            throw new IllegalArgumentException("'" + code + "' is no code of a language that Whisper knows");
        }
        return number;
    }

    /** The code of whisper.cpp's number; empty where it has none. */
    public static Optional<String> codeOf(int number) {
        return number >= 0 && number < CODES_IN_ORDER.size()
                ? Optional.of(CODES_IN_ORDER.get(number))
                : Optional.empty();
    }

    /** The English name of a code, or {@link #UNKNOWN}. */
    public static String nameOf(Optional<String> code) {
        return code.map(NAMES::get).orElse(UNKNOWN);
    }
}
