using System.Text.RegularExpressions;
using Pipeline.Audits.Text;

namespace Pipeline.Audits.People;

/// <summary>
/// Names behind a western honorific or a common given name, or before a Japanese one. Rules, not a model: a surname alone,
/// a rare given name or a name in another script goes unseen, and a few brands are taken for people.
/// </summary>
internal sealed partial class PersonDetector : PersonalDetector
{
    private const string Word = @"\p{Lu}[\p{L}\p{M}]*(?:['-]\p{Lu}?[\p{L}\p{M}]+)*";

    private const string Given =
        "James|John|Robert|Michael|David|William|Richard|Joseph|Thomas|Charles|Christopher|Daniel|Matthew|Anthony|Steven|Paul|Andrew|Kenneth|George|"
        + "Kevin|Brian|Edward|Ronald|Timothy|Jason|Jeffrey|Ryan|Gary|Nicholas|Eric|Stephen|Jonathan|Larry|Scott|Benjamin|Samuel|Gregory|Patrick|"
        + "Alexander|Peter|Henry|Martin|Simon|Philip|Mary|Patricia|Jennifer|Linda|Elizabeth|Barbara|Susan|Jessica|Sarah|Karen|Nancy|Lisa|Betty|"
        + "Margaret|Sandra|Ashley|Kimberly|Emily|Donna|Michelle|Carol|Amanda|Melissa|Deborah|Stephanie|Rebecca|Laura|Sharon|Cynthia|Kathleen|Amy|"
        + "Angela|Anna|Emma|Nicole|Helen|Samantha|Katherine|Christine|Rachel|Maria|Catherine|Julia|Hans|Klaus|Jürgen|Wolfgang|Pierre|Marie|Jean";

    private const string Place = "Street|St|Road|Avenue|Lane|Park|Station|University|College|School|Hospital|Square|Bridge|Hall|County|River|Church|Court|Island|Bay|Airport";

    /// <summary>Brands and a stage name that begin with an honorific.</summary>
    private static readonly HashSet<string> brands = ["Pepper", "Clean", "Muscle", "Martens", "Oetker", "Scholl", "Coffee", "Fields", "Bean"];

    private static readonly HashSet<string> given = [.. Given.Split('|')];

    /// <summary>Words of two or more Han characters that take an honorific and are no names: trades, ranks, relations, and 様 as a suffix of a word.</summary>
    private static readonly HashSet<string> noNames =
    [
        "担当者", "関係者", "患者", "業者", "医者", "学者", "店員", "職人", "社長", "部長", "課長", "係長", "店長", "会長", "院長", "校長", "旦那",
        "貴方", "取引先", "多種多", "花屋", "本屋", "魚屋", "肉屋", "大家", "弁護士", "看護師", "奥", "皆々", "母", "父", "兄", "姉", "赤", "隣", "孫",
        "外国", "担任", "主治医", "娘", "息子", "お客", "客", "各位",
    ];

    /// <summary>Common surnames of one Han character; any other single character before an honorific is a word.</summary>
    private const string ShortSurnames = "林森原関岡辻谷島星泉平東西南北堀金沢浜秦菅柳桜榎";

    public override PersonalKind Kind => PersonalKind.Person;

    public override IEnumerable<TextSpan> Find(string folded) =>
        Matches(WithTitle(), folded).Where(span => !brands.Contains(folded.Substring(span.Start, span.Length)))
            .Concat(Matches(WithGivenName(), folded).Where(span => IsNotInside(folded, span)))
            .Concat(Matches(BeforeHonorific(), folded).Where(span => IsName(folded.Substring(span.Start, span.Length))))
            .Distinct();

    public override string KeyOf(string foldedValue) => TextNormaliser.Full(foldedValue);

    private static bool IsNotInside(string text, TextSpan span)
    {
        var titled = WithTitle().Match(text, Math.Max(0, span.Start - 20));
        return !(titled.Success && titled.Groups["value"] is { } name && name.Index <= span.Start && name.Index + name.Length >= span.End)
            && given.Contains(text[span.Start..text.IndexOf(' ', span.Start)]);
    }

    private static bool IsName(string name) =>
        !noNames.Contains(name) && (name.Length > 1 || ShortSurnames.Contains(name, StringComparison.Ordinal));

    [GeneratedRegex(@"(?<![\p{L}\p{N}])(?:Mrs?|Ms|Miss|Mx|Dr|Prof(?:essor)?|Sir|Herrn?|Frau|Mme|Mlle|Monsieur|Madame|Sra?|Señora?|Dame)\.? (?:Dr\. |Prof\. )?(?<value>" + Word + "(?: " + Word + "){0,2})", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex WithTitle();

    [GeneratedRegex(@"(?<!(?:\bSt\.?|\bSaint) )\b(?<value>(?:" + Given + @") (?:\p{Lu}\. )?(?!(?:" + Place + @")\b)" + Word + ")(?! (?:" + Place + @")\b)", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex WithGivenName();

    // Han outside the basic plane is a pair of surrogates. お and 御 before the word mark a role, not a name.
    [GeneratedRegex(@"(?<![おご御\u3400-\u4DBF\u4E00-\u9FFF々\uDC00-\uDFFF\u30A1-\u30FA・ー])(?<value>(?:[\u3400-\u4DBF\u4E00-\u9FFF々]|[\uD840-\uD887][\uDC00-\uDFFF]){1,6}?|[\u30A1-\u30FAー]{2,12}(?:・[\u30A1-\u30FAー]{2,12}){0,2})(?:さん|さま|ちゃん|くん|様(?![子々式相])|氏(?![名])|君|先生|殿)", RegexOptions.CultureInvariant, TimeoutMilliseconds)]
    private static partial Regex BeforeHonorific();
}
