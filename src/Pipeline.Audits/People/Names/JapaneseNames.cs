using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People.Names;

/// <summary>Names before an honorific, names that somebody gives as theirs, and a common family name with what a given name ends in.</summary>
internal static partial class JapaneseNames
{
    private const int TimeoutMilliseconds = 10_000;

    private const RegexOptions Options = RegexOptions.CultureInvariant;

    // Han outside the basic plane is a pair of surrogates.
    private const string Han = @"(?:[\u3400-\u4DBF\u4E00-\u9FFF々]|[\uD840-\uD887][\uDC00-\uDFFF])";

    private const string NotAfter = @"(?<![\u3400-\u4DBF\u4E00-\u9FFF々\uDC00-\uDFFF\u30A1-\u30FA・ー])";

    private const string Katakana = @"[\u30A1-\u30FAー]{2,12}(?:[・ ][\u30A1-\u30FAー]{2,12}){0,2}";

    /// <summary>Characters that given names of two and three characters end in.</summary>
    private const string Endings =
        "子美郎太介輔助一二三男雄夫樹貴輝希斗人仁之彦也哉弥司志史士治次翔陽奈菜香花華里莉理恵絵江枝代世佳織乃音緒央衣依紀明昭朗亮良健賢謙拓隆孝剛毅浩弘宏博洋裕祐佑雅将昌政勝克誠聡智哲徹秀英修純淳順潤晃晴桜咲愛優平吾悟";

    /// <summary>Given names of one character; any other single one behind a family name is more often a town, a shop or a rank.</summary>
    private const string Singles = "誠翔蓮健聡徹亮潤淳剛豪豊茂稔薫忍渉翼葵湊凛楓舞愛瞳梓遥杏隆修博浩洋弘";

    /// <summary>Words of two or more Han characters that take an honorific and are no names: trades, ranks, relations, and 様 as a suffix of a word.</summary>
    private static readonly HashSet<string> noNames =
    [
        "担当者", "関係者", "患者", "業者", "医者", "学者", "店員", "職人", "社長", "部長", "課長", "係長", "店長", "会長", "院長", "校長", "旦那",
        "貴方", "取引先", "多種多", "花屋", "本屋", "魚屋", "肉屋", "大家", "弁護士", "看護師", "奥", "皆々", "母", "父", "兄", "姉", "赤", "隣", "孫",
        "外国", "担任", "主治医", "娘", "息子", "お客", "客", "各位",
    ];

    /// <summary>Common surnames of one Han character; any other single character before an honorific is a word.</summary>
    private const string ShortSurnames = "林森原関岡辻谷島星泉平東西南北堀金沢浜秦菅柳桜榎";

    public static IEnumerable<TextSpan> Find(string text)
    {
        foreach (var span in All(BeforeHonorific(), text))
            if (IsName(text.Substring(span.Start, span.Length))) yield return span;
        foreach (var span in All(Given(), text).Concat(All(Announced(), text)))
            if (!noNames.Contains(text.Substring(span.Start, span.Length))) yield return span;
        for (var run = FamilyAndGiven().Match(text); run.Success; run = run.NextMatch())
            if (Whole(run.Groups["value"].Value) is { } length) yield return new TextSpan(run.Groups["value"].Index, length);
    }

    /// <summary>The length of a family and a given name, when the run of characters is just these.</summary>
    private static int? Whole(string run)
    {
        for (var family = Math.Min(4, run.Length - 1); family >= 2; family--)
        {
            if (!NameLists.FamilyJapanese.Contains(run[..family])) continue;
            var given = run[family..].TrimStart(' ');
            if (given.Length == 1 && Singles.Contains(given[0], StringComparison.Ordinal)) return run.Length;
            if (given.Length is >= 2 and <= 4 && given[0] != '第' && (given[^1] is 'こ' or 'う' || Endings.Contains(given[^1], StringComparison.Ordinal))) return run.Length;
            return null;
        }
        return null;
    }

    private static bool IsName(string name) =>
        !noNames.Contains(name) && (name.Length > 1 || ShortSurnames.Contains(name, StringComparison.Ordinal));

    private static IEnumerable<TextSpan> All(Regex regex, string text)
    {
        for (var match = regex.Match(text); match.Success; match = match.NextMatch())
            yield return new TextSpan(match.Groups["value"].Index, match.Groups["value"].Length);
    }

    // お and 御 before the word mark a role, not a name.
    [GeneratedRegex(@"(?<![おご御\u3400-\u4DBF\u4E00-\u9FFF々\uDC00-\uDFFF\u30A1-\u30FA・ー])(?<value>" + Han + @"{1,6}?|[\u30A1-\u30FAー]{2,12}(?:・[\u30A1-\u30FAー]{2,12}){0,2})(?:さん|さま|ちゃん|くん|様(?![子々式相])|氏(?![名])|君|先生|殿)", Options, TimeoutMilliseconds)]
    private static partial Regex BeforeHonorific();

    [GeneratedRegex(NotAfter + "(?<value>" + Han + "{2,4}(?: " + Han + "{1,3})?|" + Katakana + ")と(?:申します|申す者)", Options, TimeoutMilliseconds)]
    private static partial Regex Given();

    [GeneratedRegex("(?:氏名|お?名前)(?:は| ?[:は] ?)(?<value>" + Han + "{2,6}(?: " + Han + "{1,3})?|" + Katakana + @")(?=です|でござい|と申|[\s、。,()]|$)", Options, TimeoutMilliseconds)]
    private static partial Regex Announced();

    // Hiragana given names only behind a space and with a common ending: otherwise particles and endings of verbs would be taken for them.
    [GeneratedRegex(NotAfter + "(?<value>" + Han + "{3,7}|" + Han + "{2,4} (?:" + Han + @"{1,3}|[\u3041-\u3093]{1,2}(?:こ|ろう)))(?![\u3400-\u4DBF\u4E00-\u9FFF々\uD840-\uD887\u30A1-\u30FAー])", Options, TimeoutMilliseconds)]
    private static partial Regex FamilyAndGiven();
}
